import type { Database } from '#lib/db/client.ts';
import { createPermissions } from '#lib/permissions/permissions.ts';
import { median, milliseconds, percentile, perSecond } from '../figures.ts';
import { photo, placeMany, placeNames, placeProbe } from '../fixtures/originals.ts';
import { groupOf, type LoadGenerator } from '../load/generator.ts';
import { startBareServer } from '../reference/bare-http.ts';
import { openBeside, tokenOf } from '../server-database.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { bounded, type Row, told, type Workload } from '../workload.ts';

const CONNECTIONS = 8;
const ROUNDS = 3;
const SECONDS = 1.5;
const MANY = 100_000;
const PAGES = 100;
const DECISIONS = 1_000_000;

/** Answers a second to be reached on the reference machine: five times the predecessor's. */
const DETAILS_GOAL = 4_000;
const LIST_GOAL = 1_500;

/** The reading side of the API, through the lane before Next. */
export const api: Workload = {
  title: `API: details, lists and rights, ${CONNECTIONS} connections`,
  run: ({ load }) => {
    let details: string[] = [];
    return withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        details = await placeMany(imagesDir, 'hundred', 100, photo);
        await placeNames(imagesDir, 'many', MANY);
      },
      async (server) => {
        const one = `/api/v1/details/?src=${details[0]}`;
        const all = details.map((src) => `/api/v1/details/?src=${src}`);
        const short = '/api/v1/list/?path=hundred';
        const full = '/api/v1/list/?path=hundred&attributes=1';
        const database = await openBeside(server);
        try {
          const token = await tokenOf(server, database.db);
          const signedIn = { Authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` };
          return [
            await answers(load, server, { what: 'details', paths: [one], goal: DETAILS_GOAL }),
            await answers(load, server, {
              what: 'details of 100 pictures in turn',
              paths: all,
              goal: DETAILS_GOAL,
            }),
            await answers(load, server, {
              what: 'details, with a token',
              paths: [one],
              goal: DETAILS_GOAL,
              headers: signedIn,
            }),
            await answers(load, server, { what: 'list of 100 names', paths: [short], goal: LIST_GOAL }),
            await answers(load, server, {
              what: 'list of 100 with attributes',
              paths: [full],
              goal: LIST_GOAL,
            }),
            await answers(load, server, {
              what: 'list of 100 with attributes, with a token',
              paths: [full],
              goal: LIST_GOAL,
              headers: signedIn,
            }),
            ...(await firstPages(server)),
            await decisions(database.db),
          ];
        } finally {
          await database.close();
        }
      },
      { INTERNAL_BROWSING_SSL: 'false' },
    );
  },
};

type Asked = { what: string; paths: readonly string[]; goal: number; headers?: Record<string, string> };

/** Answers a second, against node:http answering the same bytes. */
async function answers(
  load: LoadGenerator,
  server: ServerProcess,
  { what, paths, goal, headers = {} }: Asked,
): Promise<Row> {
  const { body, headers: answered } = await server.get(paths[0] ?? '');
  const bare = await startBareServer(answered, body);
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    const rate = async (port: number) =>
      groupOf(
        await load.run({
          port,
          connections: CONNECTIONS,
          paths,
          headers,
          seconds: SECONDS,
          warmupSeconds: 0.5,
        }),
      ).rate;
    // In turns, so that a machine that changes its mood in between does so for both.
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await rate(bare.port));
      ours.push(await rate(server.port));
    }
  } finally {
    await bare.stop();
  }
  const reached = median(ours);
  const reference = median(theirs);
  return {
    what: `${what}, ${body.length} bytes`,
    ours: perSecond(reached),
    reference: `${perSecond(reference)} bare node:http`,
    ratio: (reached / reference).toFixed(2),
    goal: `>= ${perSecond(goal)}`,
    met: reached >= goal,
  };
}

/** Time at the server for the first page of a large folder, each asked for in other words so that none is kept. */
async function firstPages(server: ServerProcess): Promise<Row[]> {
  const took = async (query: string) => {
    const { headers } = await server.get(`/api/v1/list/?path=many&${query}`);
    return Number(headers.get('x-time-taken')) / 1000;
  };
  const first = await took('limit=100');
  const rows: Row[] = [];
  for (const limit of [100, 1000]) {
    const times: number[] = [];
    for (let i = 0; i < PAGES; i++) times.push(await took(`limit=${limit}&n=${i}`));
    const what = `first page of ${limit} out of ${MANY.toLocaleString('en')} files`;
    rows.push(bounded(`${what}, p95`, percentile(times, 0.95), 20, milliseconds));
    rows.push(told(`${what}, median`, milliseconds(median(times))));
  }
  return [...rows, told(`the very first page of ${MANY.toLocaleString('en')} files`, milliseconds(first))];
}

/** A decision about folder rights that was made before. */
async function decisions(db: Database): Promise<Row> {
  const permissions = createPermissions(db, (error) => {
    throw error;
  });
  await permissions.refresh(1);
  const subject = { groupIds: [2, 3], administersFiles: false };
  const folders = Array.from({ length: 1_000 }, (_, i) => `/a/b${i % 10}/c${i % 100}/d${i}`);
  let sum = 0;
  const decide = () => {
    const start = performance.now();
    for (let i = 0; i < DECISIONS; i++) sum += permissions.level(subject, folders[i % folders.length] ?? '/');
    return ((performance.now() - start) * 1000) / DECISIONS;
  };
  decide();
  const micros = decide();
  if (sum < 0) throw new Error('levels are positive');
  return bounded('decision about a folder, warm', micros, 2, (value) => `${value.toFixed(2)} µs`);
}
