import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop. */
const SPAN = 4;
/** Steps before the clock is looked at for the first time. */
const FIRST = 1024;

/**
 * Calls `work` for one range after the other until `count` steps are done, with turns of the event loop between
 * them, so that other requests go on. Ranges are as long as takes a few milliseconds. Each step is `weight` times
 * as much work as one pixel, say a row.
 */
export async function inBands(
  count: number,
  weight: number,
  work: (from: number, to: number) => void,
): Promise<void> {
  let size = Math.max(1, Math.floor(FIRST / weight));
  for (let from = 0; from < count; ) {
    const to = Math.min(count, from + size);
    const start = performance.now();
    work(from, to);
    const taken = performance.now() - start;
    from = to;
    // Short of the span, the next range is longer; the clock is coarse beside the first ones.
    size = Math.max(1, Math.floor(size * Math.min(4, SPAN / Math.max(taken, SPAN / 8))));
    if (from < count && taken > SPAN / 4) await nextTurn();
  }
}
