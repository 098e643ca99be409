import { startPostgres } from '#lib/cache/testing/postgres-server.ts';
import { openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { createStatistics } from '#lib/stats/statistics.ts';
import { median, milliseconds, perSecond } from '../figures.ts';
import { placeProbe } from '../fixtures/originals.ts';
import { groupOf, type LoadGenerator, type LoadPlan } from '../load/generator.ts';
import { withProcessorTime } from '../process-tree.ts';
import { PROBE, type ServerProcess, withServer } from '../server-process.ts';
import {
  atLeast,
  atMost,
  type BenchOptions,
  bounded,
  compared,
  type Row,
  told,
  type Workload,
} from '../workload.ts';

const CONNECTIONS = 8;
/** The load that a busy site has; connections for it, as answers must not be what holds it up. */
const STEADY = { perSecond: 1000, connections: 32 };
const ROUNDS = 7;
const SECONDS = 1.5;
const WIDTHS = Array.from({ length: 50 }, (_, i) => 100 + i);
const IMAGES = 1_000_000;

type Figures = { rate: number; cpuMicroseconds: number; p99: number };

/** Cached pictures with and without statistics, on two servers at the same time; and a million different images. */
export const statistics: Workload = {
  title: `Statistics: ${WIDTHS.length} cached pictures`,
  run: ({ load }: BenchOptions) =>
    withServer(
      placeProbe,
      (counting) =>
        withServer(placeProbe, (silent) => compare(load, counting, silent), { STATS_ENABLED: 'false' }),
      { STATS_FLUSH_SECONDS: '1', STATS_REFERRERS: 'true' },
    ),
};

async function compare(load: LoadGenerator, counting: ServerProcess, silent: ServerProcess): Promise<Row[]> {
  const paths = WIDTHS.map((width) => counting.url(PROBE, { width, format: 'jpg', quality: 80 }));
  for (const server of [counting, silent]) for (const path of paths) await server.get(path);
  const on: Figures[] = [];
  const off: Figures[] = [];
  // In turns, and each time the other one first, so that a machine that changes its mood does so for both.
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [silent, counting] : [counting, silent];
    for (const server of order) (server === counting ? on : off).push(await measure(load, server, paths));
  }
  const steadyOn: Figures[] = [];
  const steadyOff: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [silent, counting] : [counting, silent];
    for (const server of order) {
      (server === counting ? steadyOn : steadyOff).push(await measure(load, server, paths, STEADY));
    }
  }
  const middle = (of: readonly Figures[], name: keyof Figures) => median(of.map((each) => each[name]));
  return [
    compared({
      what: 'cached hits at 1,000 requests a second',
      ours: middle(steadyOn, 'rate'),
      reference: middle(steadyOff, 'rate'),
      unit: perSecond,
      against: 'nothing counted',
      goal: atLeast(0.95),
    }),
    compared({
      what: 'p99 of them',
      ours: middle(steadyOn, 'p99'),
      reference: middle(steadyOff, 'p99'),
      unit: milliseconds,
      against: 'nothing counted',
    }),
    compared({
      what: 'processor time of a second of them',
      ours: (middle(steadyOn, 'cpuMicroseconds') * STEADY.perSecond) / 1000,
      reference: (middle(steadyOff, 'cpuMicroseconds') * STEADY.perSecond) / 1000,
      unit: milliseconds,
      against: 'nothing counted',
    }),
    compared({
      what: 'cached hits, counted and written every second',
      ours: middle(on, 'rate'),
      reference: middle(off, 'rate'),
      unit: perSecond,
      against: 'nothing counted',
      goal: atLeast(0.95),
    }),
    compared({
      what: 'processor time per answer',
      ours: middle(on, 'cpuMicroseconds'),
      reference: middle(off, 'cpuMicroseconds'),
      unit: (value) => `${value.toFixed(1)} µs`,
      against: 'nothing counted',
      goal: atMost(1.05),
    }),
    ...(await manyImages()),
  ];
}

async function measure(
  load: LoadGenerator,
  { port, pid }: ServerProcess,
  paths: string[],
  pace: Pick<LoadPlan, 'connections' | 'perSecond'> = { connections: CONNECTIONS },
): Promise<Figures> {
  const plan = {
    port,
    ...pace,
    paths,
    headers: { Referer: 'https://shop.example.com/page' },
  };
  await load.run({ ...plan, seconds: 0.4 }, 200);
  const { value, cpuSeconds } = await withProcessorTime(pid, () =>
    load.run({ ...plan, seconds: SECONDS }, 200),
  );
  const { rate, count, p99 } = groupOf(value);
  return { rate, p99, cpuMicroseconds: (cpuSeconds * 1e6) / count };
}

/** Memory while a million different images are counted as fast as they can be. */
async function manyImages(): Promise<Row[]> {
  const postgres = await startPostgres();
  const db = openDatabase(postgres.url, { poolSize: 2 });
  const problems: unknown[] = [];
  try {
    await migrateDatabase(postgres.url);
    const counters = createStatistics({ db, periodMinutes: 60, onError: (error) => problems.push(error) });
    global.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const start = performance.now();
    for (let id = 1; id <= IMAGES; id++) {
      counters.count(id, 'cached', 1000, 0.001, true);
      if (id % 10_000 !== 0) continue;
      peak = Math.max(peak, process.memoryUsage().rss);
      // As requests do, and so that what is written can be.
      await new Promise(setImmediate);
    }
    await counters.flush();
    const seconds = (performance.now() - start) / 1000;
    await counters.close();
    const [row] = await db.systemStat.findMany();
    return [
      bounded(
        'more memory for 1,000,000 different images',
        (peak - before) / 1e6,
        250,
        (mb) => `${mb.toFixed(0)} MB`,
      ),
      told(
        'counting them',
        perSecond(IMAGES / seconds),
        problems.length > 0 ? 'faster than they are written: some images given up' : 'all on record',
      ),
      told('requests on record', String(row?.requests ?? 0)),
    ];
  } finally {
    await db.$disconnect();
    await postgres.stop();
  }
}
