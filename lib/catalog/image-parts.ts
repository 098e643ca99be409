import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { Catalog } from './catalog.ts';

/** What operations on images are made of. */
export type ImageParts = {
  db: Database;
  storage: Storage;
  catalog: Pick<Catalog, 'find' | 'forget' | 'edited'>;
  /** Forgets what was derived from an image, on all nodes. */
  purge(image: { id: number; src: string }): Promise<void>;
};

/** How an image that is not there is answered. */
export const NO_IMAGE = 'The image was not found.';
