import { busy } from '#lib/errors/error.ts';

export type LaneOptions = {
  /** How many of this lane run at once. */
  concurrency: number;
  /** How many of this lane run at once while another lane has work waiting; default `concurrency`. */
  whileOthersWait?: number;
  /** How many of this lane may wait. */
  maxQueued: number;
};

type LaneStats = {
  active: number;
  queued: number;
  done: number;
  /** Turned away: lane full or waited too long. */
  rejected: number;
  /** Recent average of the run time in milliseconds; 0 before the first. */
  averageMs: number;
};

type RunOptions = {
  /** Longest wait for a place in milliseconds; never more than the queue's own. */
  waitMs?: number;
  /** Aborted when the result is not wanted any more; takes waiting work out of the queue. */
  signal?: AbortSignal | undefined;
};

export type RenderQueue<L extends string> = {
  /**
   * Runs the work when a place is free, first come first served. Throws busy with a Retry-After drawn from
   * recent run times when the lane is full or the wait too long.
   */
  run<T>(lane: L, work: () => Promise<T>, options?: RunOptions): Promise<T>;
  /** Seconds until work handed in now could be done, at least 1. */
  retryAfter(lane: L): number;
  stats(): Record<L, LaneStats>;
};

type Waiting = { number: number; begin: () => void };

type Lane = {
  options: LaneOptions;
  active: number;
  waiting: Set<Waiting>;
  done: number;
  rejected: number;
  averageMs: number;
};

/** Weight of the newest run in the average: about the last ten count. */
const NEWEST_WEIGHT = 0.2;

const MAX_RETRY_AFTER_SECONDS = 60;

/**
 * The bounded queue that everything passes which decodes or encodes pictures. Bounds run over all lanes
 * together (`concurrency`, normally the number of cores) and per lane.
 *
 * @param options.maxWaitMs longest wait for a place.
 * @param options.onDone told of every finished run: milliseconds waited and milliseconds run.
 */
export function createRenderQueue<L extends string>(options: {
  concurrency: number;
  lanes: Record<L, LaneOptions>;
  maxWaitMs: number;
  onDone?: (lane: L, waitedMs: number, ranMs: number) => void;
}): RenderQueue<L> {
  const { concurrency, maxWaitMs, onDone } = options;
  const lanes = new Map<L, Lane>();
  for (const name of Object.keys(options.lanes) as L[]) {
    lanes.set(name, {
      options: options.lanes[name],
      active: 0,
      waiting: new Set(),
      done: 0,
      rejected: 0,
      averageMs: 0,
    });
  }
  let active = 0;
  let arrivals = 0;

  const laneOf = (name: L): Lane => lanes.get(name) as Lane;

  const mayRun = (lane: Lane): boolean => {
    if (active >= concurrency || lane.active >= lane.options.concurrency) return false;
    const contended = lane.options.whileOthersWait;
    if (contended === undefined || lane.active < contended) return true;
    for (const other of lanes.values()) if (other !== lane && other.waiting.size > 0) return false;
    return true;
  };

  /** Starts what may run, the longest waiting first. A set keeps the order of arrival. */
  const advance = (): void => {
    for (;;) {
      let next: { lane: Lane; item: Waiting } | undefined;
      for (const lane of lanes.values()) {
        const [item] = lane.waiting;
        if (item && (!next || item.number < next.item.number) && mayRun(lane)) next = { lane, item };
      }
      if (!next) return;
      next.lane.waiting.delete(next.item);
      next.item.begin();
    }
  };

  const retryAfter = (name: L): number => {
    const lane = laneOf(name);
    const places = Math.min(concurrency, lane.options.concurrency);
    const ms = ((lane.waiting.size + lane.active + 1) / places) * lane.averageMs;
    return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(ms / 1000)));
  };

  /** For a caller who has gone; nobody was turned away. */
  const left = (name: L): Error => busy('Nobody waits for this picture any more.', retryAfter(name));

  const tooBusy = (name: L): Error => {
    laneOf(name).rejected++;
    return busy('The server is too busy to make this picture now; try again later.', retryAfter(name));
  };

  /** Resolves when the place is the caller's; the caller must give it back. */
  const enter = (name: L, { waitMs = maxWaitMs, signal }: RunOptions): Promise<void> => {
    const lane = laneOf(name);
    if (signal?.aborted) return Promise.reject(left(name));
    const begin = (): void => {
      active++;
      lane.active++;
    };
    if (lane.waiting.size === 0 && mayRun(lane)) {
      begin();
      return Promise.resolve();
    }
    if (lane.waiting.size >= lane.options.maxQueued) return Promise.reject(tooBusy(name));
    return new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
      };
      const giveUp = (): void => {
        stop();
        lane.waiting.delete(item);
        reject(signal?.aborted ? left(name) : tooBusy(name));
        // This lane's waiting may have been what held another lane back.
        advance();
      };
      const item: Waiting = {
        number: arrivals++,
        begin: () => {
          stop();
          begin();
          resolve();
        },
      };
      const timer = setTimeout(giveUp, Math.max(0, Math.min(waitMs, maxWaitMs)));
      signal?.addEventListener('abort', giveUp);
      lane.waiting.add(item);
    });
  };

  return {
    async run(name, work, runOptions = {}) {
      const arrived = performance.now();
      await enter(name, runOptions);
      const lane = laneOf(name);
      const began = performance.now();
      try {
        return await work();
      } finally {
        const ran = performance.now() - began;
        lane.averageMs = lane.done === 0 ? ran : lane.averageMs * (1 - NEWEST_WEIGHT) + ran * NEWEST_WEIGHT;
        lane.done++;
        active--;
        lane.active--;
        advance();
        onDone?.(name, began - arrived, ran);
      }
    },

    retryAfter,

    stats() {
      const entries = [...lanes].map(([name, lane]): [L, LaneStats] => [
        name,
        {
          active: lane.active,
          queued: lane.waiting.size,
          done: lane.done,
          rejected: lane.rejected,
          averageMs: lane.averageMs,
        },
      ]);
      return Object.fromEntries(entries) as Record<L, LaneStats>;
    },
  };
}
