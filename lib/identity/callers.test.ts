import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/audit/audit.ts';
import { createCallerMemory } from './caller-memory.ts';
import type { Caller, Credentials, Identity } from './identity.ts';
import { PUBLIC } from './principal.ts';
import { openHouse, type TestHouse } from './testing/people.ts';
import { basic, bearer, cookie, show, who } from './testing/showing.ts';

const ACTOR: Actor = { userId: 1, username: 'ann', via: 'session', address: '10.0.0.1', requestId: 'r1' };
const FROM = { address: '10.0.0.1', userAgent: 'a browser' };

let house: TestHouse;
let here: Identity;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(() => house?.stop());

beforeEach(async () => {
  await house.db.$executeRaw`TRUNCATE users, auditlog RESTART IDENTITY CASCADE`;
  house.errors.length = 0;
  here = house.open();
});

afterEach(() => {
  vi.useRealTimers();
  expect(house.errors).toEqual([]);
});

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

it('rights that are taken away while somebody is looked up are not gone on with', async () => {
  let changes = 1;
  const clock = { rules: 1, live: true };
  const memory = createCallerMemory(clock);
  const load = async () => {
    const seen = clock.rules;
    // Somebody announces a change in the middle.
    if (changes-- > 0) clock.rules++;
    return { caller: { via: String(seen) } as unknown as Caller, until: Number.POSITIVE_INFINITY };
  };
  const asked = await Promise.all([1, 2].map(async () => memory.get('a', () => load)));
  expect(asked.map((caller) => caller?.via)).toEqual(['2', '2']);
});

it('callers who come at the same time are looked up once', async () => {
  const id = await house.addPerson('ann');
  const { token } = await here.createPersonalToken(ACTOR, id, {
    name: 'x',
    scopes: ['read'],
    expiresAt: undefined,
  });
  const [one, ...others] = await Promise.all(
    Array.from({ length: 20 }, async () => here.identify(bearer(token))),
  );
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
