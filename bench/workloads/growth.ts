import { rm } from 'node:fs/promises';
import { connect } from '#lib/db/connection.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { median, milliseconds, perSecond } from '../figures.ts';
import { photo, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf, type LoadGenerator } from '../load/generator.ts';
import { makeDataDir, PROBE, type ServerProcess, startServer } from '../server-process.ts';
import { atLeast, atMost, compared, type Workload } from '../workload.ts';

const FEW = 1_000;
const MANY = 100_000;
const FILES = 200;
const ROUNDS = 3;
const PER_FOLDER = 1_000;

/** A catalog of a thousand pictures against one of a hundred thousand, on two servers side by side. */
export const growth: Workload = {
  title: `Catalog growth, ${FEW.toLocaleString('en')} to ${MANY.toLocaleString('en')} pictures`,
  run: async ({ load }) => {
    const small = await openCatalog(FEW, load);
    try {
      const large = await openCatalog(MANY, load);
      try {
        const cached = { few: [] as number[], many: [] as number[] };
        // In turns, so that a machine that changes its mood in between does so for both.
        for (let round = 0; round < ROUNDS; round++) {
          cached.few.push(await cachedRate(load, small.server));
          cached.many.push(await cachedRate(load, large.server));
        }
        const known = {
          few: await lookTime(load, small.server, small.known),
          many: await lookTime(load, large.server, large.known),
        };
        const fresh = {
          few: await lookTime(load, small.server, small.fresh),
          many: await lookTime(load, large.server, large.fresh),
        };
        const searched = {
          few: await searchTime(load, small.server, small.known),
          many: await searchTime(load, large.server, large.known),
        };
        const against = `with ${FEW.toLocaleString('en')}`;
        return [
          compared({
            what: 'cached hit',
            ours: median(cached.many),
            reference: median(cached.few),
            unit: perSecond,
            against,
            goal: atLeast(0.95),
          }),
          compared({
            what: 'first look at a known picture, p50',
            ours: known.many,
            reference: known.few,
            unit: milliseconds,
            against,
            goal: atMost(1.5),
          }),
          compared({
            what: 'discovery of a new file, p50',
            ours: fresh.many,
            reference: fresh.few,
            unit: milliseconds,
            against,
            goal: atMost(1.5),
          }),
          compared({
            what: 'search for one picture, p50',
            ours: searched.many,
            reference: searched.few,
            unit: milliseconds,
            against,
            goal: atMost(1.5),
          }),
        ];
      } finally {
        await large.close();
      }
    } finally {
      await small.close();
    }
  },
};

type OpenCatalog = { server: ServerProcess; known: string[]; fresh: string[]; close(): Promise<void> };

/** A freshly started server over a catalog with so many rows more than its files. */
async function openCatalog(rows: number, load: LoadGenerator): Promise<OpenCatalog> {
  const dataDir = await makeDataDir();
  let known: string[] = [];
  let fresh: string[] = [];
  const fill = async (imagesDir: string) => {
    await placeProbe(imagesDir);
    known = await placeMany(imagesDir, 'known', FILES, photo);
    fresh = await placeMany(imagesDir, 'fresh', FILES, photo);
  };
  try {
    const first = await startServer(dataDir, fill);
    try {
      await insertRows(dataDir, rows);
      await lookTime(load, first, known);
    } finally {
      await first.stop();
    }
    // Started anew, the server has the rows in its database and nothing in memory.
    const server = await startServer(dataDir, fill);
    return {
      server,
      known,
      fresh,
      async close() {
        await server.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** Puts rows of pictures that have no files into a running server's database. */
async function insertRows(dataDir: string, count: number): Promise<void> {
  const database = await startEmbeddedPostgres({ dataDir, role: 'command' });
  const client = await connect(database.url);
  try {
    await client.query(
      `INSERT INTO folders (path, parent_id)
       SELECT '/bulk-' || n, 1 FROM generate_series(0, ($1::int - 1) / $2::int) n`,
      [count, PER_FOLDER],
    );
    await client.query(
      `INSERT INTO images (src, folder_id, width, height, file_size, file_time)
       SELECT substr(f.path, 2) || '/picture-' || n || '.jpg', f.id, 1600, 1200, 650000, 1700000000000 + n
       FROM generate_series(0, $1::int - 1) n JOIN folders f ON f.path = '/bulk-' || n / $2::int`,
      [count, PER_FOLDER],
    );
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
    await database.stop();
  }
}

async function cachedRate(load: LoadGenerator, server: ServerProcess): Promise<number> {
  const paths = [server.url(PROBE, { width: 200, format: 'jpg' })];
  const plan = { port: server.port, connections: 8, paths, seconds: 1.5, warmupSeconds: 0.5 };
  return groupOf(await load.run(plan)).rate;
}

/** Median milliseconds until a picture is known, nothing made of it: the answer to a matching tag. */
async function lookTime(
  load: LoadGenerator,
  server: ServerProcess,
  names: readonly string[],
): Promise<number> {
  const paths = names.map((name) => server.url(name, { width: 200, format: 'jpg' }));
  const headers = { 'If-None-Match': '*' };
  return groupOf(await load.run({ port: server.port, connections: 1, paths, headers }, 304)).p50;
}

/** Median milliseconds of the first page of a search that finds one picture, each for another one. */
async function searchTime(
  load: LoadGenerator,
  server: ServerProcess,
  names: readonly string[],
): Promise<number> {
  const paths = names.map((name) => `/api/v1/search/?q=${encodeURIComponent(name)}`);
  return groupOf(await load.run({ port: server.port, connections: 1, paths })).p50;
}
