import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/audit/audit.ts';
import { changeOwnPassword, hasPassword } from './change-password.ts';
import type { Identity } from './identity.ts';
import { openHouse, type TestHouse } from './testing/people.ts';

const FROM = { address: '10.2.2.2', userAgent: 'test' };

let house: TestHouse;
let identity: Identity;
beforeAll(async () => {
  house = await openHouse();
  identity = house.open();
});
afterAll(() => house?.stop());

const actorOf = (userId: number, username: string): Actor => ({
  userId,
  username,
  via: 'session',
  address: FROM.address,
  requestId: '',
});

test('the new password counts, a forced change is done, and only the session that asked goes on', async () => {
  const id = await house.addPerson('carla', { mustChangePassword: true });
  const [here, there] = [
    await identity.startSession(id, 'password', FROM),
    await identity.startSession(id, 'password', FROM),
  ];
  const passwords = { current: 'carla secret', next: 'pässwörter sind lang' };
  await changeOwnPassword({ db: house.db, identity }, actorOf(id, 'carla'), passwords, here.id);
  const signedIn = await identity.authenticate('carla', passwords.next, FROM.address);
  expect(signedIn).toMatchObject({ userId: id, mustChangePassword: false });
  await expect(identity.authenticate('carla', passwords.current, FROM.address)).rejects.toMatchObject({
    status: 403,
  });
  const left = (await identity.listSessions(id)).map((session) => session.id);
  expect(left).toEqual([here.id]);
  expect(left).not.toContain(there.id);
  const [entry] = await house.db.auditEntry.findMany({ where: { action: 'user.password' } });
  expect(entry).toMatchObject({ userId: id, objectId: String(id), address: FROM.address });
  expect(
    JSON.stringify(entry, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
  ).not.toMatch(/secret|pässwörter|scrypt/);
});

test.each([
  ['a wrong current password', { current: 'guessed', next: 'long enough' }, 403, /current password is wrong/],
  ['no current password', { current: '', next: 'long enough' }, 400, /current_password/],
  ['the same again', { current: 'erna secret', next: 'erna secret' }, 400, /another/],
  ['too short', { current: 'erna secret', next: '1234567' }, 400, /8 to 120/],
  ['too long', { current: 'erna secret', next: 'x'.repeat(121) }, 400, /8 to 120/],
  ['a zero byte', { current: 'erna secret', next: 'long\0enough' }, 400, /8 to 120/],
])('%s is refused', async (_, passwords, status, message) => {
  const id =
    (await house.db.user.findFirst({ where: { username: 'erna' } }))?.id ?? (await house.addPerson('erna'));
  const change = changeOwnPassword({ db: house.db, identity }, actorOf(id, 'erna'), passwords, undefined);
  await expect(change).rejects.toMatchObject({ status, publicMessage: expect.stringMatching(message) });
  await identity.authenticate('erna', 'erna secret', FROM.address);
});

test('a password that is kept elsewhere cannot be changed here', async () => {
  const id = await house.addPerson('ldap-person', { authType: 2 });
  expect(await hasPassword(house.db, id)).toBe(false);
  const passwords = { current: 'ldap-person secret', next: 'long enough' };
  const change = changeOwnPassword(
    { db: house.db, identity },
    actorOf(id, 'ldap-person'),
    passwords,
    undefined,
  );
  await expect(change).rejects.toMatchObject({
    status: 403,
    publicMessage: expect.stringMatching(/elsewhere/),
  });
});

test('guessing the current password is slowed down like signing in', async () => {
  const id = await house.addPerson('victim');
  const guess = () =>
    changeOwnPassword(
      { db: house.db, identity },
      actorOf(id, 'victim'),
      { current: 'guess', next: 'long enough' },
      undefined,
    );
  for (let attempt = 0; attempt < 10; attempt++) await expect(guess()).rejects.toMatchObject({ status: 403 });
  await expect(guess()).rejects.toMatchObject({ status: 429 });
});
