import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from './identity.ts';
import { hashPassword } from './password.ts';
import { legacyHash, openHouse, type TestHouse } from './testing/people.ts';
import { BASE, SERVICE, startSlapd, type TestDirectory } from './testing/slapd.ts';

const person = (uid: string, cn: string) => `
dn: uid=${uid},ou=people,${BASE}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${cn}
sn: ${cn}
userPassword: ${uid} secret
`;

let house: TestHouse;
let slapd: TestDirectory;
let local: Identity;
let ldap: Identity;

const HOME = '10.0.0.1';
const REFUSED = { code: 'forbidden', publicMessage: 'The username or password is incorrect.' };

beforeAll(async () => {
  [house, slapd] = await Promise.all([
    openHouse(),
    startSlapd(['dora', 'dan', 'dup', 'gone', 'both'].map((uid) => person(uid, `${uid} DIRECTORY`)).join('')),
  ]);
  local = house.open();
  ldap = house.open({
    ldap: {
      enabled: true,
      type: 'openldaporganizational',
      server: slapd.server,
      queryBase: BASE,
      bindUser: SERVICE.user,
      bindPassword: SERVICE.password,
    },
  });
});

afterAll(() => Promise.all([house?.stop(), slapd?.stop()]));

beforeEach(async () => {
  await house.db.$executeRaw`TRUNCATE users, loginfailures, auditlog RESTART IDENTITY CASCADE`;
});

describe('accounts with a password', () => {
  it('are found in any case and told as they are, disabled ones too', async () => {
    const id = await house.addPerson('Ann', { mustChangePassword: true });
    const gone = await house.addPerson('gone', { status: 0, allowApi: false });
    const usual = { method: 'password', status: 1, allowApi: true };
    expect(await local.authenticate(' aNN ', 'Ann secret', HOME)).toEqual({
      ...usual,
      userId: id,
      username: 'Ann',
      mustChangePassword: true,
    });
    expect(await local.authenticate('gone', 'gone secret', HOME)).toEqual({
      ...usual,
      userId: gone,
      username: 'gone',
      status: 0,
      allowApi: false,
      mustChangePassword: false,
    });
  });

  it.each([
    ['', '', 'username'],
    [' ', 'x', 'username'],
    ['ann', '', 'password'],
  ])('name %j and password %j: %s is missing', async (name, password, field) => {
    await expect(local.authenticate(name, password, HOME)).rejects.toMatchObject({
      code: 'invalid_request',
      publicMessage: expect.stringMatching(new RegExp(`^${field}`)),
    });
  });

  it.each([
    ['a wrong password', 'ann', 'wrong'],
    ['a wildcard', 'a%', 'ann secret'],
    ['another wildcard', '_nn', 'ann secret'],
    ['nobody', 'nobody', 'ann secret'],
    ['a name with a zero', 'ann\0', 'ann secret'],
    ['a very long name', 'x'.repeat(10_000), 'ann secret'],
    ['a very long password', 'ann', 'x'.repeat(10_000)],
    ['somebody from another server', 'oscar', 'oscar secret'],
  ])('refused alike: %s', async (_, name, password) => {
    await house.addPerson('ann');
    await house.addPerson('oscar', { authType: 3 });
    await expect(local.authenticate(name, password, HOME)).rejects.toMatchObject(REFUSED);
    expect(await house.db.loginFailure.count()).toBe(2);
  });

  it('of the original get a better hash when they sign in', async () => {
    const id = await house.addPerson('ann');
    const read = async () => await house.db.user.findUniqueOrThrow({ where: { id } });
    const before = await read();
    await expect(local.authenticate('ann', 'wrong', HOME)).rejects.toMatchObject(REFUSED);
    expect(await read()).toEqual(before);
    await local.authenticate('ann', 'ann secret', HOME);
    const after = await read();
    expect(after).toEqual({ ...before, password: expect.stringMatching(/^\$scrypt\$ln=14,r=8,p=5\$/) });
    await local.authenticate('ann', 'ann secret', HOME);
    expect(await read()).toEqual(after);
  });

  it('are held up after ten failures, even those sent at once, but not where they are at home', async () => {
    await house.addPerson('ann', { password: await hashPassword('ann secret') });
    await local.authenticate('ann', 'ann secret', HOME);
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, () => local.authenticate('ann', 'wrong', '10.6.6.6')),
    );
    const codes = tries.map((result) => (result.status === 'rejected' ? result.reason.code : 'in'));
    expect(codes.filter((code) => code === 'forbidden')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(20);
    await expect(local.authenticate('ann', 'ann secret', '10.6.6.6')).rejects.toMatchObject({
      code: 'too_many_requests',
    });
    expect(await local.authenticate('ann', 'ann secret', HOME)).toMatchObject({ username: 'ann' });
  });

  it('too many at once are sent away with the time to come back', async () => {
    await house.addPerson('ann', { password: await hashPassword('ann secret') });
    const busy: number[] = [];
    const tries = Array.from({ length: 230 }, () =>
      local.authenticate('ann', 'wrong', '').catch((error) => {
        if (error.code === 'busy') busy.push(error.retryAfter);
      }),
    );
    await Promise.all(tries);
    expect(busy.length).toBeGreaterThan(0);
    for (const seconds of busy) expect(seconds).toBeGreaterThan(0);
  });
});

