import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/audit/audit.ts';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { connect } from '#lib/db/connection.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { seedDatabase } from '#lib/db/seed.ts';
import { forbidden } from '#lib/errors/error.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { type Catalog, createCatalog } from './catalog.ts';
import { UNATTENDED } from './folder-work.ts';
import { createFolders, type Folders } from './folders.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const actor: Actor = { userId: undefined, username: 'mia', via: 'token', address: '::1', requestId: 'r1' };
const permit = async () => undefined;
const onBegin = async () => undefined;

let postgres: TestPostgres;
let db: Database;
let folder: string;
let storage: Storage;
let folders: Folders;
let changes: number;

function open(trashKeepDays = 30): Folders {
  return createFolders({
    db,
    connect: () => connect(postgres.url),
    storage,
    unicode: true,
    trashKeepDays,
    onChange: () => {
      changes += 1;
    },
  });
}

function openCatalog(): Catalog {
  return createCatalog({
    db,
    storage,
    measure: async () => ({ width: 1, height: 1 }),
    onChange: () => undefined,
  });
}

async function put(...paths: string[]): Promise<void> {
  const catalog = openCatalog();
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
    await catalog.find(path);
  }
}

const idOf = async (path: string): Promise<number> =>
  (await db.folder.findUniqueOrThrow({ where: { path } })).id;

const move = async (from: string, to: string) =>
  folders.move({ folderId: await idOf(from), path: to, actor, permit }, UNATTENDED);

const remove = async (path: string, by = folders) =>
  by.delete({ folderId: await idOf(path), actor, permit, onBegin }, UNATTENDED);

const restore = async (trashId: number, to?: string) =>
  folders.restore({ trashId, actor, permit, onBegin, to }, UNATTENDED);

/** Paths of active records, folders with a leading slash. */
async function active(): Promise<string[]> {
  const images = await db.image.findMany({ where: { status: 1 } });
  const rows = await db.folder.findMany({ where: { status: 1 } });
  return [...rows.map(({ path }) => path), ...images.map(({ src }) => src)].sort();
}

