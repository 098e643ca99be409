import type { Database } from '#lib/db/client.ts';
import { notFound } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { FileFacts, Storage } from '#lib/storage/storage.ts';
import { endVanished } from './end-vanished.ts';
import { createHeldImages } from './held-images.ts';
import { STATUS } from './store/codes.ts';
import { endMissingImage, type FileRow, findImage, recordFile, storeMeasure } from './store/image-files.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';

/** An image of the repository whose file was seen within the last second. */
export type CatalogImage = {
  id: number;
  /** Repository path, no leading slash. */
  src: string;
  /** Path of its folder, "/" for the root. */
  folder: string;
  /** Pixels of the original; 0 when unreadable. */
  width: number;
  height: number;
  /** Identifies the file's content; see FileFacts. */
  version: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  time: number;
  /** Everything recorded, as of when the file was first seen like this or was last changed by way of the server. */
  record: ImageRecord;
};

/** A held image, with when its file was last looked at (performance.now ms). */
export type HeldImage = { readonly image: CatalogImage; checkedAt: number };

type CatalogOptions = {
  db: Database;
  storage: Storage;
  /** Size of the picture in a file; 0 x 0 when it cannot be read. */
  measure: (src: string, version: string) => Promise<{ width: number; height: number }>;
  /** Told when an image's file was replaced or vanished, so that what was derived from it can go. */
  onChange: (image: { id: number; src: string }) => void;
  /** Told when title or description of an image were changed here; other processes are to forget its record. */
  onEdit?: (image: { id: number; src: string }) => void;
};

export type Catalog = {
  /**
   * The image at a repository path: its record is found, or made when a file is there. Throws not_found
   * when there is no file.
   */
  find(src: string): Promise<HeldImage>;
  /**
   * Forgets what is known of a path, or of a folder (leading slash) and all below it: the next find looks anew.
   * To be called once a change of a record or file is done.
   */
  forget(what: string | { folder: string }): void;
  /** Forgets an image whose words were changed, here and in the other processes. */
  edited(image: { id: number; src: string }): void;
};

/** Milliseconds during which a file is not looked at again. */
export const CHECK_INTERVAL = 1000;

const MAX_ABSENT = 5_000;

/** A look at a file that is under way; what it finds is not held when it was forgotten meanwhile. */
type Look = { forgotten: boolean };

/** Images as records that follow the files lazily: looking at a path is what makes, revives or ends its record. */
export function createCatalog({ db, storage, measure, onChange, onEdit }: CatalogOptions): Catalog {
  const held = createHeldImages();
  /** Paths without file, so that a page of dead links does not ask the database each time. */
  const absent = new Map<string, number>();
  const looking = new Map<string, { look: Look; result: Promise<HeldImage> }>();

  async function lookAt(src: string, look: Look): Promise<HeldImage> {
    const facts = await storage.stat(src);
    const known = held.get(src);
    if (facts && known && known.image.version === facts.version) {
      held.seen(known);
      return known;
    }
    held.drop(src);
    if (!facts) {
      const row = await findImage(db, src);
      if (row?.status === STATUS.active) await end(row);
      if (!look.forgotten) absent.set(src, performance.now());
      bound(absent, MAX_ABSENT);
      throw absentError(src);
    }
    absent.delete(src);
    const image = imageOf(await sync(src, facts), facts);
    return look.forgotten ? { image, checkedAt: Number.NEGATIVE_INFINITY } : held.hold(image);
  }

  /** Brings the record of a present file up to date. */
  async function sync(src: string, facts: FileFacts): Promise<ImageRecord> {
    const row = await findImage(db, src);
    const same = row?.status === STATUS.active && row.fileSize === facts.size && row.fileTime === facts.time;
    if (same && row.measured) return row;
    const file: FileRow = {
      ...(await measure(src, facts.version)),
      fileSize: facts.size,
      fileTime: facts.time,
    };
    if (same) {
      await storeMeasure(db, row.id, file);
      return (await readImage(db, row.id)) ?? row;
    }
    const isThere = async () => (await storage.stat(src)) !== undefined;
    const before = await recordFile(db, src, file, row !== undefined, isThere);
    if (before) onChange(before);
    // Made here or by a request that was quicker.
    const now = await findImage(db, src);
    if (!now) throw absentError(src);
    return now;
  }

  /** The file of an active record is gone. */
  async function end(row: ImageRecord): Promise<void> {
    const gone = await endMissingImage(db, row.src, async () => (await storage.stat(row.src)) !== undefined);
    if (!gone) return;
    onChange(row);
    const folder = await vanishedFolder(row.folder.path);
    if (folder !== undefined) await endVanished({ db, storage }, folder);
  }

  /** The highest folder that is gone, of this one and those above it. Never the root: that is a lost mount. */
  async function vanishedFolder(path: string): Promise<string | undefined> {
    let highest: string | undefined;
    for (const folder of parentFolders(path)) {
      if (await storage.hasFolder(folder.slice(1))) return highest;
      highest = folder;
    }
    return undefined;
  }

  function forgetLook(src: string): void {
    const running = looking.get(src);
    if (!running) return;
    running.look.forgotten = true;
    looking.delete(src);
  }

  function forget(what: string | { folder: string }): void {
    if (typeof what === 'string') {
      held.drop(what);
      absent.delete(what);
      forgetLook(what);
      return;
    }
    const prefix = what.folder === '/' ? '' : `${what.folder.slice(1)}/`;
    held.dropBelow(what.folder);
    for (const src of absent.keys()) if (src.startsWith(prefix)) absent.delete(src);
    for (const src of looking.keys()) if (src.startsWith(prefix)) forgetLook(src);
  }

  return {
    async find(src) {
      const known = held.get(src);
      if (known && performance.now() - known.checkedAt < CHECK_INTERVAL) return known;
      const absentSince = absent.get(src);
      if (absentSince !== undefined && performance.now() - absentSince < CHECK_INTERVAL)
        throw absentError(src);
      // Requests for one path that arrive together share one look.
      const running = looking.get(src);
      if (running) return running.result;
      const look: Look = { forgotten: false };
      const result = lookAt(src, look).finally(() => {
        if (looking.get(src)?.look === look) looking.delete(src);
      });
      looking.set(src, { look, result });
      return result;
    },
    forget,
    edited(image) {
      forget(image.src);
      onEdit?.(image);
    },
  };
}

function imageOf(record: ImageRecord, facts: FileFacts): CatalogImage {
  return {
    id: record.id,
    src: record.src,
    folder: record.folder.path,
    width: record.width,
    height: record.height,
    version: facts.version,
    size: facts.size,
    time: facts.time,
    record,
  };
}

function absentError(src: string) {
  return notFound(`The image ${src} was not found.`);
}

/** Drops the oldest entries. */
function bound<V>(map: Map<string, V>, limit: number): void {
  while (map.size > limit) {
    const oldest = map.keys().next();
    if (oldest.done) return;
    map.delete(oldest.value);
  }
}
