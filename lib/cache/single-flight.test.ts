import { describe, expect, it } from 'vitest';
import { badRequest, busy } from '#lib/errors/error.ts';
import { createSingleFlight } from './single-flight.ts';

/** Work that ends when the test says so. */
function controlled<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let calls = 0;
  let signal: AbortSignal | undefined;
  return {
    work: (given: AbortSignal) => {
      calls++;
      signal = given;
      return promise;
    },
    resolve,
    reject,
    calls: () => calls,
    signal: () => signal,
  };
}

const patient = { waitMs: 60_000 };

describe('single flight', () => {
  it('runs the work once for all who ask at the same time', async () => {
    const flights = createSingleFlight<number>();
    const job = controlled<number>();
    const callers = Array.from({ length: 50 }, () => flights.share('k', job.work, patient));
    job.resolve(7);
    const results = await Promise.all(callers);
    expect(job.calls()).toBe(1);
    expect(results.map((result) => result.value)).toEqual(Array(50).fill(7));
    expect(results.filter((result) => result.led)).toHaveLength(1);
    expect(flights.active()).toBe(0);
  });

  it('keeps different keys apart and starts again once the first is done', async () => {
    const flights = createSingleFlight<string>();
    const both = await Promise.all([
      flights.share('a', async () => 'A', patient),
      flights.share('b', async () => 'B', patient),
    ]);
    expect(both.map((result) => result.value)).toEqual(['A', 'B']);
    expect((await flights.share('a', async () => 'again', patient)).value).toBe('again');
  });

  it('shares a failure that is about the picture', async () => {
    const flights = createSingleFlight<number>();
    const job = controlled<number>();
    const callers = [flights.share('k', job.work, patient), flights.share('k', job.work, patient)];
    job.reject(badRequest('no such page'));
    for (const caller of callers) await expect(caller).rejects.toThrow('no such page');
    expect(job.calls()).toBe(1);
  });

  it('lets the others go on when the first one was turned away as busy', async () => {
    const flights = createSingleFlight<number>();
    let calls = 0;
    const gate = Promise.withResolvers<void>();
    const work = async () => {
      const mine = ++calls;
      await gate.promise;
      if (mine === 1) throw busy('full', 1);
      return mine;
    };
    const callers = [1, 2, 3].map(() => flights.share('k', work, patient));
    gate.resolve();
    const [first, second, third] = await Promise.allSettled(callers);
    expect(first?.status).toBe('rejected');
    expect(second).toMatchObject({ status: 'fulfilled', value: { value: 2, led: true } });
    expect(third).toMatchObject({ status: 'fulfilled', value: { value: 2, led: false } });
  });

  it('does not try for ever when every attempt ends in busy', async () => {
    const flights = createSingleFlight<number>();
    let calls = 0;
    const work = async () => {
      calls++;
      throw busy('full', 1);
    };
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, () => flights.share('k', work, patient)),
    );
    expect(results.every((result) => result.status === 'rejected')).toBe(true);
    expect(calls).toBeLessThanOrEqual(3);
  });

  it('lets a caller with a short wait give up alone', async () => {
    const flights = createSingleFlight<number>({ retryAfter: () => 9 });
    const job = controlled<number>();
    const leader = flights.share('k', job.work, patient);
    await expect(flights.share('k', job.work, { waitMs: 5 })).rejects.toMatchObject({
      code: 'busy',
      retryAfter: 9,
    });
    expect(job.signal()?.aborted).toBe(false);
    job.resolve(1);
    expect((await leader).value).toBe(1);
  });

  it('lets the work go on when its starter leaves but others stay', async () => {
    const flights = createSingleFlight<number>();
    const job = controlled<number>();
    const gone = new AbortController();
    const leader = flights.share('k', job.work, { ...patient, signal: gone.signal });
    const follower = flights.share('k', job.work, patient);
    gone.abort();
    await expect(leader).rejects.toMatchObject({ code: 'busy' });
    expect(job.signal()?.aborted).toBe(false);
    job.resolve(4);
    expect(await follower).toEqual({ value: 4, led: false });
  });

  it('tells the work when nobody waits any more, and the next caller starts afresh', async () => {
    const flights = createSingleFlight<number>();
    const abandoned = controlled<number>();
    const gone = new AbortController();
    const leader = flights.share('k', abandoned.work, { ...patient, signal: gone.signal });
    gone.abort();
    await expect(leader).rejects.toMatchObject({ code: 'busy' });
    expect(abandoned.signal()?.aborted).toBe(true);
    expect(await flights.share('k', async () => 5, patient)).toEqual({ value: 5, led: true });
    abandoned.reject(new Error('late'));
  });

  it('waits without limit when told so', async () => {
    const flights = createSingleFlight<number>();
    const result = flights.share('k', async () => 3, { waitMs: Number.POSITIVE_INFINITY });
    expect((await result).value).toBe(3);
  });
});
