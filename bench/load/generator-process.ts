import { percentile } from '../figures.ts';
import { answerQuestions } from '../worker.ts';
import { type Connection, openConnection } from './connection.ts';
import type { GroupResult, LoadPlan, LoadResult } from './generator.ts';

type Group = {
  count: number;
  bytes: number;
  fromCache: number;
  statuses: Map<number, number>;
  times: number[];
};

/** Milliseconds after which a run that is worked off once is given up. */
const PATIENCE = 150_000;

function requestText(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}\r\n`;
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const { port, connections, headers = {} } = plan;
  const texts = plan.paths.map((path) => requestText(path, headers));
  const groupOf = plan.groups ?? [];
  const groups: Group[] = [];
  for (let i = 0; i <= Math.max(0, ...groupOf); i++) {
    groups.push({ count: 0, bytes: 0, fromCache: 0, statuses: new Map(), times: [] });
  }
  let next = 0;
  let firstAnswer = 0;
  let recordFrom = 0;
  const lanes: Connection[] = [];
  for (let i = 0; i < connections; i++) lanes.push(openConnection('127.0.0.1', port));

  const start = performance.now();
  const warmUntil = start + (plan.warmupSeconds ?? 0) * 1000;
  const until = plan.seconds === undefined ? start + PATIENCE : warmUntil + plan.seconds * 1000;
  const once = plan.seconds === undefined;
  let cpu = process.cpuUsage();
  let end = start;

  await Promise.all(
    lanes.map(
      (lane) =>
        new Promise<void>((resolve) => {
          const step = (): void => {
            const now = performance.now();
            if (now >= until || (once && next >= texts.length)) {
              resolve();
              return;
            }
            const turn = next++;
            const index = turn % texts.length;
            const early = plan.perSecond === undefined ? 0 : start + (turn * 1000) / plan.perSecond - now;
            if (early > 0) setTimeout(send, early, index);
            else send(index);
          };
          const send = (index: number): void => {
            const now = performance.now();
            lane.send(texts[index] ?? '', (status, bytes, fromCache) => {
              const done = performance.now();
              if (firstAnswer === 0) firstAnswer = done - start;
              end = done;
              if (now >= warmUntil) {
                if (recordFrom === 0) {
                  recordFrom = now;
                  cpu = process.cpuUsage();
                }
                const group = groups[groupOf[index] ?? 0];
                if (group) {
                  group.count++;
                  group.bytes += bytes;
                  if (fromCache) group.fromCache++;
                  group.statuses.set(status, (group.statuses.get(status) ?? 0) + 1);
                  group.times.push(done - now);
                }
              }
              // A connection that broke is not to be hammered in a loop.
              if (status === 0) setTimeout(step, 5);
              else step();
            });
          };
          step();
        }),
    ),
  );
  for (const lane of lanes) lane.close();
  const used = process.cpuUsage(cpu);
  return {
    seconds: (end - (recordFrom || start)) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
    firstAnswerMs: firstAnswer,
    groups: groups.map(summary),
  };
}

function summary({ count, bytes, fromCache, statuses, times }: Group): GroupResult {
  return {
    count,
    bytes,
    fromCache,
    statuses: Object.fromEntries(statuses),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
  };
}

answerQuestions(run);
