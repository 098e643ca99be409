import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from '#lib/db/connection.ts';
import { startPostgres, type TestPostgres } from './testing/postgres-server.ts';
import { startRedis, type TestRedis } from './testing/redis-server.ts';
import { type RenderProcess, startRenderProcess } from './testing/two-processes.ts';

// Real servers and processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const patience = { timeout: 20_000, interval: 20 };
const TIMES = 50;

let redis: TestRedis;
let postgres: TestPostgres;
let folder: string;
const processes: RenderProcess[] = [];

beforeAll(async () => {
  [redis, postgres, folder] = await Promise.all([
    startRedis(),
    startPostgres(),
    mkdtemp(join(tmpdir(), 'emulsion-two-')),
  ]);
});
afterAll(async () => {
  await Promise.all([redis.kill(), postgres.stop()]);
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((child) => child.kill()));
});

const places = {
  Redis: () => ({ redis: redis.url }),
  'Postgres and one folder': () => ({ postgres: postgres.url, folder }),
};

async function startPair(where: keyof typeof places): Promise<[RenderProcess, RenderProcess]> {
  const pair = await Promise.all([startRenderProcess(places[where]()), startRenderProcess(places[where]())]);
  processes.push(...pair);
  return pair;
}

/** Names of what is locked at this moment, wherever locks are kept. */
async function locks(where: keyof typeof places): Promise<number> {
  if (where === 'Redis') {
    const client = await createClient({ url: redis.url }).connect();
    try {
      return (await client.keys('*lease*')).length;
    } finally {
      client.destroy();
    }
  }
  const client = await connect(postgres.url);
  try {
    // Locks on one 64-bit number; the server's owner holds one on two numbers.
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1",
    );
    return rows[0].n;
  } finally {
    await client.end();
  }
}

let nextImage = 1;

describe.each(Object.keys(places) as (keyof typeof places)[])('two processes on %s', (where) => {
  it('make a picture once for fifty equal requests each', async () => {
    const [one, two] = await startPair(where);
    const imageId = nextImage++;
    for (const child of [one, two]) {
      child.order({ order: 'obtain', imageId, times: TIMES, waitMs: 30_000 });
    }
    await expect.poll(() => one.renders(imageId) + two.renders(imageId), patience).toBe(1);
    const maker = one.renders(imageId) === 1 ? one : two;
    maker.order({ order: 'finish' });
    await expect.poll(() => one.answers(imageId) && two.answers(imageId), patience).toBeDefined();
    const answers = [...(one.answers(imageId) ?? []), ...(two.answers(imageId) ?? [])];
    expect(answers).toHaveLength(2 * TIMES);
    for (const answer of answers) expect(answer).toMatch(new RegExp(`made by ${maker.pid}$`));
    expect(one.renders(imageId) + two.renders(imageId)).toBe(1);
    await expect.poll(() => locks(where), patience).toBe(0);
  });

  it('share a failure too', async () => {
    const [one, two] = await startPair(where);
    const imageId = nextImage++;
    for (const child of [one, two]) {
      child.order({ order: 'obtain', imageId, times: TIMES, waitMs: 30_000 });
    }
    await expect.poll(() => one.renders(imageId) + two.renders(imageId), patience).toBe(1);
    for (const child of [one, two]) child.order({ order: 'finish', broken: true });
    await expect.poll(() => one.answers(imageId) && two.answers(imageId), patience).toBeDefined();
    for (const child of [one, two]) {
      expect(child.answers(imageId)).toEqual(Array(TIMES).fill('error broken picture'));
    }
    expect(one.renders(imageId) + two.renders(imageId)).toBe(1);
  });

  it('one is killed while rendering: the other takes over, and no lock stays', async () => {
    const [one, two] = await startPair(where);
    const imageId = nextImage++;
    one.order({ order: 'obtain', imageId, times: 1, waitMs: 30_000 });
    await expect.poll(() => one.renders(imageId), patience).toBe(1);
    two.order({ order: 'obtain', imageId, times: TIMES, waitMs: 30_000 });
    expect(await locks(where)).toBe(1);
    await one.kill();
    await expect.poll(() => two.renders(imageId), patience).toBe(1);
    two.order({ order: 'finish' });
    await expect.poll(() => two.answers(imageId), patience).toBeDefined();
    for (const answer of two.answers(imageId) ?? []) {
      expect(answer).toMatch(new RegExp(`made by ${two.pid}$`));
    }
    await expect.poll(() => locks(where), patience).toBe(0);
  });

  it('a waiter whose time is up is told that the server is busy', async () => {
    const [one, two] = await startPair(where);
    const imageId = nextImage++;
    one.order({ order: 'obtain', imageId, times: 1, waitMs: 30_000 });
    await expect.poll(() => one.renders(imageId), patience).toBe(1);
    two.order({ order: 'obtain', imageId, times: 2, waitMs: 200 });
    await expect.poll(() => two.answers(imageId), patience).toBeDefined();
    expect(two.answers(imageId)?.every((answer) => /^error .*busy|^error .*try again/.test(answer))).toBe(
      true,
    );
    expect(two.renders(imageId)).toBe(0);
    one.order({ order: 'finish' });
    await expect.poll(() => one.answers(imageId), patience).toBeDefined();
  });

  it('a picture made by one is found by the other later, without rendering', async () => {
    const [one, two] = await startPair(where);
    const imageId = nextImage++;
    one.order({ order: 'obtain', imageId, times: 1, waitMs: 30_000 });
    await expect.poll(() => one.renders(imageId), patience).toBe(1);
    one.order({ order: 'finish' });
    await expect.poll(() => locks(where), patience).toBe(0);
    two.order({ order: 'obtain', imageId, times: 1, waitMs: 30_000 });
    await expect.poll(() => two.answers(imageId), patience).toBeDefined();
    expect(two.answers(imageId)).toEqual([`${where === 'Redis' ? 'redis' : 'disk'} made by ${one.pid}`]);
    expect(two.renders(imageId)).toBe(0);
  });
});
