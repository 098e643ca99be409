import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SYSTEM } from '#lib/audit/audit.ts';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { createCatalog } from '#lib/catalog/catalog.ts';
import { createFolders, type Folders } from '#lib/catalog/folders.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { connect } from '#lib/db/connection.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskContext } from '#lib/tasks/task.ts';
import { folderJobs } from './folder-jobs.ts';
import type { Point } from './testing/folder-process.ts';
import { killAt } from './testing/kill-folder-process.ts';
import { disagreements, filesOf, fillRepository } from './testing/repository.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** More than one statement's worth of images. */
const FILES = 3000;
const POINTS: Point[] = ['noted', 'rows', 'all rows', 'renamed', 'committed'];

let postgres: TestPostgres;
let db: Database;
let folder: string;
let storage: Storage;
let folders: Folders;
let folderId: number;
/** Ids of images by the contents of their files. */
const ids = new Map<string, number>();

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 3 });
  folder = await mkdtemp(join(tmpdir(), 'emulsion-crashes-'));
  storage = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
  folders = createFolders({
    db,
    connect: () => connect(postgres.url),
    storage,
    unicode: true,
    trashKeepDays: 30,
    onChange: () => undefined,
  });
  const inTree = Array.from({ length: FILES }, (_, n) => `tree/${n % 40}/deep/${n}.jpg`);
  await fillRepository(db, folder, [...inTree, 'tree_/a.jpg', 'tree/top.jpg', 'other/b.jpg']);
  for (const { id, src } of await db.image.findMany()) ids.set(src, id);
  folderId = (await folders.get({ path: '/tree' })).id;
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Carries a task out in this process, as the engine does after a restart. */
async function carryOn(funcname: string, params: Record<string, unknown>, checkpoint?: object) {
  const jobs = folderJobs({ folders, allowed: async () => true, actorOf: async () => SYSTEM });
  const context: TaskContext = {
    taskId: 1,
    userId: null,
    checkpoint,
    saveCheckpoint: async () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
    stopIfAsked: () => undefined,
  };
  return jobs[funcname]?.(params, context);
}

/** Somebody asks for pictures at the old and the new path while nobody has repaired anything. */
async function visit(...paths: string[]): Promise<void> {
  const catalog = createCatalog({
    db,
    storage,
    measure: async () => ({ width: 1, height: 1 }),
    onChange: () => undefined,
  });
  for (const path of paths) await catalog.find(path).catch(() => undefined);
}

const inTrash = () => db.trashEntry.findMany();

describe.each([false, true])('visited before the restart: %s', (visited) => {
  let at = '/tree';
  let turn = 0;

  it.each(POINTS)('a move killed at "%s" is finished with all records', async (point) => {
    const to = `/moved ${visited}/here ${(turn += 1)}`;
    const task = { funcname: 'move_folder', params: { folder_id: folderId, path: to } };
    await killAt(point, { url: postgres.url, folder }, task);
    if (visited) {
      await visit(`${at.slice(1)}/1/deep/1.jpg`, `${to.slice(1)}/2/deep/2.jpg`, `${to.slice(1)}/top.jpg`);
    }
    const result = await carryOn(task.funcname, task.params);
    expect(result).toMatchObject({ id: folderId, name: to, path: to, status: 1 });
    at = to;
    expect(await disagreements(db, folder, ids)).toEqual([]);
    expect([...(await filesOf(folder)).keys()].filter((path) => path.startsWith(to.slice(1)))).toHaveLength(
      FILES + 1,
    );
  });

  it.each(POINTS)('a move killed at "%s" is settled without its task', async (point) => {
    const to = `/moved ${visited}/here ${(turn += 1)}`;
    const task = { funcname: 'move_folder', params: { folder_id: folderId, path: to } };
    await killAt(point, { url: postgres.url, folder }, task);
    if (visited) await visit(`${at.slice(1)}/1/deep/1.jpg`, `${to.slice(1)}/2/deep/2.jpg`);
    await folders.settle();
    expect(await disagreements(db, folder, ids)).toEqual([]);
    at = (await folders.read(folderId)).path;
    expect(at === to).toBe(point === 'renamed' || point === 'committed');
  });

  it.each(POINTS)('a deletion and its restoration killed at "%s" are finished', async (point) => {
    const before = await filesOf(folder);
    const deletion = { funcname: 'delete_folder', params: { folder_id: folderId } };
    const begun = await killAt(point, { url: postgres.url, folder }, deletion);
    if (visited) await visit(`${at.slice(1)}/1/deep/1.jpg`, `${at.slice(1)}/top.jpg`);
    const result = await carryOn(deletion.funcname, deletion.params, begun);
    expect(result).toMatchObject({ id: folderId, path: at, status: 0 });
    expect(await disagreements(db, folder, ids)).toEqual([]);
    expect(await db.image.count({ where: { status: 1 } })).toBe(2);
    const [entry, ...others] = await inTrash();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ kind: 'folder', path: at, folderId, files: FILES + 1, settled: true });

    const to = visited ? `/back/again ${(turn += 1)}` : at;
    const restoration = { funcname: 'restore_folder', params: { trash_id: entry?.id ?? 0, to } };
    const began = await killAt(point, { url: postgres.url, folder }, restoration);
    if (visited) await visit(`${at.slice(1)}/1/deep/1.jpg`, `${to.slice(1)}/2/deep/2.jpg`);
    const restored = await carryOn(restoration.funcname, restoration.params, began);
    expect(restored).toMatchObject({ id: folderId, path: to, status: 1 });
    at = to;
    expect(await disagreements(db, folder, ids)).toEqual([]);
    expect([...(await filesOf(folder)).values()].sort()).toEqual([...before.values()].sort());
    expect(await inTrash()).toEqual([]);
  });
});
