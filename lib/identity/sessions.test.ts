import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Identity } from './identity.ts';
import { forgetOldSessions } from './store/sessions.ts';
import { openHouse, type TestClock, type TestHouse } from './testing/people.ts';
import { cookie, who } from './testing/showing.ts';

const FROM = { address: '10.0.0.1', userAgent: 'a browser' };

let house: TestHouse;
let here: Identity;
let there: Identity;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house?.stop());

beforeEach(async () => {
  await house.db.$executeRaw`TRUNCATE users, auditlog RESTART IDENTITY CASCADE`;
  house.errors.length = 0;
  here = house.open();
  there = house.open();
});

afterEach(() => {
  vi.useRealTimers();
  expect(house.errors).toEqual([]);
});

describe('sessions', () => {
  it('are recognised on all nodes, at once when known', async () => {
    const id = await house.addPerson('ann', { mustChangePassword: true });
    const session = await here.startSession(id, 'password', FROM);
    expect(session.expiresAt.getTime()).toBeGreaterThan(Date.now() + 3_590_000);
    expect(here.readCookie(session.cookie)).toBe(session.id);
    const caller = await there.identify(cookie(session.cookie));
    expect(caller).toMatchObject({ via: 'session', sessionId: session.id, mustChangePassword: true });
    expect(caller.principal).toMatchObject({ userId: id, username: 'ann', groupIds: [2] });
    expect(there.identify(cookie(session.cookie))).toBe(caller);
    expect(await here.listSessions(id)).toMatchObject([{ id: session.id, method: 'password', ...FROM }]);
    const [entry] = await house.db.auditEntry.findMany();
    expect(entry).toMatchObject({
      action: 'session.create',
      userId: id,
      objectName: 'ann',
      address: '10.0.0.1',
    });
  });

  it.each<[string, (id: number, sessionId: string) => Promise<unknown>]>([
    ['it is ended', (_, sessionId) => here.endSession(sessionId)],
    ['all of the person are ended', (id) => here.endSessionsOf(id)],
    [
      'the account is disabled',
      async (id) => {
        await house.db.user.update({ where: { id }, data: { status: 0 } });
        house.clock.rules++;
      },
    ],
  ])('end on all nodes at once when %s', async (_, end) => {
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    for (const node of [here, there]) expect(await who(node, cookie(session.cookie))).toBe('ann');
    await end(id, session.id);
    for (const node of [here, there]) expect(await who(node, cookie(session.cookie))).toBe('');
  });

  it('a change announced while the answer is on its way is not overlooked', async () => {
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    const asked = there.identify(cookie(session.cookie));
    await here.endSession(session.id);
    await asked;
    expect(await who(there, cookie(session.cookie))).toBe('');
  });

  it('a node that hears nothing asks again after a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const clock: TestClock = { rules: 1, live: true };
    const deaf = house.open({ clock });
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    expect(await who(deaf, cookie(session.cookie))).toBe('ann');
    await here.endSession(session.id);
    expect(await who(deaf, cookie(session.cookie))).toBe('ann');
    vi.advanceTimersByTime(1000);
    // As long as it believes that it hears of changes, a minute may pass.
    expect(await who(deaf, cookie(session.cookie))).toBe('ann');
    clock.live = false;
    expect(await who(deaf, cookie(session.cookie))).toBe('');
  });

  it('are asked for again after a minute whatever was announced', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    expect(await who(here, cookie(session.cookie))).toBe('ann');
    await house.db.session.deleteMany();
    vi.advanceTimersByTime(59_000);
    expect(await who(here, cookie(session.cookie))).toBe('ann');
    vi.advanceTimersByTime(1000);
    expect(await who(here, cookie(session.cookie))).toBe('');
  });

  it('end by themselves', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    expect(await who(here, cookie(session.cookie))).toBe('ann');
    vi.setSystemTime(session.expiresAt);
    expect(await who(here, cookie(session.cookie))).toBe('');
    expect(await who(there, cookie(session.cookie))).toBe('');
    expect(await here.listSessions(id)).toEqual([]);
  });

  it('note that they are in use every five minutes', async () => {
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    const seen = async () => (await here.listSessions(id))[0]?.lastSeenAt.getTime() ?? 0;
    const begun = await seen();
    await here.identify(cookie(session.cookie));
    expect(await seen()).toBe(begun);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(begun + 6 * 60_000);
    await there.identify(cookie(session.cookie));
    await expect.poll(seen).toBe(begun + 6 * 60_000);
  });

  it('are fifty at most for a person: the oldest goes, on all nodes', async () => {
    const id = await house.addPerson('ann');
    const other = await house.addPerson('bob');
    const bobs = await here.startSession(other, 'password', FROM);
    vi.useFakeTimers({ toFake: ['Date'] });
    const first = await here.startSession(id, 'password', FROM);
    expect(await who(there, cookie(first.cookie))).toBe('ann');
    for (let at = 0; at < 50; at++) {
      vi.setSystemTime(Date.now() + 1);
      await here.startSession(id, 'password', FROM);
    }
    expect(await here.listSessions(id)).toHaveLength(50);
    expect(await who(there, cookie(first.cookie))).toBe('');
    expect(await who(there, cookie(bobs.cookie))).toBe('bob');
  });

  it('all but the present one can be ended', async () => {
    const id = await house.addPerson('ann');
    const one = await here.startSession(id, 'password', FROM);
    const two = await here.startSession(id, 'ldap', { address: '', userAgent: '😀'.repeat(1000) });
    expect(await here.endSessionsOf(id, two.id)).toBe(1);
    expect(await who(there, cookie(one.cookie))).toBe('');
    expect(await who(there, cookie(two.cookie))).toBe('ann');
    await here.endSession('not an id');
    await here.endSession(one.id);
  });

  it('that are over are forgotten by housekeeping', async () => {
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    const end = session.expiresAt.getTime();
    expect(await forgetOldSessions(house.db, new Date(end))).toBe(0);
    expect(await forgetOldSessions(house.db, new Date(end + 1))).toBe(1);
  });

  it.each([
    ['nobody', 99],
    ['a disabled account', 0],
  ])('do not begin for %s', async (_, wanted) => {
    const id = wanted || (await house.addPerson('gone', { status: 0 }));
    await expect(here.startSession(id, 'token', FROM)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
