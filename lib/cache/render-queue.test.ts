import { describe, expect, it } from 'vitest';
import { createRenderQueue } from './render-queue.ts';

const lanes = {
  render: { concurrency: 2, maxQueued: 3 },
  slow: { concurrency: 2, whileOthersWait: 1, maxQueued: 3 },
};

function createJobs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    job: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    },
    end: (name: string) => ends.get(name)?.(),
  };
}

describe('render queue', () => {
  it('runs as many at once as there are places and the rest in order of arrival', async () => {
    const queue = createRenderQueue({ concurrency: 2, lanes, maxWaitMs: 60_000 });
    const { begun, job, end } = createJobs();
    const results = ['a', 'b', 'c', 'd'].map((name) => queue.run('render', job(name)));
    await expect.poll(() => begun).toEqual(['a', 'b']);
    expect(queue.stats().render).toMatchObject({ active: 2, queued: 2 });
    end('b');
    await results[1];
    await expect.poll(() => begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name);
    await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd']);
    end('d');
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
    expect(queue.stats().render).toMatchObject({ active: 0, queued: 0, done: 4, rejected: 0 });
  });

  it('turns work away with a Retry-After when the lane is full', async () => {
    const queue = createRenderQueue({ concurrency: 1, lanes, maxWaitMs: 60_000 });
    const { job, end, begun } = createJobs();
    const accepted = ['a', 'b', 'c', 'd'].map((name) => queue.run('render', job(name)));
    await expect(queue.run('render', job('e'))).rejects.toMatchObject({ code: 'busy', status: 503 });
    await expect(queue.run('render', job('f'))).rejects.toSatisfy(
      (error: { retryAfter: number }) => error.retryAfter >= 1 && error.retryAfter <= 60,
    );
    expect(queue.stats().render.rejected).toBe(2);
    for (const name of ['a', 'b', 'c', 'd']) {
      await expect.poll(() => begun).toContain(name);
      end(name);
    }
    await Promise.all(accepted);
  });

  it('turns away what has waited too long and still runs the others', async () => {
    const queue = createRenderQueue({ concurrency: 1, lanes, maxWaitMs: 60_000 });
    const { job, end, begun } = createJobs();
    const first = queue.run('render', job('a'));
    const late = queue.run('render', job('late'), { waitMs: 5 });
    const third = queue.run('render', job('c'));
    await expect(late).rejects.toMatchObject({ code: 'busy' });
    end('a');
    await first;
    await expect.poll(() => begun).toEqual(['a', 'c']);
    end('c');
    await third;
  });

  it('drops waiting work whose caller is gone', async () => {
    const queue = createRenderQueue({ concurrency: 1, lanes, maxWaitMs: 60_000 });
    const { job, end, begun } = createJobs();
    const first = queue.run('render', job('a'));
    const gone = new AbortController();
    const second = queue.run('render', job('b'), { signal: gone.signal });
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'busy' });
    expect(queue.stats().render.queued).toBe(0);
    end('a');
    await first;
    expect(begun).toEqual(['a']);
  });

  it('leaves slow work one place while renders wait, and all of them otherwise', async () => {
    const queue = createRenderQueue({ concurrency: 2, lanes, maxWaitMs: 60_000 });
    const { begun, job, end } = createJobs();
    const slow = ['s1', 's2', 's3'].map((name) => queue.run('slow', job(name)));
    await expect.poll(() => begun).toEqual(['s1', 's2']);
    const renders = ['r1', 'r2'].map((name) => queue.run('render', job(name)));
    end('s1');
    await slow[0];
    // s3 has waited longer, but a render waits and slow work already has its one place.
    await expect.poll(() => begun).toEqual(['s1', 's2', 'r1']);
    end('r1');
    await expect.poll(() => begun).toEqual(['s1', 's2', 'r1', 'r2']);
    end('r2');
    await expect.poll(() => begun).toEqual(['s1', 's2', 'r1', 'r2', 's3']);
    end('s2');
    end('s3');
    await Promise.all([...slow, ...renders]);
  });

  it('gives the place back when the work fails', async () => {
    const queue = createRenderQueue({ concurrency: 1, lanes, maxWaitMs: 60_000 });
    const failing = queue.run('render', () => Promise.reject(new Error('broken')));
    const next = queue.run('render', async () => 'fine');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('fine');
  });

  it('reports how long work waited and ran', async () => {
    const seen: string[] = [];
    const queue = createRenderQueue({
      concurrency: 1,
      lanes,
      maxWaitMs: 60_000,
      onDone: (lane, waited, ran) => seen.push(`${lane} ${waited >= 0} ${ran >= 0}`),
    });
    await queue.run('slow', async () => undefined);
    expect(seen).toEqual(['slow true true']);
  });
});
