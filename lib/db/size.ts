import type { Database } from './client.ts';

/** Bytes that the database of this installation takes. */
export async function databaseBytes(db: Pick<Database, '$queryRaw'>): Promise<number> {
  const [row] = await db.$queryRaw<Array<{ bytes: bigint }>>`
    SELECT pg_database_size(current_database())::bigint AS bytes`;
  return Number(row?.bytes ?? 0);
}
