import { stat, statfs } from 'node:fs/promises';
import type { Epoch } from '#lib/cache/epoch.ts';
import type { PictureCache } from '#lib/cache/tiers.ts';
import { type CountedUsage, createFolderUsage } from '#lib/catalog/folder-usage.ts';
import { sumTrash } from '#lib/catalog/store/trash.ts';
import type { Database } from '#lib/db/client.ts';
import { databaseBytes } from '#lib/db/size.ts';
import type { Imaging } from '#lib/imaging/imaging.ts';
import { emptyPyramidFolder, measurePyramidFolder } from '#lib/imaging/pyramid-folder.ts';
import type { Settings } from '#lib/settings/settings.ts';
import type { Metrics } from './metrics.ts';

/** A place where finished pictures are kept. */
export type KeepingPlace = {
  name: string;
  /** null: it does not tell. */
  entries: number | null;
  bytes: number | null;
  /** Bytes that it may take; null: it is not this server that decides. */
  limit: number | null;
};

/** What takes space, and how well the cache does. Bytes everywhere. */
export type StorageReport = {
  trash: { entries: number; files: number; bytes: number };
  database: { bytes: number; embedded: boolean };
  disks: Array<{ holds: string[]; free: number; total: number }>;
  pictures: KeepingPlace[];
  pyramids: { entries: number; bytes: number; limit: number };
  /** Finished pictures answered by this process since its start, by where they came from. */
  served: Record<string, number>;
  since: Date;
};

/** What administrators look after. */
export type Upkeep = {
  /** A small JPEG of an image in the trash; see createTrashThumbnails. */
  trashThumbnail(entry: { store: string; path: string }): Promise<Buffer>;
  report(): Promise<StorageReport>;
  /** What a folder takes, at most a minute late. */
  folderUsage(path: string): Promise<CountedUsage>;
  /** Forgets all finished pictures and pyramids, on all nodes. */
  forgetPictures(): Promise<void>;
};

type Parts = {
  db: Database;
  settings: Settings;
  cache: PictureCache;
  epoch: Epoch;
  imaging: Imaging;
  metrics: Pick<Metrics, 'served'>;
  trashThumbnail: Upkeep['trashThumbnail'];
};

export function createUpkeep(parts: Parts): Upkeep {
  const { db, settings, cache, epoch, imaging, metrics } = parts;
  const since = new Date();
  return {
    trashThumbnail: parts.trashThumbnail,
    folderUsage: createFolderUsage(db),
    async report() {
      const [trash, bytes, disks, pyramids] = await Promise.all([
        sumTrash(db),
        databaseBytes(db),
        freeSpace(settings),
        measurePyramidFolder(settings.cache.pyramidsDir),
      ]);
      return {
        trash,
        database: { bytes, embedded: settings.server.databaseUrl === undefined },
        disks,
        pictures: keepingPlaces(cache, settings),
        pyramids: { ...pyramids, limit: settings.cache.pyramidsBytes },
        served: metrics.served(),
        since,
      };
    },
    async forgetPictures() {
      await cache.clear();
      await imaging.forget('');
      await emptyPyramidFolder(settings.cache.pyramidsDir);
      await epoch.bump({ kind: 'pictures' });
    },
  };
}

/** Where finished pictures are kept, and how full it is there. */
export function keepingPlaces(cache: PictureCache, settings: Settings): KeepingPlace[] {
  const { memory, shared } = cache.stats();
  const places: KeepingPlace[] = [
    { name: 'memory', entries: memory.entries, bytes: memory.bytes, limit: memory.capacity },
  ];
  for (const [name, { entries, bytes }] of Object.entries(shared)) {
    // Redis knows its own size; several installations may share it.
    if (name === 'disk') places.push({ name, entries, bytes, limit: settings.cache.diskBytes });
    else places.push({ name, entries: null, bytes: null, limit: null });
  }
  return places;
}

/** The disks under the folders of the server, each once. */
async function freeSpace(settings: Settings): Promise<StorageReport['disks']> {
  const folders: ReadonlyArray<readonly [string, string]> = [
    ['pictures', settings.server.imagesDir],
    ['cache', settings.cache.dir],
    ['data', settings.server.dataDir],
  ];
  const disks = new Map<number, StorageReport['disks'][number]>();
  for (const [name, folder] of folders) {
    const facts = await stat(folder).catch(() => undefined);
    if (facts === undefined) continue;
    const known = disks.get(facts.dev);
    if (known) known.holds.push(name);
    else {
      const { bavail, blocks, bsize } = await statfs(folder);
      disks.set(facts.dev, { holds: [name], free: bavail * bsize, total: blocks * bsize });
    }
  }
  return [...disks.values()];
}
