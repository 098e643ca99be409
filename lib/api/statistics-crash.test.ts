import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { connect } from '#lib/db/connection.ts';
import { photograph, save } from './testing/originals.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';

const FLUSH_SECONDS = 1;
/** For the writing itself on a busy machine. */
const SLACK_MS = 2000;
const FILES = ['a', 'b', 'c'];

let folder: string;
let postgres: TestPostgres;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulsion-counts-'));
  await mkdir(join(folder, 'originals'));
  for (const [i, name] of FILES.entries()) {
    await save(join(folder, 'originals'), `${name}.jpg`, photograph(200, 150, i));
  }
  postgres = await startPostgres();
}, 60_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Two nodes on one database. */
async function start(name: string): Promise<ServerProcess> {
  const server = await startServerProcess({
    DATABASE_URL: postgres.url,
    IMAGES_DIR: join(folder, 'originals'),
    DATA_DIR: join(folder, name),
    STATS_FLUSH_SECONDS: String(FLUSH_SECONDS),
  });
  servers.push(server);
  return server;
}

/** Requests on record: of the system, of all images together, and in the tallies by status. */
async function onRecord(): Promise<{ system: number; images: number; statuses: number }> {
  const client = await connect(postgres.url);
  try {
    const { rows } = await client.query(`
      SELECT (SELECT coalesce(sum(requests), 0)::int FROM systemstats) AS system,
             (SELECT coalesce(sum(requests), 0)::int FROM imagestats) AS images,
             (SELECT coalesce(sum(requests), 0)::int FROM systemdetails WHERE kind = 'status') AS statuses`);
    return rows[0];
  } finally {
    await client.end();
  }
}

test('two nodes count into the same rows; a kill loses what one of them had not written, a stop loses nothing', async () => {
  const [killed, stopped] = await Promise.all([start('one'), start('two')]);
  /** When each answer of the node that is killed had arrived. */
  const answeredAt: number[] = [];
  let others = 0;
  let asking = true;
  async function ask(server: ServerProcess, done: () => void): Promise<void> {
    for (let i = 0; asking; i++) {
      const { status } = await server.get(`/image?src=${FILES[i % FILES.length]}.jpg&width=${40 + (i % 5)}`);
      expect(status).toBe(200);
      done();
    }
  }
  const clients = Promise.allSettled([
    ask(killed, () => answeredAt.push(performance.now())),
    ask(stopped, () => {
      others += 1;
    }),
  ]);
  // Until both have written something and counted more.
  await expect.poll(async () => (await onRecord()).system, { timeout: 30_000 }).toBeGreaterThan(200);
  const seen = answeredAt.length + others;
  await expect.poll(() => answeredAt.length + others, { timeout: 30_000 }).toBeGreaterThan(seen + 200);
  await killed.kill();
  const killedAt = performance.now();
  asking = false;
  await clients;
  await stopped.stop();

  const { system, images, statuses } = await onRecord();
  expect([images, statuses]).toEqual([system, system]);
  const ofKilled = system - others;
  const old = answeredAt.filter((at) => at < killedAt - FLUSH_SECONDS * 1000 - SLACK_MS).length;
  expect(ofKilled).toBeGreaterThanOrEqual(old);
  // One more may have been counted whose answer did not arrive.
  expect(ofKilled).toBeLessThanOrEqual(answeredAt.length + 1);
  // Without a writing in between, nothing of it would be there.
  expect(ofKilled).toBeGreaterThan(0);
}, 90_000);
