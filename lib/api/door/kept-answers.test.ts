import { beforeEach, describe, expect, it } from 'vitest';
import { createKeptAnswers, type KeptAnswers, keyOf } from './kept-answers.ts';

const epoch = { value: 1, live: true };
const answer = { status: 200, headers: [], body: '{}' };
const keep = { isFresh: () => true };

let kept: KeptAnswers;

beforeEach(() => {
  Object.assign(epoch, { value: 1, live: true });
  kept = createKeptAnswers(epoch);
});

describe('kept answers', () => {
  it('are given again while nothing changes', () => {
    kept.remember('a', { answer, keep, stamp: kept.stamp() });
    expect(kept.recall('a')).toBe(answer);
    expect(kept.recall('b')).toBeUndefined();
  });

  it.each<[string, () => void]>([
    ['something was changed', () => epoch.value++],
    ['something was changed here', () => kept.clear()],
    ['changes elsewhere are not heard of', () => (epoch.live = false)],
  ])('are not when %s', async (_what, happens) => {
    kept.remember('a', { answer, keep: { ...keep, renew: async () => true }, stamp: kept.stamp() });
    happens();
    expect(kept.recall('a')).toBeUndefined();
    expect(await kept.renew('a')).toBeUndefined();
  });

  it.each<[string, () => void]>([
    ['anything', () => epoch.value++],
    ['anything here', () => kept.clear()],
  ])('are not kept when %s changed while they were made', (_what, happens) => {
    const stamp = kept.stamp();
    happens();
    kept.remember('a', { answer, keep, stamp });
    expect(kept.recall('a')).toBeUndefined();
  });

  it('that are stale are renewed by a look that finds them right', async () => {
    const stale = { isFresh: () => false };
    const looks = {
      right: async () => true,
      wrong: async () => false,
      failing: () => Promise.reject(new Error('the disk is away')),
      changing: async () => {
        epoch.value++;
        return true;
      },
    };
    for (const [name, renew] of Object.entries(looks)) {
      kept.remember(name, { answer, keep: { ...stale, renew }, stamp: kept.stamp() });
      expect(kept.recall(name)).toBeUndefined();
      expect(await kept.renew(name)).toBe(name === 'right' ? answer : undefined);
    }
    kept.remember('none', { answer, keep: stale, stamp: kept.stamp() });
    expect(await kept.renew('none')).toBeUndefined();
  });

  it('are bounded in bytes and number; the oldest go first', () => {
    const large = { ...answer, body: 'x'.repeat(20 * 1024 * 1024) };
    for (const key of ['a', 'b', 'c', 'd']) kept.remember(key, { answer: large, keep, stamp: kept.stamp() });
    expect(['a', 'b', 'c', 'd'].map((key) => kept.recall(key) === large)).toEqual([false, true, true, true]);
    for (let i = 0; i < 10_000; i++) kept.remember(`${i}`, { answer, keep, stamp: kept.stamp() });
    expect(kept.recall('d')).toBeUndefined();
    expect(kept.recall('0')).toBe(answer);
  });
});

describe('keyOf', () => {
  const request = {
    method: 'GET',
    path: '/api/list/',
    query: 'path=a',
    header: (name: string) => (name === 'host' ? 'one' : undefined),
    secure: false,
  };
  it('tells apart whatever the answer depends on', () => {
    const others = [
      keyOf(request, 1),
      keyOf({ ...request, secure: true }, undefined),
      keyOf({ ...request, query: 'path=b' }, undefined),
      keyOf({ ...request, path: '/api/details/' }, undefined),
      keyOf({ ...request, header: () => 'two' }, undefined),
    ];
    expect(new Set([keyOf(request, undefined), ...others]).size).toBe(6);
    expect(keyOf({ ...request, method: 'HEAD' }, undefined)).toBe(keyOf(request, undefined));
    expect(keyOf({ ...request, method: 'POST' }, undefined)).toBeUndefined();
    expect(keyOf({ ...request, query: 'x'.repeat(2_001) }, undefined)).toBeUndefined();
  });
});
