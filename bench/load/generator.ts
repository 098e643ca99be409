import { join } from 'node:path';
import { startWorker } from '../worker.ts';

export type LoadPlan = {
  port: number;
  /** Clients; each sends its next request when its last one is answered. */
  connections: number;
  /** Paths with their queries, taken in order by whichever client is free. */
  paths: readonly string[];
  /** For each path the number of the group in which its answers are summed up; default 0. */
  groups?: readonly number[];
  headers?: Readonly<Record<string, string>>;
  /** How long to go round in the paths. Absent: each path once. */
  seconds?: number;
  /** Requests a second that are sent at most, evenly spread. Absent: as many as are answered. */
  perSecond?: number;
  /** Load before that, which is not recorded. */
  warmupSeconds?: number;
};

export type GroupResult = {
  count: number;
  bytes: number;
  /** Answers that said to come from the cache. */
  fromCache: number;
  /** Answers by status; 0 = broken connections. */
  statuses: Readonly<Record<string, number>>;
  /** Milliseconds. */
  p50: number;
  p99: number;
  max: number;
};

export type LoadResult = {
  seconds: number;
  /** Processor time of the generator itself. */
  cpuSeconds: number;
  firstAnswerMs: number;
  groups: readonly GroupResult[];
};

export type LoadGenerator = {
  /** All groups' results; throws when an answer had another status than these (200). */
  run(plan: LoadPlan, ...expected: number[]): Promise<LoadResult>;
  stop(): Promise<void>;
};

/** Closed-loop clients over keep-alive connections, in a process of their own. */
export async function startLoadGenerator(): Promise<LoadGenerator> {
  const worker = await startWorker<LoadPlan, LoadResult>(join(import.meta.dirname, 'generator-process.ts'));
  return {
    async run(plan, ...expected) {
      const good = expected.length > 0 ? expected : [200];
      const result = await worker.ask(plan);
      for (const { statuses } of result.groups) {
        const wrong = Object.entries(statuses).filter(([code]) => !good.includes(Number(code)));
        if (wrong.length > 0) {
          const list = wrong.map(
            ([code, count]) => `${count} x ${code === '0' ? 'broken connection' : code}`,
          );
          throw new Error(
            `expected only ${good.join(', ')} from ${plan.paths[0]} and others, got ${list.join(', ')}`,
          );
        }
      }
      return result;
    },
    stop: worker.stop,
  };
}

/** The sums of the only, or the given, group. */
export function groupOf(result: LoadResult, index = 0): GroupResult & { rate: number } {
  const group = result.groups[index];
  if (!group) throw new Error(`the load had no group ${index}`);
  return { ...group, rate: group.count / result.seconds };
}
