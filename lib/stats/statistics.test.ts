import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
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
  await db.$executeRaw`TRUNCATE imagestats, systemstats`;
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
