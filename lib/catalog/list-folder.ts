import { parentFolders } from '#lib/paths/image-path.ts';
import { CHECK_INTERVAL } from './catalog.ts';
import { sortNames } from './sort-names.ts';
import { ensureFolder } from './store/folders.ts';
import type { ImageRecord } from './store/image-records.ts';
import { type SyncParts, syncListed } from './sync-listed.ts';

/** The files of a folder; another object once an entry has come or gone. */
export type HeldListing = {
  /** Path with a leading slash. */
  readonly folder: string;
  /** By lower-case name; none that starts with a dot. */
  readonly names: readonly string[];
};

export type Listings = {
  /** The files of a folder (path with a leading slash), seen within the last second; undefined when there is none. */
  look(folder: string): Promise<HeldListing | undefined>;
  /** Sees to it that the folder has a record, as those above it. */
  record(listing: HeldListing): Promise<void>;
  /**
   * Records of files of one folder (repository paths, 1000 at most) by path; files without one get it, those that have
   * vanished meanwhile are left out.
   */
  records(paths: readonly string[]): Promise<Map<string, ImageRecord>>;
  /** Whether a listing was compared with the disk within the last second and may be shown again as it is. */
  isFresh(listing: HeldListing): boolean;
  /** To be called when something was changed here: what is held is compared with the disk before it is shown again. */
  touch(): void;
};

type Held = HeldListing & {
  version: string;
  /** Whether an unchanged version means that nothing has changed. */
  settled: boolean;
  /** performance.now ms, and the epoch then. */
  checkedAt: number;
  epoch: number;
};

/** Folders held, however few names they have. */
const MOST_FOLDERS = 10_000;

/**
 * Sorted listings of folders, held in memory: a page out of a hundred thousand names costs no more than one out of ten.
 * @param mostNames names held, about 100 bytes each
 */
export function createListings(
  parts: SyncParts & {
    /** Rises when anything has changed by way of the server. */
    epoch: { readonly value: number };
  },
  mostNames = 1_000_000,
): Listings {
  const { storage, epoch } = parts;
  /** By folder; the one used longest ago first. */
  const held = new Map<string, Held>();
  const looking = new Map<string, Promise<Held | undefined>>();
  /** Listings whose folder has a record. */
  const recorded = new WeakSet<HeldListing>();
  let names = 0;
  let touchedAt = Number.NEGATIVE_INFINITY;

  const isFresh = (listing: Held): boolean =>
    listing.epoch === epoch.value &&
    listing.checkedAt > touchedAt &&
    performance.now() - listing.checkedAt < CHECK_INTERVAL;

  function drop(folder: string): void {
    const known = held.get(folder);
    if (!known) return;
    held.delete(folder);
    names -= known.names.length;
  }

  function hold(listing: Held): void {
    drop(listing.folder);
    if (listing.names.length > mostNames) return;
    held.set(listing.folder, listing);
    names += listing.names.length;
    for (const oldest of held.keys()) {
      if (names <= mostNames && held.size <= MOST_FOLDERS) break;
      drop(oldest);
    }
  }

  async function compare(folder: string): Promise<Held | undefined> {
    const path = folder.slice(1);
    // As of the beginning: what changes while the disk is asked counts as not seen.
    const seen = { checkedAt: performance.now(), epoch: epoch.value };
    const known = held.get(folder);
    if (known?.settled) {
      const now = await storage.listVersion(path);
      if (now?.version === known.version) {
        Object.assign(known, seen);
        hold(known);
        return known;
      }
    }
    const found = await storage.list(path);
    if (!found) {
      drop(folder);
      return undefined;
    }
    const { version, settled } = found;
    const listing = { folder, names: await sortNames(found.files), version, settled, ...seen };
    hold(listing);
    return listing;
  }

  return {
    async look(folder) {
      const known = held.get(folder);
      if (known && isFresh(known)) return known;
      // Requests for one folder that arrive together share one look, unless something changed since it began.
      const key = `${touchedAt} ${epoch.value} ${folder}`;
      const running = looking.get(key);
      if (running) return running;
      const fresh = compare(folder).finally(() => looking.delete(key));
      looking.set(key, fresh);
      return fresh;
    },
    async record(listing) {
      if (recorded.has(listing)) return;
      await ensureFolder(parts.db, parentFolders(listing.folder));
      recorded.add(listing);
    },
    records: (paths) => syncListed(parts, paths),
    isFresh: (listing) => isFresh(listing as Held),
    touch() {
      touchedAt = performance.now();
    },
  };
}
