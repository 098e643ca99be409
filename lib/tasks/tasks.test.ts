import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { connect } from '#lib/db/connection.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { EmulsionError, notFound } from '#lib/errors/error.ts';
import { createLogger } from '#lib/log/log.ts';
import { rethrow } from './failure.ts';
import type { TaskContext, TaskRecord, Tasks, TaskWish } from './task.ts';
import { createTasks } from './tasks.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const patience = { timeout: 20_000, interval: 20 };
const LONG = 30_000;

let postgres: TestPostgres;
let db: Database;
const open: Tasks[] = [];
const lines: string[] = [];

function engine(concurrency = 2): Tasks {
  const log = createLogger({
    level: 'info',
    format: 'json',
    output: { write: (line: string) => lines.push(line) },
  });
  const tasks = createTasks({ db, url: postgres.url, concurrency, log });
  open.push(tasks);
  return tasks;
}

async function running(
  handlers: Record<string, (params: Record<string, unknown>, context: TaskContext) => Promise<unknown>>,
  concurrency = 2,
): Promise<Tasks> {
  const tasks = engine(concurrency);
  for (const [name, handler] of Object.entries(handlers)) tasks.handle(name, handler);
  await tasks.start();
  return tasks;
}

async function added(tasks: Tasks, wish: Partial<TaskWish> & { funcname: string }): Promise<TaskRecord> {
  const record = await tasks.add({ name: `do ${wish.funcname}`, params: {}, ...wish });
  if (!record) throw new Error('the task was there already');
  return record;
}

async function finished(tasks: Tasks, id: number): Promise<TaskRecord> {
  const record = await tasks.wait(id, LONG);
  if (!record || record === 'late') throw new Error(`the task is ${record ?? 'gone'}`);
  return record;
}

