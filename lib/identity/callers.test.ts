import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/audit/audit.ts';
import type { Caller, Credentials, Identity } from './identity.ts';
import { PUBLIC } from './principal.ts';
import { COOKIE, openHouse, type TestClock, type TestHouse } from './testing/people.ts';

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

const show = (changes: Partial<Credentials>): Credentials => ({
  authorization: undefined,
  cookie: undefined,
  address: '10.0.0.7',
  ...changes,
});
const basic = (token: string, password = '') =>
  show({ authorization: `Basic ${Buffer.from(`${token}:${password}`).toString('base64')}` });
const bearer = (token: string) => show({ authorization: `Bearer ${token}` });
const cookie = (value: string) => show({ cookie: `other=1; ${COOKIE}=${value}` });

const who = async (identity: Identity, credentials: Credentials) =>
  (await identity.identify(credentials)).principal.username;

describe('nobody', () => {
  it.each<[string, Credentials]>([
    ['nothing shown', show({})],
    ['other cookies', show({ cookie: 'a=b' })],
    ['a user name and password', basic('ann', 'ann secret')],
    ['an unsigned cookie', cookie('3f0f1c1e-96a2-4b7b-9d10-4a1d8a9d1f10')],
    ['a made-up timed token', bearer(`emt_${'A'.repeat(72)}`)],
    ['another scheme', show({ authorization: 'Negotiate abc' })],
  ])('%s costs no question', async (_, credentials) => {
    await house.addPerson('ann');
    const caller = here.identify(credentials);
    expect(caller).not.toBeInstanceOf(Promise);
    expect(caller).toEqual({
      principal: PUBLIC,
      via: 'none',
      sessionId: undefined,
      scopes: undefined,
      mustChangePassword: false,
    });
  });

  it('a made-up personal token is asked about once', async () => {
    const made = bearer(`emu_${'A'.repeat(40)}`);
    expect(here.identify(made)).toBeInstanceOf(Promise);
    expect((await here.identify(made)).via).toBe('none');
    expect(here.identify(made)).not.toBeInstanceOf(Promise);
  });
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

  it.each([
    ['nobody', 99],
    ['a disabled account', 0],
  ])('do not begin for %s', async (_, wanted) => {
    const id = wanted || (await house.addPerson('gone', { status: 0 }));
    await expect(here.startSession(id, 'token', FROM)).rejects.toMatchObject({ code: 'forbidden' });
  });
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

describe('principals', () => {
  const group = async (name: string, flags: object) =>
    (await house.db.group.create({ data: { name, systemPermission: { create: flags } } })).id;

  beforeEach(async () => {
    await house.db.group.deleteMany({ where: { id: { gt: 3 } } });
  });

  const principalOf = async (id: number) => {
    const session = await here.startSession(id, 'password', FROM);
    return (await here.identify(cookie(session.cookie))).principal;
  };

  it('have the flags of all their groups and what follows from them', async () => {
    const reporters = await group('reporters', { reports: true });
    const editors = await group('editors', { adminFolios: true });
    const files = await group('files', { adminFiles: true });
    const bare = (await house.db.group.create({ data: { name: 'bare' } })).id;
    const ann = await principalOf(await house.addPerson('ann', { groups: [2, reporters, editors, bare] }));
    expect(ann.groupIds).toEqual([2, reporters, editors, bare].sort((a, b) => a - b));
    expect([...ann.flags].sort()).toEqual(['admin_folios', 'folios', 'reports']);
    expect(ann.administersFiles).toBe(false);
    const bob = await principalOf(await house.addPerson('bob', { groups: [files] }));
    expect(bob).toMatchObject({ administersFiles: true, flags: new Set(['admin_files']) });
    const root = await principalOf(await house.addPerson('root', { groups: [3] }));
    expect(root.flags.size).toBe(7);
    expect(root.administersFiles).toBe(true);
    const none = await principalOf(await house.addPerson('none', { groups: [] }));
    expect(none).toMatchObject({ groupIds: [], flags: new Set(), administersFiles: false });
  });

  it('stay the same object while nothing of the person changes, whatever they show', async () => {
    const id = await house.addPerson('ann');
    const principal = await principalOf(id);
    expect(await principalOf(id)).toBe(principal);
    house.clock.rules++;
    expect(await principalOf(id)).toBe(principal);
    const byToken: Caller = await here.identify(bearer(await here.issueToken(id)));
    expect(byToken.principal).toBe(principal);
    await house.db.membership.create({ data: { userId: id, groupId: 3 } });
    house.clock.rules++;
    expect((await principalOf(id)).administersFiles).toBe(true);
    await house.db.user.update({ where: { id }, data: { username: 'anna' } });
    house.clock.rules++;
    expect((await principalOf(id)).username).toBe('anna');
  });
});

it('callers who come at the same time are looked up once', async () => {
  const id = await house.addPerson('ann');
  const { token } = await here.createPersonalToken(ACTOR, id, {
    name: 'x',
    scopes: ['read'],
    expiresAt: undefined,
  });
  const [one, ...others] = await Promise.all(Array.from({ length: 20 }, () => here.identify(bearer(token))));
  for (const other of others) expect(other).toBe(one);
});

it('a database that fails is told, and no one is let in or kept out by it for long', async () => {
  const id = await house.addPerson('ann');
  const session = await here.startSession(id, 'password', FROM);
  await house.db.$executeRaw`ALTER TABLE sessions RENAME TO away`;
  try {
    await expect(here.identify(cookie(session.cookie))).rejects.toThrow('sessions');
  } finally {
    await house.db.$executeRaw`ALTER TABLE away RENAME TO sessions`;
  }
  expect(await who(here, cookie(session.cookie))).toBe('ann');
});