describe('people of a directory', () => {
  it('get an account at first, and the same one afterwards', async () => {
    const first = await ldap.authenticate('DoRa', 'dora secret', HOME);
    expect(first).toMatchObject({ username: 'DoRa', method: 'ldap', allowApi: false, status: 1 });
    expect(await ldap.authenticate('dora', 'dora secret', HOME)).toEqual(first);
    const [row] = await house.db.user.findMany({ include: { memberships: true } });
    expect(row).toMatchObject({ firstName: 'Dora', lastName: 'Directory', email: '', authType: 2 });
    expect(row?.memberships).toMatchObject([{ groupId: 2 }]);
    expect(row?.password).toMatch(/^\$scrypt\$/);
    const [entry, ...others] = await house.db.auditEntry.findMany();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'user.create',
      objectId: String(first.userId),
      objectName: 'DoRa',
      userId: first.userId,
      address: HOME,
    });
    expect(JSON.stringify(entry?.details)).not.toMatch(/secret|scrypt/);
  });

  it('who come twice at the same time get one account', async () => {
    const both = await Promise.all([1, 2].map(() => ldap.authenticate('dan', 'dan secret', HOME)));
    expect(both[0]).toEqual(both[1]);
    expect(await house.db.user.count()).toBe(1);
  });

  it.each([
    ['wrong password', 'dora', 'wrong'],
    ['nobody', 'nobody', 'dora secret'],
    ['injection', '*)(uid=*', 'dora secret'],
    ['the local password of the account', 'dup', 'local secret'],
    ['a local account of that name', 'both', 'both secret'],
    ['a local account of that name, spelled differently', '\uff42oth', 'both secret'],
  ])('refused, and no account is made: %s', async (_, name, password) => {
    await house.addPerson('dup', { authType: 2, password: legacyHash('local secret') });
    await house.addPerson('both', { password: legacyHash('another secret') });
    await expect(ldap.authenticate(name, password, HOME)).rejects.toMatchObject(REFUSED);
    expect(await house.db.user.count()).toBe(2);
    expect(await house.db.loginFailure.count()).toBe(2);
  });

  it('stay disabled however they spell their name', async () => {
    await house.addPerson('gone', { authType: 2, status: 0 });
    for (const name of ['gone', '\uff47one']) {
      expect(await ldap.authenticate(name, 'gone secret', HOME)).toMatchObject({
        username: 'gone',
        status: 0,
      });
    }
    expect(await house.db.user.count()).toBe(1);
  });

  it('local accounts are never asked of the directory', async () => {
    await house.addPerson('both', { password: legacyHash('another secret') });
    expect(await ldap.authenticate('both', 'another secret', HOME)).toMatchObject({ method: 'password' });
  });

  it('are held up after ten failures', async () => {
    for (let at = 0; at < 10; at++) {
      await expect(ldap.authenticate('dora', 'wrong', '')).rejects.toMatchObject(REFUSED);
    }
    await expect(ldap.authenticate('dora', 'dora secret', '')).rejects.toMatchObject({
      code: 'too_many_requests',
    });
  });

  it('an account of a directory that is switched off is no wrong password, and no failure', async () => {
    await house.addPerson('dora', { authType: 2, password: legacyHash('dora secret') });
    await expect(local.authenticate('dora', 'dora secret', HOME)).rejects.toMatchObject({ code: 'internal' });
    expect(await house.db.loginFailure.count()).toBe(0);
  });
});
