import type { Database } from '#lib/db/client.ts';
import { notFound } from '#lib/errors/error.ts';
import { folderOfImage, parentFolders } from '#lib/paths/image-path.ts';
import type { FileFacts, Storage } from '#lib/storage/storage.ts';
import {
  ACTION,
  createImage,
  ensureFolder,
  type FileRow,
  findImage,
  type ImageRow,
  markFolderDeleted,
  markImageDeleted,
  STATUS,
  updateImageFile,
} from './store.ts';

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
};

export type Catalog = {
  /**
   * The image at a repository path: its record is found, or made when a file is there. Throws not_found
   * when there is no file.
   */
  find(src: string): Promise<HeldImage>;
};

/** Milliseconds during which a file is not looked at again. */
export const CHECK_INTERVAL = 1000;

/** Images held in memory. About 400 bytes each. */
const MAX_HELD = 50_000;
const MAX_ABSENT = 5_000;

/** Images as records that follow the files lazily: looking at a path is what makes, revives or ends its record. */
export function createCatalog({ db, storage, measure, onChange }: CatalogOptions): Catalog {
  const held = new Map<string, HeldImage>();
  /** Paths without file, so that a page of dead links does not ask the database each time. */
  const absent = new Map<string, number>();
  const looking = new Map<string, Promise<HeldImage>>();

  function hold(src: string, image: CatalogImage): HeldImage {
    const entry = { image, checkedAt: performance.now() };
    held.delete(src);
    held.set(src, entry);
    bound(held, MAX_HELD);
    return entry;
  }

  async function look(src: string): Promise<HeldImage> {
    const facts = await storage.stat(src);
    const known = held.get(src);
    if (facts && known && known.image.version === facts.version) {
      known.checkedAt = performance.now();
      // Moved to the end, so that the bound drops what nobody asked for longest.
      held.delete(src);
      held.set(src, known);
      return known;
    }
    held.delete(src);
    if (!facts) {
      const row = await findImage(db, src);
      if (row?.status === STATUS.active) await end(row);
      absent.set(src, performance.now());
      bound(absent, MAX_ABSENT);
      throw absentError(src);
    }
    absent.delete(src);
    return hold(src, await sync(src, facts));
  }

  /** Brings the record of a present file up to date. */
  async function sync(src: string, facts: FileFacts): Promise<CatalogImage> {
    const row = await findImage(db, src);
    if (row?.status === STATUS.active && row.fileSize === facts.size && row.fileTime === facts.time) {
      return imageOf(row, facts);
    }
    const { width, height } = await measure(src, facts.version);
    const file: FileRow = { width, height, fileSize: facts.size, fileTime: facts.time };
    const folder = folderOfImage(src);
    const folderId = await ensureFolder(db, parentFolders(folder));
    if (row) {
      const [action, info] =
        row.status === STATUS.active
          ? [ACTION.replaced, `File changed: ${src}`]
          : [ACTION.created, `File found again: ${src}`];
      await updateImageFile(db, row.id, folderId, file, action, info);
      onChange(row);
      return imageOf({ ...row, ...file, folderPath: folder }, facts);
    }
    const id = await createImage(db, src, folderId, file);
    if (id !== undefined) {
      return imageOf({ id, src, folderPath: folder, status: STATUS.active, ...file }, facts);
    }
    const other = await findImage(db, src);
    if (!other) throw absentError(src);
    return imageOf(other, facts);
  }

  /** The file of an active record is gone. */
  async function end(row: ImageRow): Promise<void> {
    const gone = await markImageDeleted(db, row.id, `File not found: ${row.src}`);
    if (gone) onChange(row);
    const folder = await vanishedFolder(row.folderPath);
    if (folder !== undefined) await markFolderDeleted(db, folder);
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

  return {
    async find(src) {
      const known = held.get(src);
      if (known && performance.now() - known.checkedAt < CHECK_INTERVAL) return known;
      const absentSince = absent.get(src);
      if (absentSince !== undefined && performance.now() - absentSince < CHECK_INTERVAL)
        throw absentError(src);
      // Requests for one path that arrive together share one look.
      const running = looking.get(src);
      if (running) return running;
      const fresh = look(src).finally(() => looking.delete(src));
      looking.set(src, fresh);
      return fresh;
    },
  };
}

function imageOf(row: ImageRow, facts: FileFacts): CatalogImage {
  return {
    id: row.id,
    src: row.src,
    folder: row.folderPath,
    width: row.width,
    height: row.height,
    version: facts.version,
    size: facts.size,
    time: facts.time,
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
