import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { PictureSource } from '#lib/cache/picture-source.ts';
import type { RenderQueue } from '#lib/cache/render-queue.ts';
import type { RenderLane } from '#lib/delivery/picture.ts';
import { createLoadMeter, type MachineLoad } from '#lib/stats/machine-load.ts';
import type { Statistics } from '#lib/stats/statistics.ts';
import type { Tasks } from '#lib/tasks/task.ts';
import type { Metrics } from './metrics.ts';
import type { KeepingPlace } from './upkeep.ts';

/** How this process does at this moment. Times are seconds, shares are percent. */
export type LiveFigures = {
  time: Date;
  node: string;
  since: Date;
  totals: Pick<Statistics['totals'], 'requests' | 'totalBytes' | 'requestSeconds'>;
  /** Answers since the start. */
  statuses: Record<string, number>;
  /** Pictures and files served since the start, by where they came from. */
  sources: Record<string, number>;
  awaited: number;
  lanes: Array<{
    name: string;
    active: number;
    waiting: number;
    done: number;
    rejected: number;
    averageSeconds: number;
  }>;
  cache: KeepingPlace[];
  /** `busy`: share of the time that the event loop was working, since the last call. */
  process: { residentBytes: number; heapBytes: number; busy: number };
  machine: MachineLoad;
  tasks: { pending: number; active: number; failed: number };
};

type LiveParts = {
  statistics: Pick<Statistics, 'totals'>;
  metrics: Pick<Metrics, 'served' | 'statuses'>;
  source: Pick<PictureSource, 'active'>;
  queue: Pick<RenderQueue<RenderLane>, 'stats'>;
  tasks: Pick<Tasks, 'counts'>;
  keeping: () => KeepingPlace[];
};

/** Milliseconds for which figures are told again: shares of a shorter time mean nothing. */
const AGAIN = 1000;

/** Makes the function that tells how this process does. */
export function createLive(parts: LiveParts): () => Promise<LiveFigures> {
  const since = new Date();
  const machine = createLoadMeter();
  machine();
  let loop = performance.eventLoopUtilization();
  let last: { at: number; figures: Promise<LiveFigures> } | undefined;

  async function read(): Promise<LiveFigures> {
    const tasks = await parts.tasks.counts();
    const now = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(now, loop).utilization;
    loop = now;
    const { rss, heapUsed } = process.memoryUsage();
    const { requests, totalBytes, requestSeconds } = parts.statistics.totals;
    return {
      time: new Date(),
      node: `${hostname()}-${process.pid}`,
      since,
      totals: { requests, totalBytes, requestSeconds },
      statuses: parts.metrics.statuses(),
      sources: parts.metrics.served(),
      awaited: parts.source.active(),
      lanes: Object.entries(parts.queue.stats()).map(([name, lane]) => ({
        name,
        active: lane.active,
        waiting: lane.queued,
        done: lane.done,
        rejected: lane.rejected,
        averageSeconds: lane.averageMs / 1000,
      })),
      cache: parts.keeping(),
      process: { residentBytes: rss, heapBytes: heapUsed, busy: 100 * busy },
      machine: machine(),
      tasks,
    };
  }

  return () => {
    if (last && performance.now() - last.at < AGAIN) return last.figures;
    const figures = read();
    last = { at: performance.now(), figures };
    figures.catch(() => {
      last = undefined;
    });
    return figures;
  };
}
