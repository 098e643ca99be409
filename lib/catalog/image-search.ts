import type { Database } from '#lib/db/client.ts';
import {
  type BrowseSort,
  browseImages,
  countImages,
  findPlace,
  type Place,
  type Totals,
} from './store/browse-images.ts';
import type { ImageSearch } from './store/search-conditions.ts';
import { type ImagePage, type Position, type Sort, searchImages } from './store/search-images.ts';
import { createTurns } from './turns.ts';

export type FindImages = (
  search: ImageSearch,
  page: { sort: Sort; after: Position | undefined; limit: number },
) => Promise<ImagePage>;

/** What the library page asks. All of it throws busy when too many wait, or when it takes more than five seconds. */
export type Browsing = {
  /**
   * See browseImages.
   * @param stamp another one when something may have changed; the totals are not counted again for each page
   */
  page(
    search: ImageSearch,
    page: { sort: BrowseSort; start: number; limit: number },
    stamp: string,
  ): Promise<Totals & { ids: number[] }>;
  /** See countImages. */
  count(search: ImageSearch): Promise<Totals>;
  /** See findPlace. */
  place(search: ImageSearch, sort: BrowseSort, id: number): Promise<Place | undefined>;
};

/** Searches at a time: anyone may search, and pictures need the database too. */
const SEARCHES = 2;
/** The same for people who are signed in, so that they need not wait for the rest of the world. */
const PAGES = 3;
/** Totals that are held, and for how many ms. */
const MOST_TOTALS = 300;
const TOTALS_GOOD_FOR = 10_000;
/** Searches that may wait for their turn. */
const WAITING = 30;
const TOO_MANY = 'too many people are searching; try again';

/** Finds images, a few searches at a time. Throws busy when too many wait. */
export function createImageSearch(db: Database): FindImages {
  const inTurn = createTurns(SEARCHES, WAITING, TOO_MANY);
  return (search, page) => inTurn(() => searchImages(db, search, page));
}

/** Browses images, a few people at a time. */
export function createBrowsing(db: Database): Browsing {
  const inTurn = createTurns(PAGES, WAITING, TOO_MANY);
  const counted = new Map<string, { totals: Totals; at: number }>();
  return {
    page: (search, page, stamp) =>
      inTurn(async () => {
        const key = `${stamp} ${JSON.stringify(search)}`;
        const held = counted.get(key);
        const isFresh = held !== undefined && performance.now() - held.at < TOTALS_GOOD_FOR;
        const found = await browseImages(db, search, page, isFresh ? held.totals : undefined);
        if (!isFresh) {
          counted.delete(key);
          counted.set(key, {
            totals: { images: found.images, bytes: found.bytes },
            at: performance.now(),
          });
          for (const oldest of counted.keys()) {
            if (counted.size <= MOST_TOTALS) break;
            counted.delete(oldest);
          }
        }
        return found;
      }),
    count: (search) => inTurn(() => countImages(db, search)),
    place: (search, sort, id) => inTurn(() => findPlace(db, search, sort, id)),
  };
}
