import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/audit/audit.ts';
import type { Identity } from './identity.ts';
import { COOKIE, openHouse, type TestHouse } from './testing/people.ts';
import { basic, bearer, cookie, who } from './testing/showing.ts';

const ACTOR: Actor = { userId: 1, username: 'ann', via: 'session', address: '10.0.0.1', requestId: 'r1' };
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

describe('timed tokens', () => {
  it('are accepted as Basic user name and as Bearer, before a session', async () => {
    const id = await house.addPerson('ann');
    const bob = await house.addPerson('bob');
    const token = await here.issueToken(id);
    const session = await here.startSession(bob, 'password', FROM);
    for (const credentials of [basic(token), basic(token, 'whatever'), bearer(token)]) {
      const caller = await there.identify({ ...credentials, cookie: `${COOKIE}=${session.cookie}` });
      expect(caller).toMatchObject({ via: 'token', scopes: undefined, sessionId: undefined });
      expect(caller.principal.username).toBe('ann');
    }
    await expect(here.issueToken(99)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that are worth nothing leave the word to the session', async () => {
    const id = await house.addPerson('ann');
    const session = await here.startSession(id, 'password', FROM);
    for (const { authorization } of [bearer('x'), basic('ann', 'secret'), bearer(`emu_${'b'.repeat(40)}`)]) {
      const caller = await here.identify({ ...cookie(session.cookie), authorization });
      expect(caller.via).toBe('session');
    }
  });

  it.each<[string, object]>([
    ['password is another', { password: 'another' }],
    ['account is disabled', { status: 0 }],
    ['account may not use the API any more', { allowApi: false }],
  ])('are worth nothing at once when the %s', async (_, data) => {
    const id = await house.addPerson('ann');
    const token = bearer(await here.issueToken(id));
    expect(await who(there, token)).toBe('ann');
    await house.db.user.update({ where: { id }, data });
    house.clock.rules++;
    expect(await who(there, token)).toBe('');
  });

  it('end with their account and their time', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const ann = await house.addPerson('ann');
    const bob = await house.addPerson('bob');
    const [anns, bobs] = [bearer(await here.issueToken(ann)), bearer(await here.issueToken(bob))];
    expect(await who(there, anns)).toBe('ann');
    expect(await who(there, bobs)).toBe('bob');
    await house.db.user.delete({ where: { id: bob } });
    house.clock.rules++;
    expect(await who(there, bobs)).toBe('');
    vi.setSystemTime(Date.now() + 599_000);
    expect(await who(there, anns)).toBe('ann');
    vi.setSystemTime(Date.now() + 1_000);
    expect(await who(there, anns)).toBe('');
  });
});

