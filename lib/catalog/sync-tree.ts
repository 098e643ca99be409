import type { Database } from '#lib/db/client.ts';
import { conflict, notFound } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { inParallel } from './in-parallel.ts';
import {
  activeIn,
  type ChangedImage,
  countActiveIn,
  endFolder,
  endImages,
  ensureFolders,
  hasActiveImages,
  hasFolderRecord,
  type SeenFile,
  storeSeenFiles,
  unseenFolders,
} from './store/sync.ts';
import { type WalkedFolder, walkTree } from './walk-tree.ts';

/** Files compared by one statement. */
const FILES_AT_ONCE = 2000;
/** Folders compared together, while they hold no more files than that. */
const FOLDERS_AT_ONCE = 200;
/** Files looked at on the disk at the same time. */
const LOOKS_AT_ONCE = 64;

/** What a comparison of a tree came to. */
export type SyncCounts = {
  folders: number;
  files: number;
  created: number;
  revived: number;
  changed: number;
  deleted: number;
};

/** How far a comparison is: it can go on after the folder. */
export type SyncPoint = { after: string; counts: SyncCounts };

type SyncOptions = {
  db: Database;
  storage: Storage;
  /** Told of images whose file has changed or vanished, some at a time; what was derived from them can go. */
  onChange: (images: readonly ChangedImage[]) => Promise<void>;
};

/** Some folders, or one large one in several parts. */
type Part = {
  folders: WalkedFolder[];
  files: SeenFile[];
  /** Whether these are all files of the folders. */
  first: boolean;
  last: boolean;
};

/**
 * Brings the records of a folder and of everything below it into agreement with the disk. Files are not opened:
 * what they hold is found out when they are first asked for. Memory is bounded by the largest folder's names.
 * May be repeated, and may run while files come and go.
 *
 * Throws not_found when there is neither such a folder nor a record of one, and conflict when the repository is
 * empty although there are records: then a disk is missing.
 *
 * @param from where an earlier run was
 * @param pause called now and then with how far it is; may throw to stop it
 */
export async function syncTree(
  { db, storage, onChange }: SyncOptions,
  start: string,
  from: SyncPoint | undefined,
  pause: (point: SyncPoint | undefined, counts: SyncCounts) => Promise<void>,
): Promise<SyncCounts> {
  const counts: SyncCounts = from
    ? { ...from.counts }
    : { folders: 0, files: 0, created: 0, revived: 0, changed: 0, deleted: 0 };

  async function ended(images: readonly ChangedImage[]): Promise<void> {
    counts.deleted += images.length;
    if (images.length > 0) await onChange(images);
  }

  async function endVanishedFolder(path: string): Promise<void> {
    for (;;) {
      const images = await endFolder(db, path);
      if (images.length === 0) return;
      await ended(images);
      await pause(undefined, counts);
    }
  }

  async function begin(folders: readonly WalkedFolder[]): Promise<void> {
    const inside = folders.flatMap((parent) => parent.folders.map((path) => ({ path, parent: parent.path })));
    // A folder's parent may be among them, and is made before it.
    const levels = Map.groupBy(inside, ({ path }) => path.split('/').length);
    for (const level of [...levels.keys()].sort((a, b) => a - b)) {
      await ensureFolders(db, levels.get(level) ?? []);
    }
    const unseen = await unseenFolders(
      db,
      folders.map(({ path }) => path),
      inside.map(({ path }) => path),
    );
    for (const path of unseen) {
      // Folders whose names start with a dot are not listed but there.
      if (!(await storage.hasFolder(path.slice(1)))) await endVanishedFolder(path);
    }
  }

  async function store(files: readonly SeenFile[]): Promise<void> {
    if (files.length === 0) return;
    const { created, revived, changed } = await storeSeenFiles(db, files);
    counts.files += files.length;
    counts.created += created;
    counts.revived += revived.length;
    counts.changed += changed.length;
    if (changed.length > 0) await onChange(changed);
    // Deleted by somebody between being seen and being revived.
    await end(revived);
  }

  /** Ends those records whose file is really not there. */
  async function end(images: readonly ChangedImage[]): Promise<void> {
    const gone: ChangedImage[] = [];
    await inParallel(LOOKS_AT_ONCE, images, async (image) => {
      if (!(await storage.stat(image.src))) gone.push(image);
    });
    await ended(await endImages(db, gone));
  }

  async function finish(folders: readonly WalkedFolder[], stored: number): Promise<void> {
    const paths = folders.map(({ path }) => path);
    if ((await countActiveIn(db, paths)) === stored) return;
    const seen = new Set(folders.flatMap(({ files }) => files));
    for (let lastId = 0; ; ) {
      const page = await activeIn(db, paths, lastId);
      const last = page.at(-1);
      if (!last) return;
      lastId = last.id;
      await end(page.filter(({ src }) => !seen.has(src)));
      await pause(undefined, counts);
    }
  }

  if (!from) {
    const listing = await storage.list(start.slice(1));
    if (start === '/') {
      const empty = !listing || listing.files.length + listing.folders.length === 0;
      if (empty && (await hasActiveImages(db))) {
        throw conflict('The repository is empty although it should not be: is its disk missing?');
      }
    } else if (!listing && !(await storage.hasFolder(start.slice(1)))) {
      if (!(await hasFolderRecord(db, start))) throw notFound(`The folder ${start} was not found.`);
      await endVanishedFolder(start);
      return counts;
    }
    for (const path of parentFolders(start).toReversed().slice(1)) {
      await ensureFolders(db, [{ path, parent: parentFolders(path)[1] ?? '/' }]);
    }
  }

  let stored = 0;
  for await (const part of oneAhead(partsOf(storage, walkTree(storage, start, from?.after)))) {
    if (part.first) {
      stored = 0;
      await begin(part.folders);
    }
    await store(part.files);
    stored += part.files.length;
    if (!part.last) {
      await pause(undefined, counts);
      continue;
    }
    await finish(part.folders, stored);
    counts.folders += part.folders.length;
    const after = part.folders.at(-1)?.path;
    await pause(after === undefined ? undefined : { after, counts: { ...counts } }, counts);
  }
  return counts;
}

/** Small folders together, large ones in parts, with what the disk knows of their files. */
async function* partsOf(storage: Storage, walk: AsyncGenerator<WalkedFolder>): AsyncGenerator<Part> {
  let folders: WalkedFolder[] = [];
  let held = 0;

  async function* give(): AsyncGenerator<Part> {
    const sources = folders.flatMap(({ path, files }) => files.map((src) => ({ src, folder: path })));
    const given = folders;
    folders = [];
    held = 0;
    for (let at = 0; at === 0 || at < sources.length; at += FILES_AT_ONCE) {
      const files: SeenFile[] = [];
      await inParallel(LOOKS_AT_ONCE, sources.slice(at, at + FILES_AT_ONCE), async ({ src, folder }) => {
        const facts = await storage.stat(src);
        if (facts) files.push({ src, folder, size: facts.size, time: facts.time });
      });
      yield { folders: given, files, first: at === 0, last: at + FILES_AT_ONCE >= sources.length };
    }
  }

  for await (const folder of walk) {
    if (folders.length > 0 && held + folder.files.length > FILES_AT_ONCE) yield* give();
    folders.push(folder);
    held += folder.files.length;
    if (folders.length === FOLDERS_AT_ONCE || held >= FILES_AT_ONCE) yield* give();
  }
  if (folders.length > 0) yield* give();
}

/** The same, with the next one being made while the last one is used. */
async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      // Waited for in the next round; until then a failure is not yet anybody's.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
  }
}
