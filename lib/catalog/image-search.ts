import type { Database } from '#lib/db/client.ts';
import { busy } from '#lib/errors/error.ts';
import {
  type ImagePage,
  type ImageSearch,
  type Position,
  type Sort,
  searchImages,
} from './store/search-images.ts';

export type FindImages = (
  search: ImageSearch,
  page: { sort: Sort; after: Position | undefined; limit: number },
) => Promise<ImagePage>;

/** Searches at a time: anyone may search, and pictures need the database too. */
const PLACES = 2;
/** Searches that may wait for their turn. */
const WAITING = 30;

/** Finds images, a few searches at a time. Throws busy when too many wait. */
export function createImageSearch(db: Database): FindImages {
  const queue: Array<() => void> = [];
  let running = 0;

  return async (search, page) => {
    if (running >= PLACES) {
      if (queue.length >= WAITING) throw busy('too many people are searching; try again', 2);
      // Whoever leaves hands over the place.
      await new Promise<void>((resolve) => {
        queue.push(resolve);
      });
    } else running += 1;
    try {
      return await searchImages(db, search, page);
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