describe('personal tokens', () => {
  const wish = {
    name: ' build server ',
    scopes: ['write', 'read', 'read'] as Array<'read'>,
    expiresAt: undefined,
  };

  it('are made once, recognised everywhere and never told again', async () => {
    const id = await house.addPerson('ann');
    const made = await here.createPersonalToken(ACTOR, id, wish);
    expect(made.token).toMatch(/^emu_[A-Za-z0-9]{40}$/);
    for (const credentials of [basic(made.token), bearer(made.token)]) {
      const caller = await there.identify(credentials);
      expect(caller).toMatchObject({ via: 'personal-token', scopes: new Set(['read', 'write']) });
      expect(caller.principal.userId).toBe(id);
    }
    const listed = await here.listPersonalTokens(id);
    expect(listed).toMatchObject([{ id: made.id, name: 'build server', scopes: ['read', 'write'] }]);
    expect(made.token.startsWith(listed[0]?.hint ?? '?')).toBe(true);
    const kept = JSON.stringify([
      listed,
      await house.db.personalToken.findMany(),
      (await house.db.auditEntry.findMany()).map(({ details }) => details),
    ]);
    expect(kept).not.toContain(made.token);
    expect(JSON.stringify(listed)).not.toMatch(/[0-9a-f]{64}/);
  });

  it('note who used them last, at most once a minute', async () => {
    const id = await house.addPerson('ann');
    const { token } = await here.createPersonalToken(ACTOR, id, wish);
    const used = async () => (await here.listPersonalTokens(id))[0];
    await here.identify(bearer(token));
    await expect.poll(async () => (await used())?.lastAddress).toBe('10.0.0.7');
    const first = (await used())?.lastUsedAt?.getTime() ?? 0;
    await there.identify({ ...bearer(token), address: '10.0.0.8' });
    expect(await used()).toMatchObject({ lastAddress: '10.0.0.7', lastUsedAt: new Date(first) });
    vi.useFakeTimers({ toFake: ['Date'], now: first + 61_000 });
    await house.open().identify({ ...bearer(token), address: '10.0.0.9' });
    await expect.poll(async () => (await used())?.lastAddress).toBe('10.0.0.9');
  });

  it('are revoked on all nodes at once, by id and person', async () => {
    const id = await house.addPerson('ann');
    const bob = await house.addPerson('bob');
    const made = await here.createPersonalToken(ACTOR, id, wish);
    expect(await who(there, bearer(made.token))).toBe('ann');
    for (const [person, token] of [
      [bob, made.id],
      [id, made.id + 1],
      [id, 0],
      [id, 1e12],
    ] as const) {
      await expect(here.revokePersonalToken(ACTOR, person, token)).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    await here.revokePersonalToken(ACTOR, id, made.id);
    expect(await who(there, bearer(made.token))).toBe('');
    expect(await here.listPersonalTokens(id)).toEqual([]);
    const actions = await house.db.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual(['token.create', 'token.delete']);
  });

  it.each([
    ['disabled', { status: 0 }],
    ['not allowed to use the API', { allowApi: false }],
  ])('are worth nothing while the account is %s', async (_, data) => {
    const id = await house.addPerson('ann');
    const { token } = await here.createPersonalToken(ACTOR, id, wish);
    expect(await who(there, bearer(token))).toBe('ann');
    await house.db.user.update({ where: { id }, data });
    house.clock.rules++;
    expect(await who(there, bearer(token))).toBe('');
    await expect(here.createPersonalToken(ACTOR, id, wish)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('end when they were meant to', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const id = await house.addPerson('ann');
    const expiresAt = new Date(Date.now() + 86_400_000);
    const { token } = await here.createPersonalToken(ACTOR, id, { ...wish, expiresAt });
    expect(await who(here, bearer(token))).toBe('ann');
    vi.setSystemTime(expiresAt);
    expect(await who(here, bearer(token))).toBe('');
    expect(await who(there, bearer(token))).toBe('');
  });

  it.each<[string, object, string]>([
    ['no name', { name: ' ' }, 'invalid_request'],
    ['a long name', { name: 'x'.repeat(121) }, 'invalid_request'],
    ['no scope', { scopes: [] }, 'invalid_request'],
    ['a time that is over', { expiresAt: new Date(0) }, 'invalid_request'],
    ['no time', { expiresAt: new Date('x') }, 'invalid_request'],
  ])('are not made with %s', async (_, changes, code) => {
    const id = await house.addPerson('ann');
    await expect(here.createPersonalToken(ACTOR, id, { ...wish, ...changes })).rejects.toMatchObject({
      code,
    });
  });

  it('are a hundred at most, and belong to somebody', async () => {
    const id = await house.addPerson('ann');
    const row = (at: number) => ({ userId: id, name: 'x', hash: String(at), hint: '' });
    await house.db.personalToken.createMany({ data: Array.from({ length: 99 }, (_, at) => row(at)) });
    const made = await Promise.allSettled([1, 2, 3].map(() => here.createPersonalToken(ACTOR, id, wish)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(here.createPersonalToken(ACTOR, id, wish)).rejects.toMatchObject({ code: 'conflict' });
    await expect(here.createPersonalToken(ACTOR, 99, wish)).rejects.toMatchObject({ code: 'not_found' });
  });
});
