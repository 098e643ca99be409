import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../prisma/generated/client.ts';
import { connectionOptions } from './connection.ts';

export type Database = PrismaClient;

/** Milliseconds after which a query counts as lost: a database that stands still must not hold pictures up. */
const QUERY_TIMEOUT = 10_000;

/**
 * The typed client. Connects when first used; `$disconnect()` closes the pool.
 *
 * @param poolSize most connections held at once
 * @param onError told of connections that were lost while idle; queries report their own failures
 */
export function openDatabase(
  url: string,
  options: { poolSize: number; onError?: (error: Error) => void },
): Database {
  const { config, schema } = connectionOptions(url);
  const onError = options.onError ?? (() => {});
  const adapter = new PrismaPg(
    { ...config, max: options.poolSize, idleTimeoutMillis: 30_000, query_timeout: QUERY_TIMEOUT },
    { ...(schema === undefined ? {} : { schema }), onPoolError: onError, onConnectionError: onError },
  );
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 60_000 } });
}
