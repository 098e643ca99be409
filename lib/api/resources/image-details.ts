import type { z } from 'zod';
import type { ApiParts } from '#lib/boot/services.ts';
import type { CatalogImage } from '#lib/catalog/catalog.ts';
import { STATUS } from '#lib/catalog/store/codes.ts';
import { findImage } from '#lib/catalog/store/image-files.ts';
import { type ImageRecord, readImage } from '#lib/catalog/store/image-records.ts';
import { trashOfImage } from '#lib/catalog/store/trash.ts';
import type { imageDetails as shape } from '#lib/contracts/image-details.ts';
import { EmulsionError, STATUS as HTTP } from '#lib/errors/error.ts';
import { PUBLIC } from '#lib/identity/principal.ts';
import { baseName, extensionOf, folderOfImage, normalizeImagePath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { isReadable, mimeOf } from '#lib/transform/formats.ts';
import { imageResource, type Viewer } from './image.ts';

type DetailsViewer = Viewer & { parts: Pick<ApiParts, 'db' | 'catalog' | 'storage' | 'permissions'> };

/** A file that is not taken for a picture. */
export type OtherFile = { src: string; bytes: number; time: number; download: boolean };

/** What there is at a path, for whoever looks. */
export type Place =
  | { kind: 'image'; image: z.input<typeof shape> }
  | { kind: 'file'; file: OtherFile }
  | { kind: 'missing'; src: string }
  | { kind: 'forbidden'; folder: string };

/** Everything that the page of an image shows at once. The file of a present image is looked at. */
export async function imageDetails(
  viewer: DetailsViewer,
  found: ImageRecord,
): Promise<z.input<typeof shape>> {
  const { parts, caller } = viewer;
  const file = found.status === STATUS.active ? await seen(parts, found.src) : undefined;
  const isSame = file === undefined || file.id === found.id;
  const record = isSame ? ((await readImage(parts.db, found.id)) ?? found) : found;
  const { path } = record.folder;
  const trash = record.status === STATUS.active ? undefined : await trashOfImage(parts.db, record.id);
  return {
    ...imageResource(record, viewer),
    bytes: file?.size ?? record.fileSize,
    time: new Date(file?.time ?? record.fileTime).toISOString(),
    version: record.version,
    file_version: file?.version ?? '',
    focus: record.focus,
    access: parts.permissions.level(caller.principal, path),
    public_access: parts.permissions.level(PUBLIC, path),
    trash_id: trash ?? null,
  };
}

/** What is at a repository path as somebody typed it. Rights come first: they hide whether a file exists. */
export async function lookUp(viewer: DetailsViewer, typed: string): Promise<Place> {
  const { parts, caller } = viewer;
  const src = readPath(typed);
  if (src === undefined) return { kind: 'missing', src: typed };
  const may = (folder: string, level: number) => parts.permissions.level(caller.principal, folder) >= level;
  const folder = folderOfImage(src);
  if (!may(folder, LEVEL.view)) return { kind: 'forbidden', folder };
  if (!isReadable(extensionOf(src))) {
    const facts = await parts.storage.stat(src);
    if (!facts) return { kind: 'missing', src };
    const download = mimeOf(extensionOf(src)) !== undefined && may(folder, LEVEL.download);
    return { kind: 'file', file: { src, bytes: facts.size, time: facts.time, download } };
  }
  const record = (await seen(parts, src))?.record ?? (await findImage(parts.db, src));
  if (!record) return { kind: 'missing', src };
  if (!may(record.folder.path, LEVEL.view)) return { kind: 'forbidden', folder: record.folder.path };
  return { kind: 'image', image: await imageDetails(viewer, record) };
}

/** Undefined for what can be no path of a file. */
function readPath(typed: string): string | undefined {
  try {
    const src = normalizeImagePath(typed);
    return baseName(src) === '' ? undefined : src;
  } catch (error) {
    if (error instanceof EmulsionError) return undefined;
    throw error;
  }
}

/** Undefined when there is no file. */
async function seen({ catalog }: Pick<ApiParts, 'catalog'>, src: string): Promise<CatalogImage | undefined> {
  try {
    return (await catalog.find(src)).image;
  } catch (error) {
    if (error instanceof EmulsionError && error.status === HTTP.not_found) return undefined;
    throw error;
  }
}