const history = async (src: string) =>
  (await db.imageAudit.findMany({ where: { image: { src } }, orderBy: { id: 'asc' } })).map(
    ({ action, actionInfo }) => `${action} ${actionInfo}`,
  );

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 5 });
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
});

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE images, imagesaudit, folders, trash, auditlog RESTART IDENTITY CASCADE`;
  await db.$executeRaw`DELETE FROM folderpermissions`;
  await seedDatabase(db);
  folder = await mkdtemp(join(tmpdir(), 'emulsion-folders-'));
  storage = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
  changes = 0;
  folders = open();
  return () => rm(folder, { recursive: true, force: true });
});

describe('get', () => {
  it('answers a folder with its parent and sorted children, visited or not', async () => {
    await put('shop/b/1.jpg', 'shop/2.jpg');
    await mkdir(join(folder, 'shop/A'));
    await mkdir(join(folder, 'shop/.hidden'));
    const { parent, children, ...shop } = await folders.get({ path: 'shop/' });
    expect(shop).toEqual({ id: await idOf('/shop'), path: '/shop', parentId: 1, status: 1 });
    expect(parent).toMatchObject({ id: 1, path: '/', parentId: null });
    expect(children.map(({ path }) => path)).toEqual(
      (
        await db.$queryRaw<{ p: string }[]>`SELECT p FROM unnest(ARRAY['/shop/b', '/shop/A']) p ORDER BY p`
      ).map(({ p }) => p),
    );
    expect((await folders.get({ id: 1 })).children.map(({ path }) => path)).toEqual(['/shop']);
  });

  it('makes the record of a folder that is there', async () => {
    await mkdir(join(folder, 'a/b'), { recursive: true });
    expect(await folders.get({ path: '/a/b' })).toMatchObject({ path: '/a/b', status: 1, children: [] });
    expect(await active()).toEqual(['/', '/a', '/a/b']);
  });

  it('ends a folder that has vanished, and what is below', async () => {
    await put('a/b/1.jpg', 'a_/2.jpg');
    await rm(join(folder, 'a'), { recursive: true });
    expect(await folders.get({ path: '/a' })).toMatchObject({ path: '/a', status: 0 });
    expect(await active()).toEqual(['/', '/a_', 'a_/2.jpg']);
    expect(changes).toBe(1);
    await mkdir(join(folder, 'a'));
    expect(await folders.get({ path: '/a' })).toMatchObject({ status: 1 });
    const root = await folders.get({ path: '/' }, { status: 1 });
    expect(root.children.map(({ path }) => path)).toEqual(['/a', '/a_']);
    expect((await folders.get({ path: '/a' }, { status: 0 })).children).toMatchObject([{ path: '/a/b' }]);
  });

  it('ends nothing while the whole repository is away', async () => {
    await put('a/1.jpg');
    await rename(folder, `${folder}.away`);
    expect(await folders.get({ path: '/a' })).toMatchObject({ status: 1 });
    await rename(`${folder}.away`, folder);
  });

  it.each([[{ path: '/nowhere' }], [{ id: 99 }], [{ path: '/.emulsion' }]])(
    'knows nothing of %o',
    async (where) => {
      await mkdir(join(folder, '.emulsion'), { recursive: true });
      await expect(folders.get(where)).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  it('names the active folder nearest to a path', async () => {
    await put('a/b/1.jpg');
    expect(await folders.nearest('/a/b/c/d')).toBe('/a/b');
    expect(await folders.nearest('/x')).toBe('/');
  });
});

describe('create', () => {
  it('makes folders on the way, under sanitised names, and tells who did', async () => {
    await mkdir(join(folder, "it's here"));
    const made = await folders.create("/it's here/o'clock/_new_/", actor, async () => undefined);
    expect(made).toMatchObject({ path: "/it's here/oclock/new", status: 1 });
    expect(await active()).toEqual(['/', "/it's here", "/it's here/oclock", "/it's here/oclock/new"]);
    expect(await storage.hasFolder("it's here/oclock/new")).toBe(true);
    expect(await db.auditEntry.findMany()).toMatchObject([
      { action: 'folder.create', objectId: String(made.id), objectName: made.path, username: 'mia' },
    ]);
  });

  it.each([
    ['.a', 'invalid_request'],
    ['/a/../b', 'invalid_request'],
    ['/a/.b', 'invalid_request'],
    ['/', 'invalid_request'],
    ['', 'invalid_request'],
    ["/a/'*'", 'invalid_request'],
    ['/shop', 'conflict'],
    ['/shop/1.jpg', 'conflict'],
    ['/shop/1.jpg/x', 'conflict'],
  ])('refuses %s', async (path, code) => {
    await put('shop/1.jpg');
    const made = folders.create(path, actor, async () => undefined);
    await expect(made).rejects.toMatchObject({ code });
  });

  it('asks for the right to make a path before it tells what is there', async () => {
    await put('shop/1.jpg');
    const asked: string[] = [];
    const made = folders.create('/shop/1.jpg', actor, async (wanted) => {
      asked.push(wanted);
      throw forbidden('not here');
    });
    await expect(made).rejects.toMatchObject({ code: 'forbidden' });
    expect(asked).toEqual(['/shop/1.jpg']);
  });
});

describe('move', () => {
  it('takes records, history and rights along', async () => {
    await put('a/b/1.jpg', 'a/2.jpg', 'a_/3.jpg', 'a/gone.jpg');
    await rm(join(folder, 'a/gone.jpg'));
    await expect(openCatalog().find('a/gone.jpg')).rejects.toThrow('was not found');
    const before = await db.image.findMany({ orderBy: { id: 'asc' } });
    await db.folderPermission.create({ data: { folderId: await idOf('/a'), groupId: 1, access: 0 } });
    const id = await idOf('/a');
    expect(await move('/a', '/new/place')).toMatchObject({
      id,
      path: '/new/place',
      parentId: await idOf('/new'),
    });
    expect(await active()).toEqual([
      '/',
      '/a_',
      '/new',
      '/new/place',
      '/new/place/b',
      'a_/3.jpg',
      'new/place/2.jpg',
      'new/place/b/1.jpg',
    ]);
    const after = await db.image.findMany({ orderBy: { id: 'asc' } });
    expect(after.map(({ src }) => src)).toEqual(before.map(({ src }) => src.replace(/^a\//, 'new/place/')));
    expect(after.map(({ version }, i) => version - (before[i]?.version ?? 0))).toEqual([1, 1, 0, 1]);
    expect(await history('new/place/b/1.jpg')).toEqual([
      '1 File found: a/b/1.jpg',
      '4 Folder moved from /a to /new/place',
    ]);
    expect(await db.folderPermission.count({ where: { folderId: id, access: 0 } })).toBe(1);
    expect(await db.auditEntry.findMany()).toMatchObject([{ action: 'folder.move', objectId: String(id) }]);
    expect(changes).toBe(1);
  });

  it('purges deleted records in its way', async () => {
    await put('a/1.jpg', 'b/1.jpg');
    await rm(join(folder, 'b'), { recursive: true });
    await folders.get({ path: '/b' });
    const kept = await db.image.findUniqueOrThrow({ where: { src: 'a/1.jpg' } });
    await move('/a', '/b');
    expect(await db.image.findMany()).toMatchObject([{ id: kept.id, src: 'b/1.jpg', status: 1 }]);
  });

  it('changes nothing when the path is the same', async () => {
    await put('a/1.jpg');
    await move('/a', 'a/');
    expect(changes).toBe(0);
    expect(await history('a/1.jpg')).toHaveLength(1);
  });

  it.each([
    ['/', '/b', 'invalid_request'],
    ['/a', '', 'invalid_request'],
    ['/a', '/', 'invalid_request'],
    ['/a', '/a/b', 'invalid_request'],
    ['/a', '/../b', 'invalid_request'],
    ['/a', '/.b', 'invalid_request'],
    ['/a', `/${'x'.repeat(250)}/${'y'.repeat(250)}/${'z'.repeat(250)}/${'w'.repeat(268)}`, 'invalid_request'],
    ['/a', '/c', 'conflict'],
    ['/a', '/c/2.jpg', 'conflict'],
    ['/vanished', '/d', 'not_found'],
  ])('refuses %s to %s', async (from, to, code) => {
    await put('a/1.jpg', 'c/2.jpg', 'vanished/3.jpg');
    await rm(join(folder, 'vanished'), { recursive: true });
    const before = await active();
    await expect(move(from, to)).rejects.toMatchObject({ code });
    expect(await active()).toEqual(before);
    expect(await db.property.count({ where: { key: 'folder_operation' } })).toBe(0);
  });

  it('stops when asked before the disk is touched, and leaves no trace', async () => {
    await put('a/1.jpg');
    const stopIfAsked = () => {
      throw new Error('stopped');
    };
    const wish = { folderId: await idOf('/a'), path: '/b', actor, permit };
    await expect(folders.move(wish, { progress: () => undefined, stopIfAsked })).rejects.toThrow('stopped');
    expect(await active()).toEqual(['/', '/a', 'a/1.jpg']);
    expect(await db.property.count({ where: { key: 'folder_operation' } })).toBe(0);
  });

  it.each(['lost before it is committed', 'lost after it was committed'])(
    'finishes when the connection is %s',
    async (when) => {
      await put('a/b/1.jpg');
      const before = await db.image.findMany();
      let lost = false;
      const once = createFolders({
        db,
        storage,
        unicode: true,
        trashKeepDays: 30,
        onChange: () => undefined,
        async connect() {
          const client = await connect(postgres.url);
          const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<unknown>;
          const losing = async (text: string, values?: unknown[]) => {
            if (text !== 'COMMIT' || lost) return query(text, values);
            lost = true;
            if (when === 'lost after it was committed') await query(text);
            const { rows } = (await query('SELECT pg_backend_pid() AS pid')) as { rows: { pid: number }[] };
            await db.$queryRaw`SELECT pg_terminate_backend(${rows[0]?.pid}::int)`;
            return query(text);
          };
          return Object.assign(client, { query: losing });
        },
      });
      const wish = { folderId: await idOf('/a'), path: '/z', actor, permit };
      expect(await once.move(wish, UNATTENDED)).toMatchObject({ path: '/z', status: 1 });
      expect(lost).toBe(true);
      expect(await db.image.findMany()).toMatchObject([{ id: before[0]?.id, src: 'z/b/1.jpg', status: 1 }]);
      expect(await history('z/b/1.jpg')).toHaveLength(2);
      expect(await db.property.count({ where: { key: 'folder_operation' } })).toBe(0);
    },
  );

  it('makes no second records while pictures are asked for at both paths', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `${n % 3}/${n}.jpg`);
    await put(...names.map((name) => `a/${name}`));
    const before = await db.image.count();
    let asking = true;
    const ask = async () => {
      while (asking) {
        const catalog = openCatalog();
        for (const name of names) {
          for (const at of ['a', 'b']) await catalog.find(`${at}/${name}`).catch(() => undefined);
        }
      }
    };
    const askers = [ask(), ask(), ask()];
    for (let turn = 0; turn < 20; turn += 1) {
      await move('/a', '/b');
      await move('/b', '/a');
    }
    asking = false;
    await Promise.all(askers);
    expect(await db.image.count()).toBe(before);
    expect(await active()).toEqual(
      ['/', '/a', '/a/0', '/a/1', '/a/2', ...names.map((name) => `a/${name}`)].sort(),
    );
    expect(await db.imageAudit.count({ where: { action: 0 } })).toBe(0);
  });
});

describe('delete and restore', () => {
  it('keeps what was deleted as one entry and brings back just that', async () => {
    await put('a/b/1.jpg', 'a/2.jpg', 'a/early.jpg', 'c/3.jpg');
    await rm(join(folder, 'a/early.jpg'));
    await expect(openCatalog().find('a/early.jpg')).rejects.toThrow('was not found');
    await mkdir(join(folder, 'a/empty'));
    await folders.get({ path: '/a' });
    const id = await idOf('/a');
    expect(await remove('/a')).toMatchObject({ id, path: '/a', status: 0 });
    expect(await active()).toEqual(['/', '/c', 'c/3.jpg']);
    expect(await storage.hasFolder('a')).toBe(false);
    const [entry] = await db.trashEntry.findMany();
    expect(entry).toMatchObject({ kind: 'folder', path: '/a', folderId: id, files: 2, bytes: 16n });
    expect(await history('a/2.jpg')).toEqual(['1 File found: a/2.jpg', '0 Folder deleted: /a']);
    expect(await history('a/early.jpg')).toHaveLength(2);
    expect(await restore(entry?.id ?? 0)).toMatchObject({ id, path: '/a', status: 1 });
    expect(await active()).toEqual(['/', '/a', '/a/b', '/a/empty', '/c', 'a/2.jpg', 'a/b/1.jpg', 'c/3.jpg']);
    expect(await db.trashEntry.count()).toBe(0);
    expect((await db.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action)).toEqual([
      'folder.delete',
      'folder.restore',
    ]);
  });

  it('restores elsewhere, and beside what has taken the old path', async () => {
    await put('a/b/1.jpg', 'a/2.jpg');
    const ids = (await db.image.findMany({ orderBy: { id: 'asc' } })).map(({ src, id }) => [src, id]);
    const first = await remove('/a').then(() => db.trashEntry.findFirstOrThrow());
    await restore(first.id, '/x/y');
    expect(await active()).toEqual(['/', '/x', '/x/y', '/x/y/b', 'x/y/2.jpg', 'x/y/b/1.jpg']);
    await move('/x/y', '/a');
    expect((await db.image.findMany({ orderBy: { id: 'asc' } })).map(({ src, id }) => [src, id])).toEqual(
      ids,
    );

    const second = await remove('/a').then(() => db.trashEntry.findFirstOrThrow());
    await put('a/2.jpg');
    await expect(restore(second.id)).rejects.toMatchObject({ code: 'conflict' });
    await restore(second.id, '/z');
    const catalog = openCatalog();
    expect((await catalog.find('a/2.jpg')).image.id).toBe(Object.fromEntries(ids)['a/2.jpg']);
    expect((await catalog.find('z/b/1.jpg')).image.id).toBe(Object.fromEntries(ids)['a/b/1.jpg']);
    await catalog.find('z/2.jpg');
    expect(await active()).toEqual(['/', '/a', '/x', '/z', '/z/b', 'a/2.jpg', 'z/2.jpg', 'z/b/1.jpg'].sort());
  });

  it.each([
    ['/', 'invalid_request'],
    ['/gone', 'not_found'],
  ])('does not delete %s', async (path, code) => {
    await put('gone/1.jpg');
    await rm(join(folder, 'gone'), { recursive: true });
    await folders.get({ path: '/gone' });
    await expect(remove(path)).rejects.toMatchObject({ code });
  });

  it('ends the records of a folder that is gone already', async () => {
    await put('gone/1.jpg');
    await rm(join(folder, 'gone'), { recursive: true });
    expect(await remove('/gone')).toMatchObject({ status: 0 });
    expect(await active()).toEqual(['/']);
    expect(await db.trashEntry.count()).toBe(0);
  });

  it('deletes for good when nothing is to be kept', async () => {
    await put('a/1.jpg');
    expect(await remove('/a', open(0))).toMatchObject({ status: 0 });
    expect(await db.trashEntry.count()).toBe(0);
    const actions = await db.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual(['folder.delete', 'folder.purge']);
  });

  it('purges an entry for good, once', async () => {
    await put('a/1.jpg');
    await remove('/a');
    const { id, store } = await db.trashEntry.findFirstOrThrow();
    expect(await folders.purge(id, actor)).toBe(true);
    expect(await folders.purge(id, actor)).toBe(false);
    expect(await storage.trash.has(store)).toBe(false);
    await expect(restore(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
