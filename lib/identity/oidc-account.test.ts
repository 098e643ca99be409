import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOfOidcPerson, type OidcPerson } from './oidc-account.ts';
import { openHouse, type TestHouse } from './testing/people.ts';

const ISSUER = 'https://id.example.org';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.stop());

function ask(person: Partial<OidcPerson>, createAccounts = false) {
  const hashPassword = async () => 'nobody knows it';
  const nothing = { email: undefined, preferredName: undefined, firstName: undefined, lastName: undefined };
  return accountOfOidcPerson(
    { db: house.db, address: '10.1.1.1', createAccounts, hashPassword },
    { issuer: ISSUER, subject: 'x', ...nothing, ...person },
  );
}

const rowOf = (id: number | undefined) =>
  house.db.user.findUniqueOrThrow({ where: { id: id ?? 0 }, include: { memberships: true } });

async function addPerson(username: string, email: string, more: { status?: number } = {}): Promise<number> {
  const id = await house.addPerson(username, more);
  await house.db.user.update({ where: { id }, data: { email } });
  return id;
}

test('nobody comes in whom nobody knows, unless accounts are to be created', async () => {
  expect(await ask({ subject: 'new', preferredName: 'new' })).toBeUndefined();
  const made = await ask(
    { subject: 'new', preferredName: ' Nina ', firstName: 'Nina', lastName: 'Neu' },
    true,
  );
  expect(await rowOf(made?.userId)).toMatchObject({
    username: 'Nina',
    firstName: 'Nina',
    lastName: 'Neu',
    email: '',
    authType: 3,
    allowApi: false,
    externalId: `${ISSUER}|new`,
    password: 'nobody knows it',
    memberships: [{ groupId: 2 }],
  });
  expect(await ask({ subject: 'new' })).toEqual({ userId: made?.userId, changed: false });
  const entries = await house.db.auditEntry.findMany({ where: { objectId: String(made?.userId) } });
  expect(entries).toMatchObject([{ action: 'user.create', address: '10.1.1.1' }]);
});

test('the same subject of another provider is another person', async () => {
  const [one, two] = [
    await ask({ subject: 'same', preferredName: 'sam' }, true),
    await ask({ subject: 'same', preferredName: 'sam', issuer: 'https://other.example.org' }, true),
  ];
  expect(two?.userId).not.toBe(one?.userId);
  expect((await rowOf(two?.userId)).username).toBe('sam-2');
});

test('a verified e-mail address finds one active account that belongs to nobody yet', async () => {
  const id = await addPerson('wanda', 'Wanda@Example.org');
  await addPerson('gone', 'gone@example.org', { status: 0 });
  await addPerson('twin-1', 'twins@example.org');
  await addPerson('twin-2', 'TWINS@example.org');
  await addPerson('any', 'any%@example.org');
  for (const email of ['gone@example.org', 'twins@example.org', 'any1@example.org', '', ' ', 'a\0b']) {
    expect(await ask({ subject: `mail ${email}`, email }), email).toBeUndefined();
  }
  expect(await ask({ subject: 'w', email: 'wanda@example.org' })).toEqual({ userId: id, changed: true });
  expect(await rowOf(id)).toMatchObject({ externalId: `${ISSUER}|w`, authType: 1, version: 2 });
  // Somebody else with that address later on does not get it.
  expect(await ask({ subject: 'w2', email: 'wanda@example.org' })).toBeUndefined();
  await house.db.user.update({ where: { id }, data: { status: 0 } });
  expect(await ask({ subject: 'w', email: 'wanda@example.org' }, true)).toBeUndefined();
});

test('people with the same name who come at the same time get accounts of their own', async () => {
  const made = await Promise.all(
    ['a', 'b', 'c', 'c'].map((subject) => ask({ subject: `crowd ${subject}`, preferredName: 'crowd' }, true)),
  );
  expect(new Set(made.map((each) => each?.userId)).size).toBe(3);
});

test('long and strange names fit', async () => {
  const long = 'ä'.repeat(300);
  const made = await ask({ subject: 'long', preferredName: long, firstName: long, lastName: 'a\0b' }, true);
  expect(await rowOf(made?.userId)).toMatchObject({ username: 'ä'.repeat(108), lastName: 'Unknown' });
  for (const subject of ['', 'x'.repeat(700), 'a\0b']) {
    expect(await ask({ subject, preferredName: 'odd' }, true), subject).toBeUndefined();
  }
});
