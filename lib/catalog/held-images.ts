import type { CatalogImage, HeldImage } from './catalog.ts';

/** Images held in memory. About 800 bytes each, and their titles and descriptions. */
const MAX_HELD = 50_000;
/** Characters of titles and descriptions held in all. */
const MAX_TEXT = 16_000_000;

/** Images held by path, the one used longest ago first. */
export type HeldImages = {
  get(src: string): HeldImage | undefined;
  /** Holds an image as seen just now. */
  hold(image: CatalogImage): HeldImage;
  /** An image was seen unchanged just now. */
  seen(held: HeldImage): void;
  drop(src: string): void;
  /** Drops those of a folder and all below it; path with a leading slash. */
  dropBelow(folder: string): void;
};

/** Bounded memory of images. What is dropped also counts as not seen for whoever still has it in hand. */
export function createHeldImages(): HeldImages {
  const held = new Map<string, HeldImage>();
  let text = 0;
  const weight = ({ image }: HeldImage) => image.record.title.length + image.record.description.length;

  function drop(src: string): void {
    const known = held.get(src);
    if (!known) return;
    known.checkedAt = Number.NEGATIVE_INFINITY;
    held.delete(src);
    text -= weight(known);
  }

  return {
    get: (src) => held.get(src),
    hold(image) {
      drop(image.src);
      const entry = { image, checkedAt: performance.now() };
      held.set(image.src, entry);
      text += weight(entry);
      for (const oldest of held.keys()) {
        if (held.size <= MAX_HELD && text <= MAX_TEXT) break;
        drop(oldest);
      }
      return entry;
    },
    seen(entry) {
      entry.checkedAt = performance.now();
      // Moved to the end, so that the bound drops what nobody asked for longest.
      held.delete(entry.image.src);
      held.set(entry.image.src, entry);
    },
    drop,
    dropBelow(folder) {
      const prefix = folder === '/' ? '' : `${folder.slice(1)}/`;
      for (const src of held.keys()) if (src.startsWith(prefix)) drop(src);
    },
  };
}
