import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { SYSTEM } from '#lib/audit/audit.ts';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { createFolders, type Folders } from '#lib/catalog/folders.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { connect } from '#lib/db/connection.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import type { TaskContext } from '#lib/tasks/task.ts';
import { folderJobs } from './folder-jobs.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const PERSON = 7;

let postgres: TestPostgres;
let db: Database;
let folder: string;
let folders: Folders;
let asked: string[];

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
  await db.$executeRaw`TRUNCATE folders, trash RESTART IDENTITY CASCADE`;
  folder = await mkdtemp(join(tmpdir(), 'emulsion-folder-jobs-'));
  await mkdir(join(folder, 'a/b'), { recursive: true });
  await mkdir(join(folder, 'c'));
  folders = createFolders({
    db,
    connect: () => connect(postgres.url),
    storage: await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 }),
    unicode: true,
    trashKeepDays: 30,
    onChange: () => undefined,
  });
  for (const path of ['/a/b', '/c']) await folders.get({ path });
  asked = [];
  return () => rm(folder, { recursive: true, force: true });
});

/** Runs a task as a person, or the system, who lacks one right. */
async function run(
  funcname: string,
  params: Record<string, unknown>,
  { userId = PERSON, lacking = '' }: { userId?: number | null; lacking?: string } = {},
): Promise<unknown> {
  const jobs = folderJobs({
    folders,
    allowed: async (id, path, level) => {
      asked.push(`${id} ${path} ${level}`);
      return `${path} ${level}` !== lacking;
    },
    actorOf: async () => SYSTEM,
  });
  const context: TaskContext = {
    taskId: 1,
    userId,
    checkpoint: undefined,
    saveCheckpoint: async () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
    stopIfAsked: () => undefined,
  };
  return jobs[funcname]?.(params, context);
}

const idOf = async (path: string) => (await folders.get({ path })).id;

it.each([
  ['a rename', '/a/b', '/a/x', ['7 /a 60']],
  ['a move', '/a/b', '/c/new/x', ['7 /c 60', '7 /a 70']],
])('%s needs rights on the parents', async (_case, from, to, needed) => {
  const params = { folder_id: await idOf(from), path: to };
  for (const right of needed) {
    const lacking = right.slice(2);
    await expect(run('move_folder', params, { lacking })).rejects.toMatchObject({ code: 'forbidden' });
  }
  asked = [];
  const result = await run('move_folder', params);
  expect(asked).toEqual(needed);
  expect(result).toEqual({
    id: params.folder_id,
    name: to,
    path: to,
    parent_id: await idOf(to.slice(0, to.lastIndexOf('/'))),
    status: 1,
  });
});

it('a deletion and a restoration need rights on the parent', async () => {
  const params = { folder_id: await idOf('/a/b') };
  await expect(run('delete_folder', params, { lacking: '/a 70' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await run('delete_folder', params)).toMatchObject({ id: params.folder_id, path: '/a/b', status: 0 });
  const { id } = await db.trashEntry.findFirstOrThrow();
  await expect(run('restore_folder', { trash_id: id }, { lacking: '/a 60' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await run('restore_folder', { trash_id: id, to: '' })).toMatchObject({ path: '/a/b', status: 1 });
});

it('the system may do everything', async () => {
  await run('delete_folder', { folder_id: await idOf('/a') }, { userId: null });
  expect(asked).toEqual([]);
});

it.each([
  ['move_folder', { folder_id: '2', path: '/x' }],
  ['move_folder', { folder_id: 2 }],
  ['delete_folder', {}],
  ['restore_folder', { trash_id: 0 }],
])('%s refuses parameters %o', async (funcname, params) => {
  await expect(run(funcname, params)).rejects.toMatchObject({ code: 'invalid_request' });
});
