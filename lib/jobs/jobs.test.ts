import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { createCatalog } from '#lib/catalog/catalog.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { seedDatabase } from '#lib/db/seed.ts';
import { createLogger } from '#lib/log/log.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { ScheduledWish, TaskContext, TaskRecord, Tasks } from '#lib/tasks/task.ts';
import { createTasks } from '#lib/tasks/tasks.ts';
import { registerJobs } from './register-jobs.ts';

const DAY = 86_400_000;
const KEEP = { statistics: 10, audit: 20, trash: 30 };

let postgres: TestPostgres;
let db: Database;
let folder: string;
let storage: Storage;
let tasks: Tasks;
/** Paths of images whose derived pictures were to be forgotten. */
let forgotten: string[];

function parts() {
  return {
    db,
    storage,
    catalog: createCatalog({
      db,
      storage,
      measure: async () => ({ width: 1, height: 1 }),
      onChange: () => undefined,
    }),
    keepDays: KEEP,
    fineDays: 5,
    async onImages(images: ReadonlyArray<{ src: string }>) {
      forgotten.push(...images.map(({ src }) => src));
    },
  };
}

async function run(
  funcname: string,
  params: Record<string, unknown> = {},
  userId: number | null = null,
): Promise<TaskRecord> {
  const added = await tasks.add({ name: funcname, funcname, params, userId });
  const record = added && (await tasks.wait(added.id, 30_000));
  if (!record || record === 'late') throw new Error(`the task is ${record}`);
  return record;
}

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
  }
}

