import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import { type Catalog, createCatalog } from './catalog.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
let db: Database;
let folder: string;
let catalog: Catalog;

async function openCatalog(): Promise<Catalog> {
  const storage = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
  return createCatalog({
    db,
    storage,
    measure: async () => ({ width: 1, height: 1 }),
    onChange: () => undefined,
  });
}

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
    await catalog.find(path);
  }
}

/** Paths of the records that are still active. */
async function active(): Promise<{ folders: string[]; images: string[] }> {
  const folders = await db.folder.findMany({ where: { status: 1 }, orderBy: { path: 'asc' } });
  const images = await db.image.findMany({ where: { status: 1 }, orderBy: { src: 'asc' } });
  return { folders: folders.map(({ path }) => path), images: images.map(({ src }) => src) };
}

async function history(): Promise<string[]> {
  const rows = await db.imageAudit.findMany({ where: { action: 0 }, include: { image: true } });
  return rows.map(({ image, actionInfo, userId }) => `${image.src} ${actionInfo} ${userId}`).sort();
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
  folder = await mkdtemp(join(tmpdir(), 'emulsion-catalog-'));
  catalog = await openCatalog();
  return () => rm(folder, { recursive: true, force: true });
});

it('ends all records below the highest folder that is gone, and only those', async () => {
  await put(
    'a/gone_/deep/1.jpg',
    'a/gone_/2.jpg',
    'a/gone_/other/3.jpg',
    'a/goneX/4.jpg',
    'a/5.jpg',
    '6.jpg',
  );
  await rm(join(folder, 'a/gone_'), { recursive: true });
  const after = await openCatalog();
  await expect(after.find('a/gone_/deep/1.jpg')).rejects.toThrow('was not found');
  expect(await active()).toEqual({
    folders: ['/', '/a', '/a/goneX'],
    images: ['6.jpg', 'a/5.jpg', 'a/goneX/4.jpg'],
  });
  expect(await history()).toEqual([
    'a/gone_/2.jpg Folder not found: /a/gone_ null',
    'a/gone_/deep/1.jpg File not found: a/gone_/deep/1.jpg null',
    'a/gone_/other/3.jpg Folder not found: /a/gone_ null',
  ]);
  // Nothing is noted twice when the others are asked for.
  await expect(after.find('a/gone_/2.jpg')).rejects.toThrow('was not found');
  expect(await history()).toHaveLength(3);
});

it('ends one image alone while its folder is there', async () => {
  await put('a/1.jpg', 'a/2.jpg');
  await rm(join(folder, 'a/1.jpg'));
  await expect((await openCatalog()).find('a/1.jpg')).rejects.toThrow('was not found');
  expect(await active()).toEqual({ folders: ['/', '/a'], images: ['a/2.jpg'] });
});

it('ends no folder while the whole repository is away', async () => {
  await put('a/1.jpg', 'a/2.jpg');
  const after = await openCatalog();
  await rename(folder, `${folder}.away`);
  await expect(after.find('a/1.jpg')).rejects.toThrow('was not found');
  expect(await active()).toEqual({ folders: ['/', '/a'], images: ['a/2.jpg'] });
  await rename(`${folder}.away`, folder);
});

it('takes everything up again, under the same numbers, once the folder is back', async () => {
  await put('a/b/1.jpg', 'a/b/2.jpg');
  const { image } = await catalog.find('a/b/2.jpg');
  await rename(join(folder, 'a'), join(folder, 'elsewhere'));
  await expect((await openCatalog()).find('a/b/1.jpg')).rejects.toThrow('was not found');
  expect(await active()).toEqual({ folders: ['/'], images: [] });
  await rename(join(folder, 'elsewhere'), join(folder, 'a'));
  const again = await (await openCatalog()).find('a/b/2.jpg');
  expect(again.image.id).toBe(image.id);
  expect(await active()).toEqual({ folders: ['/', '/a', '/a/b'], images: ['a/b/2.jpg'] });
});
