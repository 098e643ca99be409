import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { createLogger } from '#lib/log/log.ts';
import type { TaskRecord, Tasks } from './task.ts';
import { createTasks } from './tasks.ts';
import { startTaskProcess, type TaskProcess } from './testing/start-task-process.ts';

// Real servers and processes on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const patience = { timeout: 40_000, interval: 20 };

let postgres: TestPostgres;
let db: Database;
/** Adds and looks, but does not work. */
let tasks: Tasks;
const processes: TaskProcess[] = [];

async function start(): Promise<TaskProcess> {
  const process = await startTaskProcess(postgres.url);
  processes.push(process);
  return process;
}

async function add(params: Record<string, unknown>): Promise<number> {
  const record = await tasks.add({ name: 'Count', funcname: 'count', params, keepFor: 60 });
  if (!record) throw new Error('the task was there already');
  return record.id;
}

async function finished(id: number): Promise<TaskRecord> {
  const record = await tasks.wait(id, patience.timeout);
  if (!record || record === 'late') throw new Error(`the task is ${record ?? 'gone'}`);
  return record;
}

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 3 });
  tasks = createTasks({ db, url: postgres.url, concurrency: 1, log: createLogger({ level: 'error' }) });
});

afterAll(async () => {
  await tasks?.close();
  await db?.$disconnect();
  await postgres?.stop();
});

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
  await db.$executeRaw`TRUNCATE tasks CASCADE`;
});

it('takes a task up again on another process, from where it was, soon after its process was killed', async () => {
  const one = await start();
  const id = await add({ to: 3 });
  await expect.poll(() => one.steps(), patience).toEqual([1]);
  one.order('go');
  await expect.poll(() => one.steps(), patience).toEqual([1, 2]);
  const two = await start();
  await one.kill();
  const killed = performance.now();
  await expect.poll(() => two.steps(), patience).toEqual([2]);
  expect(performance.now() - killed).toBeLessThan(10_000);
  two.order('go');
  await expect.poll(() => two.steps(), patience).toEqual([2, 3]);
  two.order('go');
  expect(await finished(id)).toMatchObject({ result: { by: two.pid, counted: 3 }, attempts: 2 });
});

it('takes a task up again when the only process is started anew', async () => {
  const one = await start();
  const id = await add({ to: 2 });
  await expect.poll(() => one.steps(), patience).toEqual([1]);
  await one.kill();
  expect(await tasks.get(id)).toMatchObject({ status: 1 });
  const again = await start();
  await expect.poll(() => again.steps(), patience).toEqual([1]);
  again.order('go');
  await expect.poll(() => again.steps(), patience).toEqual([1, 2]);
  again.order('go');
  expect((await finished(id)).result).toEqual({ by: again.pid, counted: 2 });
});

it('leaves a task to its successor when a process that stood still goes on', async () => {
  const one = await start();
  const id = await add({ to: 2 });
  await expect.poll(() => one.steps(), patience).toEqual([1]);
  one.signal('SIGSTOP');
  const two = await start();
  await expect.poll(() => two.steps(), patience).toEqual([1]);
  one.signal('SIGCONT');
  // Before it takes its next step.
  await expect.poll(() => one.reports.at(-1), patience).toEqual({ report: 'stopped', taskId: id });
  expect(one.steps()).toEqual([1]);
  two.order('go');
  await expect.poll(() => two.steps(), patience).toEqual([1, 2]);
  two.order('go');
  expect((await finished(id)).result).toEqual({ by: two.pid, counted: 2 });
});

it('gives each of many tasks to one of several processes', async () => {
  const both = [await start(), await start()];
  const ids = await Promise.all(Array.from({ length: 30 }, (_, n) => add({ to: 2, free: true, n })));
  const records = await Promise.all(ids.map(finished));
  expect(records.every(({ attempts }) => attempts === 1)).toBe(true);
  expect(both.map((process) => process.steps().length).reduce((a, b) => a + b)).toBe(60);
});

it('gives up a task over which one process after the other dies', async () => {
  const id = await add({ to: 1 });
  for (let death = 1; death <= 3; death += 1) {
    const process = await start();
    await expect.poll(() => process.steps(), patience).toEqual([1]);
    await process.kill();
  }
  const last = await start();
  expect(await finished(id)).toMatchObject({ failed: true, attempts: 3, result: { code: 'internal' } });
  expect(last.steps()).toEqual([]);
});

it('gives tasks back when a process is closed', async () => {
  const one = await start();
  const id = await add({ to: 1 });
  await expect.poll(() => one.steps(), patience).toEqual([1]);
  one.order('close');
  await expect.poll(() => one.reports.at(-1), patience).toEqual({ report: 'closed' });
  expect(await tasks.get(id)).toMatchObject({ status: 0, lockId: null, attempts: 1 });
});

it('goes on by itself when the database stood still for a while', async () => {
  const one = await start();
  const id = await add({ to: 2 });
  await expect.poll(() => one.steps(), patience).toEqual([1]);
  await postgres.freeze();
  try {
    // Nobody knows whose the task is now.
    await expect.poll(() => one.reports.at(-1), patience).toEqual({ report: 'stopped', taskId: id });
  } finally {
    postgres.thaw();
  }
  await expect.poll(() => one.steps(), patience).toEqual([1, 1]);
  one.order('go');
  await expect.poll(() => one.steps(), patience).toEqual([1, 1, 2]);
  one.order('go');
  expect((await finished(id)).result).toEqual({ by: one.pid, counted: 2 });
});
