import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { type SyncCounts, type SyncPoint, syncTree } from './sync-tree.ts';

let postgres: TestPostgres;
let db: Database;
let folder: string;
let storage: Storage;
/** Paths of images that were told to have changed. */
let told: string[];

async function sync(
  start = '/',
  from?: SyncPoint,
  pause: (point: SyncPoint | undefined, counts: SyncCounts) => Promise<void> = async () => undefined,
): Promise<SyncCounts> {
  const onChange = async (images: ReadonlyArray<{ src: string }>) => {
    told.push(...images.map(({ src }) => src));
  };
  return syncTree({ db, storage, onChange }, start, from, pause);
}

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
  }
}

async function active(): Promise<{ folders: string[]; images: string[] }> {
  const folders = await db.folder.findMany({ where: { status: 1 } });
  const images = await db.image.findMany({ where: { status: 1 } });
  return { folders: folders.map(({ path }) => path).sort(), images: images.map(({ src }) => src).sort() };
}

async function history(): Promise<string[]> {
  const rows = await db.imageAudit.findMany({ orderBy: { id: 'asc' } });
  return rows.map(({ action, actionInfo }) => `${action} ${actionInfo}`);
}

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 3 });
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
});

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE images, imagesaudit, folders RESTART IDENTITY CASCADE`;
  await db.folder.create({ data: { path: '/' } });
  folder = await mkdtemp(join(tmpdir(), 'emulsion-sync-'));
  storage = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
  told = [];
  return () => rm(folder, { recursive: true, force: true });
});

const NOTHING = { created: 0, revived: 0, changed: 0, deleted: 0 };

describe('comparing a tree', () => {
  it('makes records of all files and folders, to be measured later, and none twice', async () => {
    await put('a/b/c/1.jpg', 'a/2.jpg', '3.txt', 'z/4.jpg', '.hidden/5.jpg', 'a/.6.jpg');
    await mkdir(join(folder, 'empty'));
    expect(await sync()).toEqual({ ...NOTHING, folders: 6, files: 4, created: 4 });
    expect(await active()).toEqual({
      folders: ['/', '/a', '/a/b', '/a/b/c', '/empty', '/z'],
      images: ['3.txt', 'a/2.jpg', 'a/b/c/1.jpg', 'z/4.jpg'],
    });
    const row = await db.image.findUniqueOrThrow({
      where: { src: 'a/b/c/1.jpg' },
      include: { folder: { include: { parent: true } } },
    });
    expect(row).toMatchObject({ measured: false, width: 0, height: 0, fileSize: 11n });
    expect(row.folder).toMatchObject({ path: '/a/b/c', parent: { path: '/a/b' } });
    expect((await history()).sort()).toEqual([
      '1 File found: 3.txt',
      '1 File found: a/2.jpg',
      '1 File found: a/b/c/1.jpg',
      '1 File found: z/4.jpg',
    ]);
    expect(await sync()).toEqual({ ...NOTHING, folders: 6, files: 4 });
    expect(await history()).toHaveLength(4);
  });

  it('looks at one folder only when asked for that', async () => {
    await put('a/b/1.jpg', 'a/2.jpg', 'c/3.jpg');
    await sync('/a/b');
    expect(await active()).toEqual({ folders: ['/', '/a', '/a/b'], images: ['a/b/1.jpg'] });
    await expect(sync('/nowhere')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('ends what has vanished, and revives what is back under its number', async () => {
    await put('a/b/1.jpg', 'a/2.jpg', 'a/3.jpg', 'aX/4.jpg');
    await sync();
    const { id } = await db.image.findUniqueOrThrow({ where: { src: 'a/b/1.jpg' } });
    await rename(join(folder, 'a/b'), join(folder, '.away'));
    await rm(join(folder, 'a/3.jpg'));
    expect(await sync()).toMatchObject({ ...NOTHING, deleted: 2 });
    expect(told.sort()).toEqual(['a/3.jpg', 'a/b/1.jpg']);
    expect(await active()).toEqual({ folders: ['/', '/a', '/aX'], images: ['a/2.jpg', 'aX/4.jpg'] });
    await rename(join(folder, '.away'), join(folder, 'a/b'));
    expect(await sync()).toMatchObject({ ...NOTHING, revived: 1 });
    expect(await db.image.findUniqueOrThrow({ where: { src: 'a/b/1.jpg' } })).toMatchObject({
      id,
      status: 1,
    });
    expect((await history()).slice(4).sort()).toEqual([
      '0 File not found: a/3.jpg',
      '0 Folder not found: /a/b',
      '1 File found again: a/b/1.jpg',
    ]);
    // The folder asked for may be what has vanished.
    await rm(join(folder, 'a'), { recursive: true });
    expect(await sync('/a')).toMatchObject({ ...NOTHING, deleted: 2 });
    expect(await active()).toEqual({ folders: ['/', '/aX'], images: ['aX/4.jpg'] });
  });

  it('notes changed files, but not those whose record was never compared', async () => {
    await put('1.jpg', '2.jpg');
    await db.image.create({ data: { src: '2.jpg', folderId: 1, width: 30, height: 20 } });
    await sync();
    await db.image.updateMany({ where: { src: '1.jpg' }, data: { measured: true, width: 5, height: 5 } });
    await utimes(join(folder, '1.jpg'), new Date(5000), new Date(5000));
    expect(await sync()).toMatchObject({ ...NOTHING, changed: 1 });
    expect(told).toEqual(['1.jpg']);
    expect(await history()).toEqual(['1 File found: 1.jpg', '2 File changed: 1.jpg']);
    const rows = await db.image.findMany({ orderBy: { src: 'asc' } });
    expect(rows).toMatchObject([
      { measured: false, fileTime: 5000n },
      { measured: true, width: 30, fileSize: 5n },
    ]);
  });

  it('leaves records of files alone that are there without being listed', async () => {
    await put('.hidden/1.jpg', 'a/.2.jpg', 'a/3.jpg');
    const hidden = await db.folder.create({ data: { path: '/.hidden', parentId: 1 } });
    const a = await db.folder.create({ data: { path: '/a', parentId: 1 } });
    await db.image.create({ data: { src: '.hidden/1.jpg', folderId: hidden.id } });
    await db.image.create({ data: { src: 'a/.2.jpg', folderId: a.id } });
    expect(await sync()).toMatchObject({ ...NOTHING, created: 1 });
    expect((await active()).images).toEqual(['.hidden/1.jpg', 'a/.2.jpg', 'a/3.jpg']);
  });

  it('ends nothing while the disk is missing', async () => {
    await put('a/1.jpg');
    await sync();
    await rename(join(folder, 'a'), join(folder, '.away'));
    await expect(sync()).rejects.toMatchObject({ code: 'conflict' });
    expect((await active()).images).toEqual(['a/1.jpg']);
  });

  it('comes to an end where links lead back up, directly or in turns', async () => {
    await put('a/1.jpg', 'b/2.jpg');
    await symlink('..', join(folder, 'a/up'));
    await symlink('../b', join(folder, 'a/other'));
    await symlink('../a', join(folder, 'b/other'));
    await sync();
    expect((await active()).images).toEqual(['a/1.jpg', 'a/other/2.jpg', 'b/2.jpg', 'b/other/1.jpg']);
  });

  it('manages folders with more files than it looks at together', async () => {
    const names = Array.from({ length: 4500 }, (_, n) => `many/${n}.jpg`);
    await mkdir(join(folder, 'many'));
    await Promise.all(names.map((name) => writeFile(join(folder, name), '')));
    await put('zero/1.jpg');
    expect(await sync()).toMatchObject({ ...NOTHING, files: 4501, created: 4501 });
    await Promise.all(names.slice(0, 2500).map((name) => rm(join(folder, name))));
    expect(await sync()).toMatchObject({ ...NOTHING, files: 2001, deleted: 2500 });
    expect((await active()).images).toHaveLength(2001);
  });
});

describe('a comparison that was interrupted', () => {
  it('goes on behind the folder it was at, whichever that was', async () => {
    // Enough files for each folder to be compared by itself, but for the root, which has none.
    const folders = ['a', 'a/b', 'a/b/c', 'a/d', 'e', 'e/f'];
    for (const name of folders) {
      await mkdir(join(folder, name), { recursive: true });
      await Promise.all(
        Array.from({ length: 2000 }, (_, n) => writeFile(join(folder, name, `${n}.jpg`), '')),
      );
    }
    const points: SyncPoint[] = [];
    const whole = await sync('/', undefined, async (point) => {
      if (point) points.push(point);
    });
    expect(whole).toMatchObject({ folders: 7, files: 12_000, created: 12_000 });
    expect(points.map(({ after }) => after)).toEqual(['/a', '/a/b', '/a/b/c', '/a/d', '/e', '/e/f']);
    for (const point of [points[0], points[2], points[3]] as SyncPoint[]) {
      const rest: string[] = [];
      const counts = await sync('/', point, async (reached) => {
        if (reached) rest.push(reached.after);
      });
      expect(rest).toEqual(points.slice(points.indexOf(point) + 1).map(({ after }) => after));
      expect(counts).toMatchObject({ folders: 7, files: 12_000 });
    }
  });

  it('stops where it is told to', async () => {
    await put('a/1.jpg', 'b/2.jpg');
    const stopped = sync('/', undefined, async () => {
      throw new Error('stop here');
    });
    await expect(stopped).rejects.toThrow('stop here');
  });
});
