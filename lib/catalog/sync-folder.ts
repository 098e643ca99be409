import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#lib/db/client.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { isReadable } from '#lib/transform/formats.ts';
import { inParallel } from './in-parallel.ts';
import type { HeldListing } from './list-folder.ts';
import { activeInFolder } from './store/folder-files.ts';
import {
  type ChangedImage,
  endImages,
  hasActiveImages,
  type SeenFile,
  storeSeenFiles,
} from './store/sync.ts';
import { canBeRecorded } from './sync-listed.ts';

/** Files compared by one statement. */
const FILES_AT_ONCE = 2000;
/** Milliseconds that somebody waits for a folder: making a hundred thousand records takes half a minute. */
const PATIENCE = 2000;
/** Files looked at on the disk at the same time. */
const LOOKS_AT_ONCE = 32;

type Parts = {
  db: Database;
  storage: Storage;
  /** Told of images whose file has changed or vanished. */
  onChange: (images: readonly ChangedImage[]) => Promise<void>;
};

/**
 * Brings the records of a folder's files into agreement with a listing of it; once is enough for each listing. Whether they
 * are: what takes long goes on by itself.
 */
export type SyncFolder = (listing: HeldListing) => Promise<boolean>;

/**
 * Makes a SyncFolder. Pictures without a record get one, to be measured when they are first shown; records whose file
 * has gone are marked deleted. Files that are there under the name they had are not looked at. The folder itself must be
 * on record.
 */
export function createFolderSync(parts: Parts): SyncFolder {
  const works = new WeakMap<HeldListing, { done: Promise<boolean>; begun: number }>();
  return async (listing) => {
    let work = works.get(listing);
    if (!work) {
      const done = compare(parts, listing).then(() => true);
      work = { done, begun: performance.now() };
      works.set(listing, work);
      done.catch(() => works.delete(listing));
    }
    const left = Math.max(0, work.begun + PATIENCE - performance.now());
    const late = new AbortController();
    try {
      return await Promise.race([work.done, delay(left, false, { signal: late.signal })]);
    } finally {
      late.abort();
    }
  };
}

async function compare({ db, storage, onChange }: Parts, { folder, names }: HeldListing): Promise<void> {
  const place = folder === '/' ? '' : `${folder.slice(1)}/`;
  const known = await activeInFolder(db, folder);
  const recorded = new Set(known.map(({ src }) => src));
  const there = new Set(names.map((name) => place + name));

  const fresh = [...there].filter(
    (src) => !recorded.has(src) && isReadable(extensionOf(src)) && canBeRecorded(src),
  );
  for (let at = 0; at < fresh.length; at += FILES_AT_ONCE) {
    const files: SeenFile[] = [];
    await inParallel(LOOKS_AT_ONCE, fresh.slice(at, at + FILES_AT_ONCE), async (src) => {
      const facts = await storage.stat(src);
      if (facts) files.push({ src, folder, size: facts.size, time: facts.time });
    });
    if (files.length === 0) continue;
    const { changed } = await storeSeenFiles(db, files);
    if (changed.length > 0) await onChange(changed);
  }

  const missing = known.filter(({ src }) => !there.has(src));
  // An empty repository is a lost mount, and says nothing of what is in it.
  if (missing.length === 0 || (folder === '/' && (await isLost(db, storage)))) return;
  const gone: ChangedImage[] = [];
  await inParallel(LOOKS_AT_ONCE, missing, async (image) => {
    if (!(await storage.stat(image.src))) gone.push(image);
  });
  for (let at = 0; at < gone.length; at += FILES_AT_ONCE) {
    const ended = await endImages(db, gone.slice(at, at + FILES_AT_ONCE));
    if (ended.length > 0) await onChange(ended);
  }
}

async function isLost(db: Database, storage: Storage): Promise<boolean> {
  const listing = await storage.list('');
  return (!listing || listing.files.length + listing.folders.length === 0) && (await hasActiveImages(db));
}
