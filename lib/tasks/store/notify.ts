import type { Prisma } from '../../../prisma/generated/client.ts';

/** Channel on which processes hear of tasks. Messages are hints: whoever hears one looks at the table. */
export const CHANNEL = 'emulsion_tasks';

/** Tells all processes of a task, once the transaction is committed. */
export async function notifyTasks(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  what: 'done' | 'cancel',
  id: number,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${`${what} ${id}`})`;
}
