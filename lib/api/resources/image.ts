import type { z } from 'zod';
import type { ApiParts } from '#lib/boot/services.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import type { image as shape } from '#lib/contracts/resources.ts';
import type { Caller } from '#lib/identity/identity.ts';
import { baseName, extensionOf } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { isReadable } from '#lib/transform/formats.ts';
import type { Links } from '../door/links.ts';
import { folderResource } from './folder.ts';

/** Whom an image is shown to; every `Call` is one. */
export type Viewer = {
  parts: Pick<ApiParts, 'permissions'>;
  caller: Pick<Caller, 'principal'>;
  links: Links;
};

/** What an image is shown from; every ImageRecord is one. */
type ShownImage = Pick<
  ImageRecord,
  'id' | 'src' | 'folder' | 'title' | 'description' | 'width' | 'height' | 'status'
>;

/**
 * An image as the API shows it to this caller.
 * @param parameters further names and values of its URL
 */
export function imageResource(
  image: ShownImage,
  { parts, caller, links }: Viewer,
  parameters: ReadonlyArray<readonly [string, string]> = [],
): z.input<typeof shape> {
  const { id, src, folder } = image;
  return {
    id,
    src,
    filename: baseName(src),
    folder_id: folder.id,
    folder: folderResource(folder),
    title: image.title,
    description: image.description,
    width: image.width,
    height: image.height,
    status: image.status === 1 ? 1 : 0,
    supported: isReadable(extensionOf(src)),
    download: parts.permissions.level(caller.principal, folder.path) >= LEVEL.download,
    url: links.to('/image', [['src', src], ...parameters]),
  };
}

/** What a detailed list shows for a file that is no picture to this server (contract of the original). */
export function blankImage(filename: string): z.input<typeof shape> {
  return {
    id: 0,
    src: '',
    filename,
    folder_id: 0,
    folder: null,
    title: '',
    description: '',
    width: 0,
    height: 0,
    status: 0,
    supported: false,
    download: false,
    url: '',
  };
}
