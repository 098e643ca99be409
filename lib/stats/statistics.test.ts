import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { addRequest } from './counts.ts';
import { createPeriods } from './periods.ts';
import { createStatistics, type Statistics } from './statistics.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 4, 1, 12);

let postgres: TestPostgres;
let db: Database;
let statistics: Statistics;
let time = NOON;
let problems: string[] = [];

const note = (error: unknown) => problems.push(error instanceof Error ? error.message : String(error));

/** Start (hours from noon), end (minutes from the start), requests, bytes. */
async function rows(table: 'image' | 'system') {
  const found =
    table === 'image'
      ? await db.imageStat.findMany({ orderBy: { fromTime: 'asc' } })
      : await db.systemStat.findMany({ orderBy: { fromTime: 'asc' } });
  return found.map(({ fromTime, toTime, requests, totalBytes }) => ({
    hour: (fromTime.getTime() - NOON) / HOUR,
    minutes: (toTime.getTime() - fromTime.getTime()) / MINUTE,
    requests: Number(requests),
    bytes: Number(totalBytes),
  }));
}

const breakTable = () => db.$executeRaw`ALTER TABLE systemstats RENAME TO systemstats_away`;
const mendTable = () => db.$executeRaw`ALTER TABLE systemstats_away RENAME TO systemstats`;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 3 });
  await db.folder.create({ data: { path: '/test' } });
  await db.image.create({ data: { src: 'a.jpg', folderId: 1 } });
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
});

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE imagestats, systemstats, systemdetails`;
  time = NOON;
  problems = [];
  statistics = createStatistics({ db, periodMinutes: 60, onError: note, now: () => time });
});

afterEach(() => statistics.close());

describe('periods', () => {
  it('books requests where they were counted, whenever they are written', async () => {
    time = NOON + 59 * MINUTE;
    statistics.count(1, 'rendered', 100, 0.1, true);
    time = NOON + 61 * MINUTE;
    statistics.count(1, 'rendered', 10, 0.1, true);
    statistics.count(1, 'cached', 1, 0.1, true);
    await statistics.flush();
    const expected = [
      { hour: 0, minutes: 60, requests: 1, bytes: 100 },
      { hour: 1, minutes: 1, requests: 2, bytes: 11 },
    ];
    expect(await rows('image')).toEqual(expected);
    expect(await rows('system')).toEqual(expected);
    time = NOON + 70 * MINUTE;
    statistics.count(1, 'cached', 1, 0.1, true);
    await statistics.flush();
    expect(await rows('image')).toEqual([expected[0], { hour: 1, minutes: 10, requests: 3, bytes: 12 }]);
    expect(problems).toEqual([]);
  });

  it('keeps the period of what could not be written at first', async () => {
    statistics.count(1, 'rendered', 100, 0.1, true);
    await breakTable();
    await statistics.flush();
    expect(problems).toHaveLength(1);
    time = NOON + 119 * MINUTE;
    statistics.count(1, 'rendered', 10, 0.1, true);
    await statistics.flush();
    await mendTable();
    await statistics.flush();
    const expected = [
      { hour: 0, minutes: 60, requests: 1, bytes: 100 },
      { hour: 1, minutes: 59, requests: 1, bytes: 10 },
    ];
    expect(await rows('image')).toEqual(expected);
    expect(await rows('system')).toEqual(expected);
  });

  it('gives up what is older than a whole period, and says so', async () => {
    statistics.count(1, 'rendered', 100, 0.1, true);
    await breakTable();
    time = NOON + 120 * MINUTE;
    statistics.count(1, 'rendered', 10, 0.1, true);
    await statistics.flush();
    await mendTable();
    await statistics.flush();
    expect(await rows('system')).toEqual([{ hour: 2, minutes: 0, requests: 1, bytes: 10 }]);
    expect(problems).toContainEqual(
      'the counts from 2026-05-01T12:00:00.000Z could not be written and are lost',
    );
    expect(statistics.totals.requests).toBe(2);
  });
});

describe('several nodes', () => {
  it('add to the same rows, and average the load over all readings', async () => {
    const other = createStatistics({
      db,
      periodMinutes: 60,
      onError: note,
      now: () => time,
      load: () => ({ cpu: 30, memory: 60, cache: 7 }),
    });
    const busy = createStatistics({
      db,
      periodMinutes: 60,
      onError: note,
      now: () => time,
      load: () => ({ cpu: 90, memory: 90, cache: 5 }),
    });
    busy.count(1, 'rendered', 100, 2, true);
    other.count(1, 'cached', 10, 1, true);
    await Promise.all([busy.flush(), other.flush()]);
    await other.flush();
    await Promise.all([busy.close(), other.close()]);
    expect(problems).toEqual([]);
    const [row] = await db.systemStat.findMany();
    expect(row).toMatchObject({ requests: 2n, views: 2n, cachedViews: 1n, totalBytes: 110n });
    expect([row?.requestSeconds, row?.maxRequestSeconds]).toEqual([3, 2]);
    // Each was read at its flushes: two of the busy node's while it closed and one before, four of the other's.
    expect(row?.samples).toBe(7);
    expect(row?.cpuPercent).toBeCloseTo((3 * 90 + 4 * 30) / 7);
    expect(row?.memoryPercent).toBeCloseTo((3 * 90 + 4 * 60) / 7);
  });

  it('do not wait for each other, in whichever order they have counted', async () => {
    const ids = Array.from({ length: 12_000 }, (_, i) => i + 10);
    await db.$executeRaw`INSERT INTO images (id, src, folder_id, updated_at)
      SELECT id, 'many/' || id, 1, now() FROM generate_series(10, 12009) AS id`;
    const nodes = [ids, ids.toReversed()].map((order) => {
      const node = createStatistics({ db, periodMinutes: 60, onError: note, now: () => time });
      for (const id of order) node.count(id, 'cached', 1, 0.1, true);
      return node;
    });
    await Promise.all(nodes.map((node) => node.close()));
    expect(problems).toEqual([]);
    const sums = await db.imageStat.aggregate({ _sum: { requests: true }, _count: true });
    expect(sums).toMatchObject({ _count: 12_000, _sum: { requests: 24_000n } });
  });
});

describe('bounds', () => {
  it('hold no more images than they may, and count the whole system all the same', () => {
    const held = createPeriods(2);
    const more = createPeriods(10);
    for (const [start, ids] of [
      [0, [1, 2, 3]],
      [HOUR, [1]],
    ] as const) {
      const period = more.at(start);
      for (const id of ids) {
        addRequest(period.system, 'cached', 1, 0.1);
        const counts = more.countsOf(period, id);
        if (counts) addRequest(counts, 'cached', 1, 0.1);
      }
    }
    expect(held.add(0, more.at(0))).toBe(1);
    expect(held.add(HOUR, more.at(HOUR))).toBe(1);
    expect(held.add(0, more.at(0))).toBe(1);
    expect([held.images, held.at(0).system.requests, held.at(HOUR).system.requests]).toEqual([2, 6, 1]);
    expect([...held.at(0).images].map(([id, { requests }]) => [id, requests])).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('write early when many images are counted', async () => {
    for (let id = 1; id <= 50_000; id++) statistics.count(id, 'cached', 1, 0.1, true);
    await expect.poll(async () => (await rows('system'))[0]?.requests, { timeout: 20_000 }).toBe(50_000);
  });

  it('count referrers beyond the bound together', async () => {
    const node = createStatistics({ db, periodMinutes: 60, referrers: true, onError: note, now: () => time });
    for (let i = 0; i < 700; i++) node.referred(`https://host-${i}.example/page`);
    await node.close();
    const found = await db.systemDetail.findMany({ where: { kind: 'referrer' } });
    expect(found).toHaveLength(501);
    expect(found.find(({ name }) => name === '(other)')?.requests).toBe(200n);
  });
});