/** A handler that waits until it is let go or asked to stop. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun: TaskContext[] = [];
  return {
    begun,
    open: resolve,
    async handler(_params: Record<string, unknown>, context: TaskContext): Promise<unknown> {
      begun.push(context);
      const stopped = new Promise<void>((stop) => {
        context.signal.addEventListener('abort', () => stop(), { once: true });
      });
      await Promise.race([promise, stopped]);
      context.stopIfAsked();
      return 'let go';
    },
  };
}

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
  lines.length = 0;
  await db.$executeRaw`TRUNCATE tasks CASCADE`;
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((tasks) => tasks.close()));
});

describe('a task', () => {
  it.each([
    ['x'.repeat(100), 'x'.repeat(100)],
    ['é'.repeat(101), `${'é'.repeat(97)}...`],
  ])('is named %s in short', async (name, expected) => {
    expect((await added(engine(), { funcname: 'quick', name })).name).toBe(expected);
  });

  it('is carried out with its parameters, and its result is there for whoever waits', async () => {
    const tasks = await running({ double: async ({ n }) => ({ doubled: Number(n) * 2 }) });
    const record = await added(tasks, { funcname: 'double', params: { n: 21 }, keepFor: 60 });
    expect(record).toMatchObject({ status: 0, result: null, lockId: null, userId: null, priority: 20 });
    const done = await finished(tasks, record.id);
    expect(done).toMatchObject({
      status: 2,
      result: { doubled: 42 },
      failed: false,
      lockId: null,
      attempts: 1,
    });
    expect(done.keepUntil?.getTime()).toBe((done.finishedAt?.getTime() ?? 0) + 60_000);
    expect(await tasks.get(record.id)).toEqual(done);
  });

  it('is waited for by another process too, also when it is not kept', async () => {
    const worker = await running({ quick: async () => 'done' });
    const other = engine();
    const record = await added(other, { funcname: 'quick' });
    expect((await finished(other, record.id)).result).toBe('done');
    expect((await finished(worker, record.id)).keepUntil).toBeNull();
  });

  it('vanishes after its time', async () => {
    const tasks = await running({ quick: async () => 'done' });
    const record = await added(tasks, { funcname: 'quick' });
    await finished(tasks, record.id);
    await db.$executeRaw`UPDATE tasks SET finished_at = now() - interval '1 minute'`;
    await expect.poll(() => tasks.get(record.id), patience).toBeUndefined();
    expect(await tasks.wait(record.id, LONG)).toBeUndefined();
  });

  it('stands in the way of an identical one while pending and kept, whatever the order of parameters', async () => {
    const tasks = engine();
    const record = await added(tasks, {
      funcname: 'quick',
      params: { a: 1, b: { c: 2, d: 3 } },
      keepFor: 60,
    });
    const same = { name: 'x', funcname: 'quick', params: { b: { d: 3, c: 2 }, a: 1 } };
    expect(await tasks.add(same)).toBeUndefined();
    expect(await tasks.add({ ...same, params: { a: 2 } })).toBeDefined();
    tasks.handle('quick', async () => 1);
    await tasks.start();
    await finished(tasks, record.id);
    expect(await tasks.add(same)).toBeUndefined();
    await db.$executeRaw`UPDATE tasks SET keep_until = now() - interval '1 second' WHERE id = ${record.id}`;
    const again = await tasks.add(same);
    expect(again).toBeDefined();
    // One that is not kept does not stand in the way at all.
    await finished(tasks, again?.id ?? 0);
    expect(await tasks.add(same)).toBeDefined();
  });

  it('is removed when finished, and only then', async () => {
    const wait = gate();
    const tasks = await running({ wait: wait.handler });
    const { id } = await added(tasks, { funcname: 'wait', keepFor: 60 });
    await tasks.remove(id);
    await expect.poll(() => wait.begun.length, patience).toBe(1);
    await tasks.remove(id);
    wait.open();
    await finished(tasks, id);
    await tasks.remove(id);
    expect(await tasks.get(id)).toBeUndefined();
  });

  it('comes in the order of priority, then of arrival', async () => {
    const order: unknown[] = [];
    const tasks = engine(1);
    tasks.handle('note', async ({ n }) => order.push(n));
    const wishes: Array<[number, 10 | 20 | 30]> = [
      [1, 30],
      [2, 20],
      [3, 20],
      [4, 10],
      [5, 20],
      [6, 10],
    ];
    for (const [n, priority] of wishes) await added(tasks, { funcname: 'note', params: { n }, priority });
    await tasks.start();
    await expect.poll(() => order, patience).toEqual([4, 6, 2, 3, 5, 1]);
  });

  it('does not wait for a poll when many are there', async () => {
    const tasks = engine(2);
    tasks.handle('quick', async () => 1);
    for (let n = 0; n < 40; n += 1) await added(tasks, { funcname: 'quick', params: { n }, keepFor: 60 });
    const began = performance.now();
    await tasks.start();
    await expect.poll(() => db.task.count({ where: { status: 2 } }), patience).toBe(40);
    // Two workers that waited for a poll of three seconds after each task would take a minute.
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it.each([
    ['large parameters', { params: { text: 'x'.repeat(70_000) } }, 'too large'],
    ['NUL in a parameter', { params: { text: 'a\0b' } }, 'such characters'],
    ['half a character in a parameter', { params: { text: '\ud800' } }, 'such characters'],
  ])('is refused with %s', async (_what, wish, message) => {
    await expect(added(engine(), { funcname: 'quick', ...wish })).rejects.toThrow(message);
  });

  it('may have a backslash before what looks like an escape', async () => {
    const tasks = engine();
    const { id } = await added(tasks, { funcname: 'x', params: { path: 'a\\u0000b' } });
    expect((await tasks.get(id))?.params).toEqual({ path: 'a\\u0000b' });
  });

  it('is refused when too many are waiting', async () => {
    await db.$executeRaw`
      INSERT INTO tasks (name, funcname, params, dedupe_key)
      SELECT 'x', 'x', '{}', lpad(n::text, 64, '0') FROM generate_series(1, 10000) AS n`;
    await expect(added(engine(), { funcname: 'quick' })).rejects.toThrow('Too many background tasks');
  });

  it('has a result that the database can hold', async () => {
    const tasks = await running({
      odd: async () => ({ text: 'a\0b\ud800', none: undefined }),
      large: async () => 'x'.repeat(300_000),
    });
    const odd = await added(tasks, { funcname: 'odd' });
    expect((await finished(tasks, odd.id)).result).toEqual({ text: 'ab\ufffd' });
    const large = await added(tasks, { funcname: 'large' });
    expect(await finished(tasks, large.id)).toMatchObject({ result: null, failed: false });
  });

  it('tells how far it is', async () => {
    const wait = gate();
    const tasks = await running({
      async wait(params, context) {
        context.progress(3, 10, 'three of ten');
        return wait.handler(params, context);
      },
    });
    const { id } = await added(tasks, { funcname: 'wait', keepFor: 60 });
    await expect
      .poll(() => tasks.get(id), patience)
      .toMatchObject({ progressDone: 3, progressTotal: 10, progressText: 'three of ten' });
    wait.open();
    await finished(tasks, id);
  });

  it('is answered with late when it takes longer than the caller waits', async () => {
    const tasks = engine();
    const { id } = await added(tasks, { funcname: 'never' });
    expect(await tasks.wait(id, 30)).toBe('late');
  });
});

describe('a failing task', () => {
  it('tells an expected error, which can be thrown again, and is not tried again', async () => {
    const tasks = await running({
      async seek() {
        throw notFound('The folder /a was not found.', 'a secret detail');
      },
    });
    const { id } = await added(tasks, { funcname: 'seek', keepFor: 60 });
    const record = await finished(tasks, id);
    expect(record).toMatchObject({ failed: true, attempts: 1 });
    expect(record.result).toEqual({
      exception: {
        type: 'DoesNotExistError',
        message: 'The folder /a was not found.',
        repr: 'DoesNotExistError("The folder /a was not found.")',
      },
      code: 'not_found',
    });
    expect(() => rethrow(record)).toThrow(
      expect.objectContaining({ code: 'not_found', publicMessage: 'The folder /a was not found.' }),
    );
    expect(await tasks.counts()).toEqual({ pending: 0, active: 0, failed: 1 });
  });

  it('is tried again after an unexpected error, from where it was', async () => {
    const seen: unknown[] = [];
    const tasks = await running({
      async shaky(_params, context) {
        seen.push(context.checkpoint);
        await context.saveCheckpoint({ tries: seen.length });
        if (seen.length < 3) throw new Error('the disk hiccups');
        return 'made it';
      },
    });
    const { id } = await added(tasks, { funcname: 'shaky', keepFor: 60 });
    expect(await finished(tasks, id)).toMatchObject({ result: 'made it', failed: false, attempts: 3 });
    expect(seen).toEqual([undefined, { tries: 1 }, { tries: 2 }]);
  });

  it('ends after the last try, telling nothing of the reason but to the log', async () => {
    const tasks = await running({
      async broken() {
        throw new TypeError('secret place');
      },
    });
    const { id } = await added(tasks, { funcname: 'broken', keepFor: 60, retries: 1 });
    const record = await finished(tasks, id);
    expect(record).toMatchObject({ failed: true, attempts: 2, result: { code: 'internal' } });
    expect(JSON.stringify(record.result)).not.toContain('secret');
    expect(() => rethrow(record)).toThrow(EmulsionError);
    const told = lines.filter((line) => line.includes('secret place'));
    expect(told.map((line) => JSON.parse(line).level)).toEqual(['warn', 'error']);
  });

  it('fails at once when nobody knows its function', async () => {
    const tasks = await running({});
    const { id } = await added(tasks, { funcname: 'unheard_of' });
    expect(await finished(tasks, id)).toMatchObject({ failed: true, attempts: 1 });
  });

  it('can be tried again by hand, from where it was', async () => {
    let works = false;
    const tasks = await running({
      async seek(_params, context) {
        if (!works) {
          await context.saveCheckpoint({ half: true });
          throw notFound('Not yet.');
        }
        return context.checkpoint;
      },
    });
    const { id } = await added(tasks, { funcname: 'seek' });
    await finished(tasks, id);
    works = true;
    expect(await tasks.retry(id)).toMatchObject({ id, status: 0, failed: false, result: null });
    expect(await finished(tasks, id)).toMatchObject({ result: { half: true }, failed: false });
    await expect(tasks.retry(id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(tasks.retry(987)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('cannot be tried again while an identical one is there', async () => {
    const tasks = await running({
      async seek() {
        throw notFound('Never.');
      },
    });
    const { id } = await added(tasks, { funcname: 'seek' });
    await finished(tasks, id);
    const other = await added(tasks, { funcname: 'seek', keepFor: 60 });
    await finished(tasks, other.id);
    await expect(tasks.retry(id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('cancelling', () => {
  it('removes a pending task, and whoever waits is told', async () => {
    const tasks = engine();
    const { id } = await added(tasks, { funcname: 'wait' });
    const waiting = tasks.wait(id, LONG);
    expect(await tasks.cancel(id)).toBe('cancelled');
    expect(await waiting).toBeUndefined();
    expect(await tasks.cancel(id)).toBe('unknown');
    expect(await tasks.add({ name: 'x', funcname: 'wait', params: {} })).toBeDefined();
  });

  it('stops an active task on whichever process carries it out', async () => {
    const wait = gate();
    await running({ wait: wait.handler });
    const other = engine();
    const { id } = await added(other, { funcname: 'wait', keepFor: 60 });
    await expect.poll(() => wait.begun.length, patience).toBe(1);
    expect(await other.cancel(id)).toBe('stopping');
    const record = await finished(other, id);
    expect(record).toMatchObject({
      failed: true,
      cancelRequested: true,
      result: { exception: { type: 'CancelledError' } },
    });
    expect(await other.cancel(id)).toBe('finished');
  });
});

describe('lists', () => {
  it('give tasks newest first, in pages, by status and person', async () => {
    const user = await db.user.create({
      data: { firstName: '', lastName: '', email: '', username: 'list', password: '' },
    });
    const tasks = engine();
    const ids: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const userId = n % 2 === 0 ? user.id : null;
      ids.unshift((await added(tasks, { funcname: 'x', params: { n }, userId })).id);
    }
    const list = async (query: Parameters<Tasks['list']>[0]) => (await tasks.list(query)).map(({ id }) => id);
    expect(await list({ limit: 3 })).toEqual(ids.slice(0, 3));
    expect(await list({ limit: 3, before: ids[2] })).toEqual(ids.slice(3));
    expect(await list({ limit: 9, userId: user.id })).toEqual([ids[0], ids[2], ids[4]]);
    expect(await list({ limit: 9, status: 2 })).toEqual([]);
  });
});

describe('a schedule', () => {
  it('adds its task once a period, by one of all processes', async () => {
    const seen: unknown[] = [];
    const [one, two] = [engine(), engine()];
    for (const tasks of [one, two]) {
      tasks.handle('tidy', async ({ at }) => seen.push(at));
      let times = 0;
      tasks.schedule('tidy', 300, { name: 'Tidy up', params: () => ({ at: (times += 1) }) });
      await tasks.start();
    }
    const began = Date.now();
    await expect.poll(() => seen.length, patience).toBeGreaterThanOrEqual(3);
    expect(seen.length).toBeLessThanOrEqual((Date.now() - began) / 300 + 2);
  });
});

describe('closing', () => {
  it('puts running tasks back, with what they saved, for another process to take up', async () => {
    const wait = gate();
    const one = await running({
      async work(params, context) {
        await context.saveCheckpoint({ half: true });
        return wait.handler(params, context);
      },
    });
    const { id } = await added(one, { funcname: 'work', keepFor: 60 });
    await expect.poll(() => wait.begun.length, patience).toBe(1);
    await one.close();
    expect(await one.get(id)).toMatchObject({ status: 0, lockId: null });
    const two = await running({ work: async (_params, context) => context.checkpoint });
    expect(await finished(two, id)).toMatchObject({ result: { half: true }, attempts: 2 });
  });
});

describe('pending tasks that pg-boss does not know of', () => {
  it('are carried out all the same', async () => {
    const tasks = engine();
    tasks.handle('quick', async () => 'found');
    const { id } = await added(tasks, { funcname: 'quick' });
    await db.$executeRaw`DELETE FROM public_boss.job`;
    await tasks.start();
    expect((await finished(tasks, id)).result).toBe('found');
  });
});

describe('several installations in one database', () => {
  it.each(['second', 'Odd-Schema 3'])('keep their tasks apart (schema %s)', async (schema) => {
    const url = new URL(postgres.url);
    url.searchParams.set('schema', schema);
    const setup = await connect(postgres.url);
    await setup.query(`CREATE SCHEMA "${schema}"`);
    await setup.query(`CREATE TABLE "${schema}".tasks (LIKE tasks INCLUDING ALL)`);
    await setup.end();
    const other = openDatabase(url.href, { poolSize: 2 });
    const log = createLogger({ level: 'silent' });
    const theirs = createTasks({ db: other, url: url.href, concurrency: 1, log });
    try {
      theirs.handle('where', async () => 'there');
      const ours = await running({ where: async () => 'here' });
      await theirs.start();
      const [one, two] = [
        await added(ours, { funcname: 'where' }),
        await added(theirs, { funcname: 'where' }),
      ];
      expect((await finished(ours, one.id)).result).toBe('here');
      expect((await finished(theirs, two.id)).result).toBe('there');
    } finally {
      await theirs.close();
      await other.$disconnect();
    }
  });
});
