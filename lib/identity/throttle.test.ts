import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetOldLoginFailures } from './store/login-failures.ts';
import { openHouse, type TestHouse } from './testing/people.ts';
import { createThrottle, type Throttle } from './throttle.ts';

let house: TestHouse;
let throttle: Throttle;

beforeAll(async () => {
  house = await openHouse();
  throttle = createThrottle(house.db);
});

afterAll(() => house?.stop());

beforeEach(async () => {
  await house.db.loginFailure.deleteMany();
});

async function fail(times: number, username: string | undefined, address: string): Promise<void> {
  for (let at = 0; at < times; at++) await throttle.failed(username ?? `name${at}`, address);
}

/** Seconds to wait; 0 when one may try. */
async function wait(username: string, address: string): Promise<number> {
  try {
    await throttle.check(username, address);
    return 0;
  } catch (error) {
    expect(error).toMatchObject({ code: 'too_many_requests' });
    return (error as { retryAfter: number }).retryAfter;
  }
}

const pass = async (seconds: number) => {
  await house.db
    .$executeRaw`UPDATE loginfailures SET last_at = last_at - make_interval(secs => ${seconds}::float8)`;
};

describe('an account', () => {
  // U+0130 is a capital i, U+FF41 a wide a; directories may overlook accents and blanks.
  it.each([
    ['admin', 'adm\u0130n'],
    ['admin', '\uff41dmin'],
    ['jörg', 'JORG'],
    ['de la cruz', 'delacruz'],
    ['ΝΙΚΟΣ', 'νικος'],
  ])('%s is no other one when it is spelled %s', async (name, spelled) => {
    await fail(10, spelled, '10.0.0.1');
    expect(await wait(name, '10.0.0.9')).toBeGreaterThan(0);
  });

  it('may fail ten times, from wherever, in any spelling, on all nodes', async () => {
    await fail(9, 'Ann', '10.0.0.1');
    expect(await wait('ann', '10.0.0.9')).toBe(0);
    await fail(1, 'ANN', '10.0.0.2');
    const seconds = await wait('ann', '10.0.0.9');
    expect(seconds).toBeGreaterThan(80);
    expect(seconds).toBeLessThanOrEqual(90);
    expect(await wait('bob', '10.0.0.1')).toBe(0);
    await expect(createThrottle(house.db).check('ann', '10.0.0.9')).rejects.toThrow('Too many');
  });

  it('gets one more try each 90 seconds, and all of them after a quarter of an hour', async () => {
    await fail(30, 'ann', '10.0.0.1');
    expect(await wait('ann', '10.0.0.9')).toBeLessThanOrEqual(90);
    await pass(91);
    expect(await wait('ann', '10.0.0.9')).toBe(0);
    await fail(1, 'ann', '10.0.0.1');
    expect(await wait('ann', '10.0.0.9')).toBeGreaterThan(80);
    await pass(15 * 60);
    await fail(9, 'ann', '10.0.0.1');
    expect(await wait('ann', '10.0.0.9')).toBe(0);
  });

  it('that fails steadily, more often than failures fade, is held up all the same', async () => {
    let held = 0;
    for (let at = 0; at < 70; at++) {
      if ((await wait('ann', '')) > 0) held++;
      else await throttle.failed('ann', '');
      await pass(60);
    }
    expect(held).toBeGreaterThan(5);
    expect(held).toBeLessThan(30);
  });

  it('is forgiven when it signs in', async () => {
    await fail(9, 'ann', '10.0.0.1');
    await throttle.succeeded('ann', '10.0.0.1');
    await fail(9, 'ann', '10.0.0.2');
    expect(await wait('ann', '10.0.0.3')).toBe(0);
  });

  it('is not kept from an address that it has signed in from by what others do elsewhere', async () => {
    await throttle.succeeded('ann', '10.0.0.1');
    await fail(10, 'ann', '10.6.6.6');
    expect(await wait('ann', '10.6.6.6')).toBeGreaterThan(0);
    expect(await wait('ann', '10.0.0.1')).toBe(0);
    await fail(10, 'ann', '10.0.0.1');
    expect(await wait('ann', '10.0.0.1')).toBeGreaterThan(0);
    expect(await wait('bob', '10.0.0.1')).toBe(0);
  });
});

describe('an address', () => {
  it('may fail fifty times, whatever the names', async () => {
    await fail(49, undefined, '10.0.0.1');
    expect(await wait('ann', '10.0.0.1')).toBe(0);
    await fail(1, 'other', '10.0.0.1');
    expect(await wait('ann', '10.0.0.1')).toBeGreaterThan(0);
    expect(await wait('ann', '10.0.0.2')).toBe(0);
    await pass(19);
    expect(await wait('ann', '10.0.0.1')).toBe(0);
  });

  it.each([
    ['10.0.0.1', '::ffff:10.0.0.1', true],
    ['2001:db8::1', '2001:db8:0:0:ffff::2', true],
    ['2001:db8::1', '2001:db8:0:1::1', false],
    ['fe80::1%eth0', 'fe80::2', true],
    ['::1', '::2', true],
  ])('%s and %s count as one: %s', async (one, other, same) => {
    await fail(50, undefined, one);
    expect((await wait('ann', other)) > 0).toBe(same);
  });

  it('that is not known counts for nothing', async () => {
    await fail(60, undefined, '');
    expect(await wait('ann', '')).toBe(0);
  });
});

it('failures at the same time are all counted', async () => {
  await Promise.all(Array.from({ length: 10 }, () => throttle.failed('ann', '10.0.0.1')));
  expect(await wait('ann', '')).toBeGreaterThan(0);
  const rows = await house.db.loginFailure.findMany({ orderBy: { key: 'asc' } });
  expect(rows).toMatchObject([
    { key: 'address:10.0.0.1', failures: 10 },
    { key: 'user:ann', failures: 10 },
  ]);
});

it('names of any length and kind can be counted', async () => {
  for (const name of ['x'.repeat(5000), 'nul\0', '😀'.repeat(120), "'; DROP TABLE users; --", '\ud800']) {
    await fail(10, name, '10.0.0.1');
    expect(await wait(name, '10.0.0.2')).toBeGreaterThan(0);
    await throttle.succeeded(name, '10.0.0.1');
  }
});

it('housekeeping forgets what has faded, and addresses that were not used for long', async () => {
  await fail(1, 'ann', '10.0.0.1');
  await throttle.succeeded('bob', '10.0.0.2');
  await pass(2 * 3600);
  await fail(1, 'carl', '10.0.0.3');
  const keys = async () => (await house.db.loginFailure.findMany()).map(({ key }) => key).sort();
  expect(await forgetOldLoginFailures(house.db, new Date(Date.now() - 86_400_000))).toBe(2);
  expect(await keys()).toEqual(['address:10.0.0.3', 'known:bob@10.0.0.2', 'user:carl']);
  expect(await forgetOldLoginFailures(house.db, new Date(Date.now() - 3600_000))).toBe(1);
  expect(await keys()).toEqual(['address:10.0.0.3', 'user:carl']);
});
