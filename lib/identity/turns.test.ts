import { afterEach, expect, it, vi } from 'vitest';
import { createTurns } from './turns.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('so many run, so many wait in order, the rest is sent away', async () => {
  const turns = createTurns({ places: 2, waiting: 3, longestWaitMs: 60_000, usualMs: 2000 });
  const begun: number[] = [];
  const finish: Array<() => void> = [];
  const work = (name: number) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => finish.push(resolve));
  };
  const taken = [1, 2, 3, 4, 5].map((name) => turns.take(work(name)));
  await expect(turns.take(work(6))).rejects.toMatchObject({ code: 'busy', retryAfter: 3 });
  expect(begun).toEqual([1, 2]);
  finish[1]?.();
  await taken[1];
  await expect.poll(() => begun).toEqual([1, 2, 3]);
  for (let at = 0; at < 5; at++) {
    await expect.poll(() => finish.length).toBeGreaterThan(at);
    finish[at]?.();
  }
  await Promise.all(taken);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
});

it('work that fails gives its place back', async () => {
  const turns = createTurns({ places: 1, waiting: 1, longestWaitMs: 60_000, usualMs: 1 });
  const failing = async () => {
    throw new Error('no');
  };
  for (let at = 0; at < 5; at++) await expect(turns.take(failing)).rejects.toThrow('no');
  expect(await turns.take(async () => 'done')).toBe('done');
});

it('who has waited too long is sent away, and those behind are not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const turns = createTurns({ places: 1, waiting: 3, longestWaitMs: 1000, usualMs: 1 });
  let finish = () => {};
  const first = turns.take(() => new Promise<void>((resolve) => (finish = resolve)));
  const second = turns.take(async () => 'second').catch((error) => error.code);
  vi.advanceTimersByTime(900);
  const third = turns.take(async () => 'third');
  vi.advanceTimersByTime(100);
  expect(await second).toBe('busy');
  finish();
  await first;
  expect(await third).toBe('third');
});
