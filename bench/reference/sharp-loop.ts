import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startWorker } from '../worker.ts';

/** One picture for the loop to make: what the server is asked for with the same numbers. */
export type LoopJob = {
  file: string;
  /** Pixels of the file. */
  source: { width: number; height: number };
  width: number;
  height: number;
  /** Part of the source that is shown, in pixels of the source; default all of it. */
  part?: { left: number; top: number; width: number; height: number };
  format: 'jpeg' | 'webp';
  quality: number;
};

export type LoopPlan = {
  jobs: readonly LoopJob[];
  /** Jobs that are worked off before, so that everything is loaded. */
  warmup: number;
  parallel: number;
  /** Resize in linear light as the server does, or the plain way. */
  linear: boolean;
};

export type LoopResult = { seconds: number; cpuSeconds: number };

export type SharpLoop = {
  /** Works off the jobs, as many at a time as there are cores. */
  run(jobs: readonly LoopJob[], light: 'linear' | 'gamma'): Promise<LoopResult>;
  stop(): Promise<void>;
};

/** A bare loop of sharp in a process of its own, under the same circumstances as the production server. */
export async function startSharpLoop(): Promise<SharpLoop> {
  const parallel = availableParallelism();
  const worker = await startWorker<LoopPlan, LoopResult>(join(import.meta.dirname, 'sharp-loop-process.ts'), {
    UV_THREADPOOL_SIZE: String(Math.max(4, parallel + 2)),
    MALLOC_ARENA_MAX: '2',
  });
  return {
    run: (jobs, light) => worker.ask({ jobs, warmup: 4, parallel, linear: light === 'linear' }),
    stop: worker.stop,
  };
}
