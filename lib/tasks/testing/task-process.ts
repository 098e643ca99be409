/**
 * A server process for tests of the engine: works on tasks `count`, which count to params.to and save a
 * checkpoint at each step. It reports each step, and goes on when its parent says so (or at once with params.free).
 *
 * Argument: Postgres URL.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#lib/db/client.ts';
import { createLogger } from '#lib/log/log.ts';
import { createTasks } from '../tasks.ts';

export type Report =
  | { report: 'ready' }
  | { report: 'step'; taskId: number; step: number }
  | { report: 'stopped'; taskId: number }
  | { report: 'closed' };

export type Order = { order: 'go' } | { order: 'close' };

const [url = ''] = process.argv.slice(2);
const db = openDatabase(url, { poolSize: 3 });
const log = createLogger({ level: 'error' });
const tasks = createTasks({ db, url, concurrency: 2, log });

let go = Promise.withResolvers<void>();
const tell = (report: Report): void => {
  process.send?.(report);
};

tasks.handle('count', async (params, context) => {
  let step = ((context.checkpoint as { step?: number } | undefined)?.step ?? 0) + 1;
  try {
    for (; step <= Number(params.to); step += 1) {
      context.stopIfAsked();
      tell({ report: 'step', taskId: context.taskId, step });
      if (params.free !== true) {
        const stopped = new Promise<void>((resolve) => {
          context.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        await Promise.race([go.promise, stopped]);
      } else {
        await delay(5);
      }
      context.stopIfAsked();
      await context.saveCheckpoint({ step });
      context.progress(step, Number(params.to));
    }
    return { by: process.pid, counted: Number(params.to) };
  } catch (error) {
    tell({ report: 'stopped', taskId: context.taskId });
    throw error;
  }
});

process.on('message', (message: Order) => {
  if (message.order === 'go') {
    go.resolve();
    go = Promise.withResolvers();
  } else {
    void tasks
      .close()
      .then(() => db.$disconnect())
      .then(() => tell({ report: 'closed' }));
  }
});
// The parent is gone: nothing may outlive a test.
process.on('disconnect', () => process.exit());

await tasks.start();
tell({ report: 'ready' });