async function records(): Promise<{ folders: string[]; images: string[] }> {
  const folders = await db.folder.findMany();
  const images = await db.image.findMany();
  return { folders: folders.map(({ path }) => path).sort(), images: images.map(({ src }) => src).sort() };
}

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 5 });
  await seedDatabase(db);
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
});

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE images, tasks, trash, auditlog, imagestats, systemstats, systemdetails, sessions, personaltokens,
    loginfailures, users RESTART IDENTITY CASCADE`;
  await db.$executeRaw`DELETE FROM folders WHERE id > 1`;
  folder = await mkdtemp(join(tmpdir(), 'emulsion-jobs-'));
  storage = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
  forgotten = [];
  tasks = createTasks({ db, url: postgres.url, concurrency: 2, log: createLogger({ level: 'silent' }) });
  registerJobs(tasks, parts(), { settle_folders: async () => null });
  await tasks.start();
  return async () => {
    await tasks.close();
    await rm(folder, { recursive: true, force: true });
  };
});

describe('old rows', () => {
  const before_time = new Date(Date.now() - 5 * DAY).toISOString();
  const [older, newer] = [new Date(Date.now() - 6 * DAY), new Date(Date.now() - 4 * DAY)];

  it('merges statistics by day, once', async () => {
    const { id: imageId } = await db.image.create({ data: { src: 'rolled.jpg', folderId: 1 } });
    const at = (text: string) => new Date(`2026-01-${text}:00Z`);
    for (const [hour, requests, slowest] of [
      ['05T00:00', 1, 0.5],
      ['05T10:00', 2, 3],
      ['05T23:00', 4, 1],
      ['06T01:00', 8, 1],
      ['09T01:00', 16, 1],
    ] as const) {
      const fromTime = at(hour);
      const toTime = new Date(fromTime.getTime() + 3_600_000);
      const maxRequestSeconds = slowest;
      await db.imageStat.create({ data: { imageId, requests, maxRequestSeconds, fromTime, toTime } });
      await db.systemDetail.create({ data: { fromTime, kind: 'status', name: '200', requests } });
    }
    for (let time = 0; time < 2; time++) {
      const record = await run('roll_up_stats', { before_time: '2026-01-08T00:00:00Z', time });
      expect(record).toMatchObject({ failed: false, result: null });
      const rows = await db.imageStat.findMany({ orderBy: { fromTime: 'asc' } });
      expect(rows.map((row) => [row.fromTime, Number(row.requests), row.maxRequestSeconds])).toEqual([
        [at('05T00:00'), 7, 3],
        [at('06T00:00'), 8, 1],
        [at('09T01:00'), 16, 1],
      ]);
      expect(rows[0]?.toTime).toEqual(at('06T00:00'));
      const details = await db.systemDetail.findMany({ orderBy: { fromTime: 'asc' } });
      expect(details.map((row) => Number(row.requests))).toEqual([7, 8, 16]);
    }
  });

  it.each(['purge_system_stats', 'purge_image_stats'])(
    '%s removes those, and only those',
    async (funcname) => {
      const { id: imageId } = await db.image.create({ data: { src: 'a.jpg', folderId: 1 } });
      for (const fromTime of [older, newer]) {
        await db.systemStat.create({ data: { fromTime, toTime: fromTime } });
        await db.imageStat.create({ data: { imageId, fromTime, toTime: fromTime } });
      }
      expect(await run(funcname, { before_time })).toMatchObject({ failed: false, result: null });
      const images = funcname === 'purge_image_stats';
      expect(await db.imageStat.count()).toBe(images ? 1 : 2);
      expect(await db.systemStat.count()).toBe(images ? 2 : 1);
      expect((await db.imageStat.findFirst({ orderBy: { id: 'desc' } }))?.fromTime).toEqual(newer);
    },
  );

  it('purge_audit_log removes entries', async () => {
    for (const time of [older, newer]) {
      await db.auditEntry.create({ data: { time, action: 'user.update', objectType: 'user' } });
    }
    await run('purge_audit_log', { before_time });
    expect(await db.auditEntry.findMany()).toMatchObject([{ time: newer }]);
  });

  it.each([undefined, 'yesterday', 5])('are left when the time is %s', async (time) => {
    expect(await run('purge_audit_log', { before_time: time })).toMatchObject({
      failed: true,
      result: { code: 'invalid_request' },
    });
  });
});

it('expire_sign_ins removes sessions and tokens that are over, tokens after a month', async () => {
  const user = await db.user.create({
    data: { firstName: '', lastName: '', email: '', username: 'x', password: '' },
  });
  const [past, future, long] = [-1000, 1000_000, -31 * DAY].map((ms) => new Date(Date.now() + ms));
  for (const expiresAt of [past, future]) {
    await db.session.create({
      data: {
        id: crypto.randomUUID(),
        userId: user.id,
        method: 'password',
        expiresAt: expiresAt as Date,
      },
    });
  }
  for (const [n, expiresAt] of [past, future, long, null].entries()) {
    await db.personalToken.create({
      data: { userId: user.id, name: `${n}`, hash: `${n}`, hint: '', expiresAt: expiresAt ?? null },
    });
  }
  await db.loginFailure.create({ data: { key: 'user:x', failures: 3, lastAt: long as Date } });
  expect((await run('expire_sign_ins')).result).toEqual({ sessions: 1, tokens: 1, failures: 1 });
  expect(await db.session.findMany()).toMatchObject([{ expiresAt: future }]);
  expect((await db.personalToken.findMany()).map(({ name }) => name).sort()).toEqual(['0', '1', '3']);
});

describe('purge_deleted_folder_data', () => {
  /** Two trees with deleted and present images; one image and one folder lie in the trash. */
  async function fill(): Promise<void> {
    await put('a/1.jpg', 'a/2.jpg', 'a/b/3.jpg', 'a/c/d/4.jpg', 'aX/5.jpg', 'e/6.jpg');
    await run('sync_tree', { path: '/' });
    await rm(join(folder, 'a/1.jpg'));
    await rm(join(folder, 'a/c'), { recursive: true });
    await rm(join(folder, 'aX/5.jpg'));
    await storage.trash.put('a/2.jpg', 'image', 'entry-2');
    await storage.trash.put('a/b', 'folder', 'entry-b');
    await storage.trash.put('e/6.jpg', 'image', 'entry-6');
    await run('sync_tree', { path: '/a' });
    await run('sync_tree', { path: '/aX' });
    await run('sync_tree', { path: '/e' });
    await db.trashEntry.createMany({
      data: [
        { kind: 'image', path: 'a/2.jpg', store: 'entry-2', settled: true },
        { kind: 'folder', path: '/a/b', store: 'entry-b', settled: true },
        { kind: 'image', path: 'e/6.jpg', store: 'entry-6', settled: true },
      ],
    });
    forgotten = [];
  }

  it('removes what is deleted below the folder for good, trash and records, and nothing else', async () => {
    await fill();
    const { result } = await run('purge_deleted_folder_data', { path: '/a' });
    expect(result).toEqual({ trash: 2, images: 4, folders: 3 });
    expect(await records()).toEqual({
      folders: ['/', '/a', '/aX', '/e'],
      images: ['aX/5.jpg', 'e/6.jpg'],
    });
    expect(forgotten.sort()).toEqual(['a/1.jpg', 'a/2.jpg', 'a/b/3.jpg', 'a/c/d/4.jpg']);
    expect(await storage.trash.has('entry-b')).toBe(false);
    expect(await storage.trash.has('entry-6')).toBe(true);
    expect(await db.trashEntry.findMany()).toMatchObject([{ store: 'entry-6' }]);
  });

  it('removes all of it from the root on, and keeps what is present', async () => {
    await fill();
    await put('a/9.jpg');
    await run('sync_tree', { path: '/a' });
    const user = await db.user.create({
      data: { firstName: '', lastName: '', email: '', username: 'eve', password: '' },
    });
    await run('purge_deleted_folder_data', { path: '' }, user.id);
    expect(await records()).toEqual({ folders: ['/', '/a', '/aX', '/e'], images: ['a/9.jpg'] });
    expect(await db.trashEntry.count()).toBe(0);
    const entry = await db.auditEntry.findFirst({ orderBy: { id: 'desc' } });
    expect(entry).toMatchObject({ action: 'folder.purge', objectName: '/', username: 'eve', via: 'task' });
  });

  it('takes the number of a folder too', async () => {
    await fill();
    const { id } = await db.folder.findUniqueOrThrow({ where: { path: '/e' } });
    expect((await run('purge_deleted_folder_data', { folder_id: id })).result).toEqual({
      trash: 1,
      images: 1,
      folders: 0,
    });
  });

  it.each([
    ['/nowhere', 'not_found'],
    ['/a/b', 'conflict'],
    ['../x', 'forbidden'],
  ])('refuses %s', async (path, code) => {
    await fill();
    await db.trashEntry.create({ data: { kind: 'folder', path: '/a', store: 'whole', settled: true } });
    expect(await run('purge_deleted_folder_data', { path })).toMatchObject({
      failed: true,
      result: { code },
    });
    expect(await db.image.count()).toBe(6);
  });
});

it('settle_files ends a deletion and a move of a process that is gone', async () => {
  await put('a/1.jpg', 'a/2.jpg');
  await run('sync_tree', { path: '/' });
  await storage.trash.put('a/1.jpg', 'image', 'arrived');
  const { id } = await db.image.findUniqueOrThrow({ where: { src: 'a/2.jpg' } });
  await storage.beginMove('a/2.jpg', 'a/3.jpg', String(id));
  const moves = join(folder, '.emulsion/moves');
  const old = new Date(Date.now() - DAY);
  for (const note of await readdir(moves)) await utimes(join(moves, note), old, old);
  for (const store of ['arrived', 'never']) {
    await db.trashEntry.create({ data: { kind: 'image', path: 'a/1.jpg', store, deletedAt: old } });
  }
  expect(await run('settle_files')).toMatchObject({ failed: false });
  expect(await db.trashEntry.findMany()).toMatchObject([{ store: 'arrived', settled: true }]);
  expect(await storage.stat('a/2.jpg')).toBeDefined();
  expect(await storage.stat('a/3.jpg')).toBeUndefined();
});

describe('sync_tree', () => {
  it('makes records and tells what became of them', async () => {
    await put('a/1.jpg', 'a/b/2.jpg');
    expect(await run('sync_tree', { path: '/a' })).toMatchObject({
      failed: false,
      progressDone: 2,
      result: { folders: 2, files: 2, created: 2, revived: 0, changed: 0, deleted: 0 },
    });
    expect(await run('sync_tree', { path: '/b' })).toMatchObject({ result: { code: 'not_found' } });
  });
});

it('sync_tree goes on where it was when the server stopped', async () => {
  await tasks.close();
  for (const name of ['a', 'b', 'c', 'd']) {
    await mkdir(join(folder, name));
    await Promise.all(Array.from({ length: 2000 }, (_, n) => writeFile(join(folder, name, `${n}.jpg`), '')));
  }
  const held = Promise.withResolvers<void>();
  const begin = async (watched: Partial<Storage>) => {
    tasks = createTasks({ db, url: postgres.url, concurrency: 1, log: createLogger({ level: 'silent' }) });
    registerJobs(tasks, { ...parts(), storage: { ...storage, ...watched } });
    await tasks.start();
  };
  await begin({
    async list(path) {
      if (path === 'c') await held.promise;
      return storage.list(path);
    },
  });
  const task = await tasks.add({ name: 'x', funcname: 'sync_tree', params: { path: '/' } });
  await expect.poll(() => db.image.count(), { timeout: 20_000 }).toBe(4000);
  const closing = tasks.close();
  held.resolve();
  await closing;
  const looked = new Set<string>();
  await begin({
    async stat(path) {
      looked.add(path.slice(0, 1));
      return storage.stat(path);
    },
  });
  expect(await tasks.wait(task?.id ?? 0, 30_000)).toMatchObject({
    attempts: 2,
    result: { folders: 5, files: 8000, created: 8000 },
  });
  expect([...looked]).toEqual(['d']);
});

it('what is done regularly can be carried out as it is scheduled', async () => {
  const scheduled: Array<[string, number, ScheduledWish]> = [];
  const handled = new Map<
    string,
    (params: Record<string, unknown>, context: TaskContext) => Promise<unknown>
  >();
  registerJobs(
    {
      handle: (funcname, handler) => void handled.set(funcname, handler),
      schedule: (...schedule) => void scheduled.push(schedule),
    },
    parts(),
    { settle_folders: async () => null },
  );
  expect([...handled.keys()]).toContain('settle_folders');
  expect(scheduled.map(([funcname]) => funcname).sort()).toEqual([
    'expire_portfolio_exports',
    'expire_sign_ins',
    'hash_images',
    'purge_audit_log',
    'purge_image_stats',
    'purge_old_trash',
    'purge_system_stats',
    'roll_up_stats',
    'settle_files',
    'settle_folders',
  ]);
  for (const [funcname, , { params }] of scheduled) {
    const record = await run(funcname, typeof params === 'function' ? params() : params);
    expect(record, funcname).toMatchObject({ failed: false });
  }
});
