import { folderPictures, portfolioPictures } from './lists.ts';
import { type Picture, serverAddress } from './picture.ts';
import { readChildren } from './read-children.ts';
import { type ImageEntry, readImages } from './read-images.ts';

/** Where an element takes its pictures from. All that are named count, in this order. */
export type Sources = {
  images: ReadonlyArray<string | ImageEntry>;
  folder: string;
  portfolio: string;
  server: string;
  /** Parameters for all pictures as a query string. */
  parameters: string;
};

/**
 * All pictures of the sources, in batches as they come: those in the page at once, then lists of the server.
 * Children count when the page names no other source. The same picture with the same parameters comes once.
 */
export async function* collectPictures(
  element: Element,
  sources: Sources,
  signal: AbortSignal,
): AsyncGenerator<Picture[]> {
  const { images, folder, portfolio, parameters } = sources;
  const server = serverAddress(sources.server);
  const seen = new Set<string>();
  const fresh = (pictures: readonly Picture[]) =>
    pictures.filter((picture) => {
      const key = JSON.stringify([picture.base, picture.parameters]);
      return !seen.has(key) && seen.add(key);
    });
  const hasOther = images.length > 0 || folder !== '' || portfolio !== '';
  const inPage = hasOther
    ? readImages(images, sources.server, parameters)
    : readChildren(element, sources.server, parameters);
  if (inPage.length > 0) yield fresh(inPage);
  if (folder !== '') {
    for await (const page of folderPictures(server, folder, parameters, signal)) yield fresh(page);
  }
  if (portfolio !== '') yield fresh(await portfolioPictures(server, portfolio, parameters, signal));
}
