import { entryUrl, type PictureEntry, pathInFolder, serverBase } from '../../core/picture-list.ts';
import type { GalleryOptions } from './options.ts';

export type GalleryPicture = {
  entry: PictureEntry;
  /** Address of the thumbnail, which is also what the zoom viewer is given. */
  url: string;
};

/** The pictures of a gallery: the page's own, then those of the folder, each address once. */
export function collectPictures(options: GalleryOptions, names: readonly string[]): GalleryPicture[] {
  const server = serverBase(options.server);
  const { width, height } = options.thumbsize;
  const inFolder = names.map((name): PictureEntry => ({ src: pathInFolder(options.folder, name) }));
  const pictures = new Map<string, GalleryPicture>();
  for (const entry of [...options.images, ...inFolder]) {
    if (!entry.src) continue;
    const forced = { width, height, strip: 1 };
    const url = entryUrl(server, options.params, entry, forced, { format: 'png', fill: 'none' });
    if (!pictures.has(url)) pictures.set(url, { entry, url });
  }
  return [...pictures.values()];
}

/** Index of the picture to begin with: the first one of that path, else the first of all. */
export function startIndex(pictures: readonly GalleryPicture[], startImage: string): number {
  return Math.max(
    0,
    pictures.findIndex(({ entry }) => entry.src === startImage),
  );
}
