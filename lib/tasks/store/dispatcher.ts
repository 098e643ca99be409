import { createHash } from 'node:crypto';
import { fromPrisma, PgBoss } from 'pg-boss';
import { connectionOptions } from '#lib/db/connection.ts';
import type { Transaction } from './changes.ts';

const QUEUE = 'emulsion-tasks';

/** Connections of pg-boss; it holds one more to listen. */
const POOL_SIZE = 3;

/** Seconds after which idle workers look without having been told; also for tasks that wait for their time. */
const POLL = 3;

/** Most that pg-boss allows. A task may take longer: its row, not its job, says whose it is. */
const LONGEST_RUN = 24 * 3600;

/**
 * Orders of a task's turn, kept by pg-boss. A job says no more than "look at this task": one too many does no
 * harm, and one that got lost is sent again.
 */
export type Dispatcher = {
  /** Sends the job of a task, with the transaction that makes the task pending. */
  send(tx: Transaction, task: { id: number; priority: number }, afterSeconds?: number): Promise<void>;
  /** Sends the jobs of pending tasks that have none. */
  resend(tasks: ReadonlyArray<{ id: number; priority: number }>): Promise<void>;
  /** Begins to take jobs, so many at a time. An error of `run` sends the job again. */
  work(concurrency: number, run: (taskId: number) => Promise<void>): Promise<void>;
  /** Takes no more jobs; resolves when those taken are done. */
  rest(): Promise<void>;
  close(): Promise<void>;
};

/** Schema of pg-boss: one for each schema of ours, as several installations may share a database. */
function bossSchema(schema: string | undefined): string {
  const own = schema ?? 'public';
  if (/^[a-z_][a-z0-9_]{0,39}$/.test(own)) return `${own}_boss`;
  return `boss_${createHash('sha256').update(own).digest('hex').slice(0, 32)}`;
}

/** Connects pg-boss and makes or updates its tables. */
export async function openDispatcher(options: {
  url: string;
  onError: (error: unknown) => void;
  onWarning: (message: string, details: unknown) => void;
}): Promise<Dispatcher> {
  const { config, schema } = connectionOptions(options.url);
  const { connectionString, application_name, options: sessionOptions, connectionTimeoutMillis } = config;
  const boss = new PgBoss({
    ...(connectionString === undefined ? {} : { connectionString }),
    ...(application_name === undefined ? {} : { application_name }),
    ...(sessionOptions === undefined ? {} : { options: sessionOptions }),
    ...(connectionTimeoutMillis === undefined ? {} : { connectionTimeoutMillis }),
    max: POOL_SIZE,
    schema: bossSchema(schema),
    useListenNotify: true,
    schedule: false,
    monitorVacuum: false,
  });
  // Without a listener an error would end the process.
  boss.on('error', options.onError);
  boss.on('warning', ({ message, data }) => options.onWarning(message, data));
  await boss.start();
  try {
    // Short: of the jobs that wait, one for each task. Another may be added while one runs.
    const queue = {
      notify: true,
      expireInSeconds: LONGEST_RUN,
      deleteAfterSeconds: 3600,
      retryLimit: 5,
      retryDelay: 1,
      retryBackoff: true,
    };
    await boss.createQueue(QUEUE, { ...queue, policy: 'short' });
    await boss.updateQueue(QUEUE, queue);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }

  /** pg-boss carries out higher numbers first. */
  const orderOf = (priority: number) => -priority;

  return {
    async send(tx, { id, priority }, afterSeconds) {
      await boss.send(
        QUEUE,
        { taskId: id },
        {
          singletonKey: String(id),
          priority: orderOf(priority),
          ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
          db: fromPrisma(tx),
        },
      );
    },

    async resend(tasks) {
      if (tasks.length === 0) return;
      await boss.insert(
        QUEUE,
        tasks.map(({ id, priority }) => ({
          data: { taskId: id },
          singletonKey: String(id),
          priority: orderOf(priority),
        })),
      );
    },

    async work(concurrency, run) {
      for (let place = 0; place < concurrency; place += 1) {
        // One worker to each call, so that it can be told to look again at once: left alone, it would wait for
        // the next message or poll even when more jobs are there.
        const worker: string = await boss.work<{ taskId: number }>(
          QUEUE,
          { batchSize: 1, notifyPollingIntervalSeconds: POLL, pollingIntervalSeconds: 1 },
          async ([job]) => {
            try {
              if (job) await run(job.data.taskId);
            } finally {
              boss.notifyWorker(worker);
            }
          },
        );
      }
    },

    rest: () => boss.offWork(QUEUE, { wait: true }),
    close: () => boss.stop({ graceful: false }),
  };
}
