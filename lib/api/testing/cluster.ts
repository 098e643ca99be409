import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { freePort, startRedis } from '#lib/cache/testing/redis-server.ts';
import { connect } from '#lib/db/connection.ts';
import type { Answer } from './picture-server.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** How the two processes agree: through Redis, or through Postgres and a common cache folder. */
export type Meeting = 'Redis' | 'Postgres';

export type Cluster = {
  pair: readonly [ServerProcess, ServerProcess];
  imagesDir: string;
  /** Settings that the command line needs to mean this cluster. */
  env: Record<string, string>;
  /** Renders finished by both processes. */
  renders(): Promise<number>;
  /** Leases held at this moment, wherever they are kept. */
  leases(): Promise<number>;
  /** Equal requests at the same time, every second one to the other process. */
  askBoth(query: string, times?: number): Promise<Answer[]>;
  redis: { freeze(): void; thaw(): void; kill(): Promise<void>; restart(): Promise<void> };
  postgres: Pick<TestPostgres, 'freeze' | 'thaw'>;
  stop(): Promise<void>;
};

/** Two server processes, started at the same moment, on one new database and one folder of originals. */
export async function startCluster(
  meeting: Meeting,
  fill: (imagesDir: string) => Promise<unknown>,
): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'emulsion-cluster-'));
  const imagesDir = join(folder, 'originals');
  await mkdir(imagesDir);
  const redisPort = meeting === 'Redis' ? await freePort() : undefined;
  let redis = redisPort === undefined ? undefined : await startRedis(redisPort);
  // The pictures are made while Postgres waits for the disk; what goes wrong with them is told below.
  const filling = fill(imagesDir);
  filling.catch(() => undefined);
  const postgres = await startPostgres();
  const children: ServerProcess[] = [];

  async function stop(): Promise<void> {
    await Promise.all(children.map((child) => child.kill()));
    await Promise.all([redis?.kill(), postgres.stop()]);
    await rm(folder, { recursive: true, force: true });
  }

  const env: Record<string, string> = {
    DATABASE_URL: postgres.url,
    IMAGES_DIR: imagesDir,
    SECRET_KEY: 'what two processes of a test have in common',
    DATA_DIR: join(folder, 'command'),
    ...(redis ? { REDIS_URL: redis.url } : { CACHE_DIR: join(folder, 'cache') }),
  };
  try {
    await filling;
    const places = ['one', 'two'].map((name) => ({ ...env, DATA_DIR: join(folder, name) }));
    const started = await Promise.allSettled(places.map(startServerProcess));
    for (const each of started) if (each.status === 'fulfilled') children.push(each.value);
    for (const each of started) if (each.status === 'rejected') throw each.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  const [one, two] = children;
  if (!one || !two) throw new Error('there are two processes');

  return {
    pair: [one, two],
    postgres,
    imagesDir,
    env,
    stop,
    async renders() {
      return (await one.renders()) + (await two.renders());
    },
    leases: () => (redis ? redisLeases(redis.url) : postgresLeases(postgres.url)),
    askBoth: (query, times = 50) =>
      Promise.all(Array.from({ length: times }, (_, i) => (i % 2 === 0 ? one : two).get(`/image?${query}`))),
    redis: {
      freeze: () => redis?.freeze(),
      thaw: () => redis?.thaw(),
      kill: async () => redis?.kill(),
      async restart() {
        redis = await startRedis(redisPort);
      },
    },
  };
}

async function redisLeases(url: string): Promise<number> {
  const client = await createClient({ url }).connect();
  try {
    return (await client.keys('*lease*')).length;
  } finally {
    client.destroy();
  }
}

async function postgresLeases(url: string): Promise<number> {
  const client = await connect(url);
  try {
    // Locks on one 64-bit number; the owner of an embedded server holds one on two numbers.
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1",
    );
    return rows[0].n;
  } finally {
    await client.end();
  }
}
