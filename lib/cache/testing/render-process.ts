/**
 * A server process for tests of the single flight: obtains pictures when its parent says so, and tells the
 * parent when it begins to render. A render ends when the parent says so.
 *
 * Arguments: cache folder ("-" for none), Redis URL ("-" for none), Postgres URL ("-" for none).
 */
import { connect } from '#lib/db/connection.ts';
import { unsupported } from '#lib/errors/error.ts';
import { createDiskTier } from '../disk-tier.ts';
import { createLocalLeases } from '../lease.ts';
import { createPictureSource } from '../picture-source.ts';
import { createPostgresLeases } from '../postgres-lease.ts';
import { createRedisConnection } from '../redis-connection.ts';
import { createRedisLeases } from '../redis-lease.ts';
import { createRedisTier } from '../redis-tier.ts';
import { createPictureCache } from '../tiers.ts';
import { testAddress, testPicture } from './pictures.ts';

export type Order =
  | { order: 'obtain'; imageId: number; times: number; waitMs: number }
  | { order: 'finish'; broken?: boolean };

export type Report =
  | { report: 'ready' }
  | { report: 'rendering'; imageId: number }
  | { report: 'obtained'; imageId: number; answers: string[] };

const [folder = '-', redisUrl = '-', postgresUrl = '-'] = process.argv.slice(2);

const redis = redisUrl === '-' ? undefined : createRedisConnection({ url: redisUrl });
const postgres =
  postgresUrl === '-' ? undefined : createPostgresLeases({ connect: () => connect(postgresUrl) });
const cache = createPictureCache({
  memoryBytes: 10_000_000,
  shared: [
    ...(redis ? [createRedisTier({ redis })] : []),
    ...(folder === '-' ? [] : [createDiskTier({ folder, capacityBytes: 10_000_000 })]),
  ],
});
const leases = redis ? createRedisLeases({ redis }) : (postgres ?? createLocalLeases());
const source = createPictureSource({ cache, leases });

let finish = Promise.withResolvers<boolean>();

const tell = (report: Report): void => {
  process.send?.(report);
};

async function obtainAll(imageId: number, times: number, waitMs: number): Promise<void> {
  const render = async () => {
    tell({ report: 'rendering', imageId });
    const broken = await finish.promise;
    if (broken) throw unsupported('broken picture');
    return testPicture(`made by ${process.pid}`);
  };
  const answers = await Promise.all(
    Array.from({ length: times }, () =>
      source.obtain(testAddress(imageId), render, { waitMs }).then(
        ({ picture, from }) => `${from} ${picture.body.toString('latin1').replace(/\.+$/, '')}`,
        (error: Error) => `error ${error.message}`,
      ),
    ),
  );
  tell({ report: 'obtained', imageId, answers });
}

process.on('message', (message: Order) => {
  if (message.order === 'obtain') {
    void obtainAll(message.imageId, message.times, message.waitMs);
  } else {
    finish.resolve(message.broken === true);
    finish = Promise.withResolvers();
  }
});
// The parent is gone: nothing may outlive a test.
process.on('disconnect', () => process.exit());

while ((redis && !redis.isUp()) || (postgres && !postgres.isUp())) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
tell({ report: 'ready' });
