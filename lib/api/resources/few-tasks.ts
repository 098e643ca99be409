import { tooManyRequests } from '#lib/errors/error.ts';
import type { Call } from '../door/endpoint.ts';

/** Tasks of one person that may wait for their turn; the queue is everybody's. */
const MOST_WAITING = 50;

/** Throws 429 for whoever has many tasks waiting already. */
export async function requireFewTasks({
  parts,
  caller,
}: Pick<Call<unknown, unknown>, 'parts' | 'caller'>): Promise<void> {
  const { userId } = caller.principal;
  const waiting = await parts.tasks.list({ status: 0, userId, limit: MOST_WAITING });
  if (waiting.length >= MOST_WAITING) {
    throw tooManyRequests(`at most ${MOST_WAITING} of your tasks can wait; let some of them end first`, 60);
  }
}
