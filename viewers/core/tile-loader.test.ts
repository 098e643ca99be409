import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTileLoader } from './tile-loader.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A loader over requests that the test answers. */
function open(options: { requests?: number } = {}) {
  const asked: string[] = [];
  const heard: string[] = [];
  const answers = new Map<string, PromiseWithResolvers<string>>();
  const loader = createTileLoader<string>({
    ...options,
    fetch(url) {
      asked.push(url);
      const answer = Promise.withResolvers<string>();
      answers.set(url, answer);
      return answer.promise;
    },
    onLoad: (key, picture) => heard.push(`${key} ${picture}`),
    onGiveUp: (key) => heard.push(`${key} given up`),
  });
  const want = (...names: string[]) => names.forEach((name) => loader.want(name, name));
  const settled = () => vi.advanceTimersByTimeAsync(0);
  return {
    loader,
    asked,
    heard,
    want,
    async answer(name: string) {
      answers.get(name)?.resolve('here');
      await settled();
    },
    async fail(name: string) {
      answers.get(name)?.reject(new Error('no picture'));
      await settled();
    },
  };
}

it('has two requests under way, first in, first out, and asks for nothing twice', async () => {
  const { loader, asked, heard, want, answer } = open();
  want('a', 'b', 'c', 'd', 'a');
  expect(asked).toEqual(['a', 'b']);
  expect(loader.pending).toBe(4);
  await answer('b');
  expect(asked).toEqual(['a', 'b', 'c']);
  await answer('a');
  await answer('c');
  await answer('d');
  expect(heard).toEqual(['b here', 'a here', 'c here', 'd here']);
  expect(loader.pending).toBe(0);
});

it('drops what is queued, not what is under way', async () => {
  const { loader, asked, heard, want, answer } = open();
  want('a', 'b', 'c', 'd');
  loader.retain((key) => key === 'd');
  expect(loader.isWanted('c')).toBe(false);
  await answer('a');
  await answer('b');
  await answer('d');
  expect(asked).toEqual(['a', 'b', 'd']);
  expect(heard).toEqual(['a here', 'b here', 'd here']);
});

it('tries three times, later each time, and lets others go first meanwhile', async () => {
  const { asked, heard, want, answer, fail } = open({ requests: 1 });
  want('a', 'b');
  await fail('a');
  expect(asked).toEqual(['a', 'b']);
  await answer('b');
  await vi.advanceTimersByTimeAsync(399);
  expect(asked).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(1);
  await fail('a');
  await vi.advanceTimersByTimeAsync(799);
  expect(asked).toEqual(['a', 'b', 'a']);
  await vi.advanceTimersByTimeAsync(1);
  await fail('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual(['a', 'b', 'a', 'a']);
  expect(heard).toEqual(['b here', 'a given up']);
});

it('reports nothing once it is destroyed', async () => {
  const { loader, asked, heard, want, answer, fail } = open();
  want('a', 'b', 'c');
  loader.destroy();
  await answer('a');
  await fail('b');
  want('e');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual(['a', 'b']);
  expect(heard).toEqual([]);
});
