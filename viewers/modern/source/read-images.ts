import { type Picture, readPicture } from './picture.ts';

/** A picture as pages list it. Names other than these are parameters of its address. */
export type ImageEntry = {
  /** Path in the repository, or the address of a picture. */
  src: string;
  server?: string;
  title?: string;
  description?: string;
  alt?: string;
  /** Where a click leads, in slideshows. */
  url?: string;
  [parameter: string]: unknown;
};

const WORDS: ReadonlySet<string> = new Set(['src', 'server', 'title', 'description', 'alt', 'url']);

/**
 * Pictures of a list: paths, or objects as above. Entries without `src` are left out.
 * @param server of those that name none
 * @param parameters for all; those of an entry win
 */
export function readImages(
  images: ReadonlyArray<string | ImageEntry>,
  server: string,
  parameters: string,
): Picture[] {
  return images.flatMap((image) => {
    const entry: ImageEntry = typeof image === 'string' ? { src: image } : image;
    if (typeof entry?.src !== 'string' || entry.src === '') return [];
    const own = new URLSearchParams(parameters);
    for (const [name, value] of Object.entries(entry)) {
      const said = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      if (!WORDS.has(name) && said)
        own.set(name, typeof value === 'boolean' ? `${Number(value)}` : `${value}`);
    }
    const picture = readPicture(entry.src, text(entry.server) || server, own.toString());
    return [
      {
        ...picture,
        title: text(entry.title),
        description: text(entry.description),
        alt: typeof entry.alt === 'string' ? entry.alt : undefined,
        link: text(entry.url),
      },
    ];
  });
}

/** The `images` attribute: a list as JSON. Nothing else is read; undefined tells that it was none. */
export function parseImages(json: string): Array<string | ImageEntry> | undefined {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
