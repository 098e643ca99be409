import { describe, expect, it } from 'vitest';
import { busy, notFound, unsupported } from '#lib/errors/error.ts';
import type { CachedImage } from './entry.ts';
import { createLocalLeases, type Leases } from './lease.ts';
import { createPictureSource } from './picture-source.ts';
import { testAddress, testPicture } from './testing/pictures.ts';
import { createPictureCache } from './tiers.ts';

const address = testAddress(1);
const options = { waitMs: 30_000 };

function createSource(leases: Leases = createLocalLeases(), raiseTooBusy = true) {
  const cache = createPictureCache({ memoryBytes: 1_000_000, shared: [] });
  return { cache, source: createPictureSource({ cache, leases, raiseTooBusy, retryAfter: () => 5 }) };
}

/** Leases that somebody else holds until told otherwise. */
function createHeldLeases() {
  let held = true;
  const asked = Promise.withResolvers<void>();
  const leases: Leases = {
    async acquire() {
      asked.resolve();
      return held ? undefined : { guarded: true, release: async () => undefined };
    },
    close: async () => undefined,
  };
  return {
    leases,
    asked: asked.promise,
    free: () => {
      held = false;
    },
  };
}

describe('picture source', () => {
  it('renders once for fifty, then answers from memory', async () => {
    const { source } = createSource();
    const gate = Promise.withResolvers<CachedImage>();
    let renders = 0;
    const render = () => {
      renders++;
      return gate.promise;
    };
    const asked = Array.from({ length: 50 }, () => source.obtain(address, render, options));
    expect(source.active()).toBe(1);
    gate.resolve(testPicture('one'));
    const answers = await Promise.all(asked);
    expect(renders).toBe(1);
    expect(answers.filter((answer) => answer.from === 'render')).toHaveLength(1);
    expect(answers.filter((answer) => answer.from === 'flight')).toHaveLength(49);
    expect((await source.obtain(address, render, options)).from).toBe('memory');
    await source.idle();
    expect(source.active()).toBe(0);
  });

  it('remembers a failure of the picture, for all who asked and for the next', async () => {
    const { source } = createSource();
    let renders = 0;
    const render = async () => {
      renders++;
      throw unsupported('The file is damaged.', new Error('libvips says no'));
    };
    const answers = await Promise.allSettled([1, 2, 3].map(() => source.obtain(address, render, options)));
    for (const answer of answers) {
      expect(answer).toMatchObject({
        reason: { code: 'unsupported', publicMessage: 'The file is damaged.' },
      });
    }
    await expect(source.obtain(address, render, options)).rejects.toMatchObject({ status: 415 });
    expect(renders).toBe(1);
  });

  it.each([
    ['busy', busy('full', 1)],
    ['not_found', notFound('gone')],
    ['an unexpected error', new Error('bug')],
  ])('does not remember %s', async (_, error) => {
    const { source } = createSource();
    await expect(source.obtain(address, () => Promise.reject(error), options)).rejects.toBe(error);
    expect((await source.obtain(address, async () => testPicture('two'), options)).from).toBe('render');
  });

  it('makes it anew on demand and keeps the new one', async () => {
    const { source } = createSource();
    await source.obtain(address, async () => testPicture('old'), options);
    const fresh = { ...options, fresh: true };
    expect((await source.obtain(address, async () => testPicture('new'), fresh)).from).toBe('render');
    const kept = await source.obtain(address, async () => testPicture('never'), options);
    expect(kept).toEqual({ picture: testPicture('new'), from: 'memory' });
  });

  it('waits for the holder of the lease and renders when it is free and nothing was left', async () => {
    const { leases, asked, free } = createHeldLeases();
    const { source } = createSource(leases);
    const answer = source.obtain(address, async () => testPicture('mine'), options);
    await asked;
    free();
    expect((await answer).from).toBe('render');
  });

  it('ends in busy at the deadline', async () => {
    const { leases } = createHeldLeases();
    const { source } = createSource(leases);
    const answer = source.obtain(address, async () => testPicture('mine'), { waitMs: 50 });
    await expect(answer).rejects.toMatchObject({ code: 'busy', retryAfter: 5 });
    expect(source.active()).toBe(0);
  });

  it('renders at the deadline when it must not answer busy', async () => {
    const { leases } = createHeldLeases();
    const { source } = createSource(leases, false);
    const seen: number[] = [];
    const answer = source.obtain(
      address,
      async ({ waitMs }) => {
        seen.push(waitMs);
        return testPicture('mine');
      },
      { waitMs: 50 },
    );
    expect((await answer).from).toBe('render');
    expect(seen).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('stops waiting for a lease when all callers are gone', async () => {
    const { leases, asked } = createHeldLeases();
    const { source } = createSource(leases);
    const gone = new AbortController();
    const answer = source.obtain(address, async () => testPicture('mine'), {
      ...options,
      signal: gone.signal,
    });
    await asked;
    gone.abort();
    await expect(answer).rejects.toMatchObject({ code: 'busy' });
    expect(source.active()).toBe(0);
  });

  it('tells the render what is left of the time, and when nobody wants it any more', async () => {
    const { source } = createSource();
    const gone = new AbortController();
    const begun = Promise.withResolvers<{ waitMs: number; signal: AbortSignal }>();
    const answer = source.obtain(
      address,
      (context) => {
        begun.resolve(context);
        return new Promise((_, reject) =>
          context.signal.addEventListener('abort', () => reject(new Error('stopped'))),
        );
      },
      { waitMs: 10_000, signal: gone.signal },
    );
    const context = await begun.promise;
    expect(context.waitMs).toBeGreaterThan(5000);
    expect(context.waitMs).toBeLessThanOrEqual(10_000);
    gone.abort();
    await expect(answer).rejects.toMatchObject({ code: 'busy' });
    expect(context.signal.aborted).toBe(true);
  });

  it('gives the lease back after storing, whatever came of the render', async () => {
    const events: string[] = [];
    const leases: Leases = {
      acquire: async () => ({
        guarded: true,
        release: async () => {
          events.push('released');
        },
      }),
      close: async () => undefined,
    };
    const { source } = createSource(leases);
    await source.obtain(address, async () => testPicture('x'), options);
    await source.idle();
    expect(events).toEqual(['released']);
    await expect(
      source.obtain(testAddress(2), () => Promise.reject(new Error('bug')), options),
    ).rejects.toThrow('bug');
    await source.idle();
    expect(events).toEqual(['released', 'released']);
  });
});
