import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '#lib/settings/settings.ts';
import { createDirectory } from './directory.ts';
import { BASE, SERVICE, startSlapd, type TestDirectory } from './testing/slapd.ts';

const PEOPLE = `
dn: uid=pos,ou=people,${BASE}
objectClass: account
objectClass: posixAccount
uid: pos
cn: posix PERSON
uidNumber: 1000
gidNumber: 1000
homeDirectory: /home/pos
userPassword: pos secret

dn: cn=Olga von Organ,ou=people,${BASE}
objectClass: inetOrgPerson
uid: olga
cn: Olga von Organ
givenName: olga
sn: VON organ
userPassword: olga secret

dn: cn=Apple\\, Ann,ou=people,${BASE}
objectClass: account
objectClass: apple-user
objectClass: extensibleObject
uid: ann
cn: Ann
userPassword: ann secret

dn: cn=Ada,ou=closed,${BASE}
objectClass: inetOrgPerson
objectClass: user
sAMAccountName: ada
cn: Ada
sn: Lovelace
userPassword: ada secret

dn: cn=No Password,ou=people,${BASE}
objectClass: inetOrgPerson
uid: nopass
cn: No Password
sn: Password
`;

let slapd: TestDirectory;

beforeAll(async () => {
  slapd = await startSlapd(PEOPLE);
});

afterAll(() => slapd?.stop());

type Ldap = Settings['ldap'];

const open = (changes: Partial<Ldap>) =>
  createDirectory({
    enabled: true,
    type: 'openldaporganizational',
    server: slapd.server,
    secure: false,
    startTls: false,
    caFile: undefined,
    queryBase: BASE,
    bindUser: undefined,
    bindPassword: undefined,
    ...changes,
  });

const service = { bindUser: SERVICE.user, bindPassword: SERVICE.password };
const unreachable = { code: 'internal', publicMessage: 'The directory could not be asked.' };

describe('the four kinds of directory', () => {
  it.each<[NonNullable<Ldap['type']>, string, string, string]>([
    ['openldapposix', 'pos', 'Posix', 'Person'],
    ['openldaporganizational', 'olga', 'Olga', 'Von organ'],
    ['apple', 'ann', 'Unknown', 'Unknown'],
    ['activedirectory', 'ada', 'Unknown', 'Lovelace'],
  ])('%s admits %s with the right password only', async (type, name, firstName, lastName) => {
    const directory = open({ type, ...service });
    expect(await directory.signIn(name, `${name} secret`)).toEqual({ username: name, firstName, lastName });
    expect(await directory.signIn(name.toUpperCase(), `${name} secret`)).toMatchObject({
      username: name.toUpperCase(),
    });
    expect(await directory.signIn(name, 'wrong')).toBeUndefined();
    expect(await directory.signIn('nobody', `${name} secret`)).toBeUndefined();
  });

  it('does not find people of another kind', async () => {
    expect(await open({ type: 'openldapposix' }).signIn('olga', 'olga secret')).toBeUndefined();
  });

  it('searches with the rights of the service account', async () => {
    const type = 'activedirectory';
    expect(await open({ type }).signIn('ada', 'ada secret')).toBeUndefined();
    expect(await open({ type, ...service }).signIn('ada', 'ada secret')).toBeDefined();
  });
});

describe('names and passwords that try more', () => {
  it.each(['*', 'o*', '*)(uid=*', 'olga)(|(uid=*', 'olga\0', '\\2a', '(', 'olga\\'])(
    'the name %j finds nobody',
    async (name) => {
      expect(await open({}).signIn(name, 'olga secret')).toBeUndefined();
    },
  );

  it('an empty password never gets in', async () => {
    expect(await open({}).signIn('olga', '')).toBeUndefined();
    // Nor does somebody without a password.
    expect(await open({}).signIn('nopass', 'anything')).toBeUndefined();
  });

  it('another spelling that the directory takes for the same name comes back in its own', async () => {
    expect(await open({}).signIn('\uff4flga', 'olga secret')).toMatchObject({ username: 'olga' });
  });
});

describe('TLS', () => {
  it.each<[string, () => Partial<Ldap>]>([
    ['ldaps', () => ({ secure: true, server: slapd.secureServer })],
    ['StartTLS', () => ({ startTls: true })],
  ])('%s with a trusted authority', async (_, changes) => {
    const directory = open({ ...changes(), caFile: slapd.caFile });
    expect(await directory.signIn('olga', 'olga secret')).toBeDefined();
    expect(await directory.signIn('olga', 'wrong')).toBeUndefined();
  });

  const untrusted = /self.signed certificate/;
  const misnamed = /not match certificate's altnames/;

  it.each<[string, RegExp, () => Partial<Ldap>]>([
    ['ldaps from an unknown authority', untrusted, () => ({ secure: true, server: slapd.secureServer })],
    ['StartTLS from an unknown authority', untrusted, () => ({ startTls: true })],
    ['ldaps under another name', misnamed, () => ({ secure: true, ...otherName(slapd.secureServer) })],
    ['StartTLS under another name', misnamed, () => ({ startTls: true, ...otherName(slapd.server) })],
    ['ldaps on the plain port', /failed/, () => ({ secure: true, caFile: slapd.caFile })],
    ['an authority file that is not there', /ENOENT/, () => ({ startTls: true, caFile: '/nowhere/ca.pem' })],
  ])('refuses %s', async (_, log, changes) => {
    const failure = open(changes()).signIn('olga', 'olga secret');
    await expect(failure).rejects.toMatchObject({ ...unreachable, message: expect.stringMatching(log) });
  });

  const otherName = (server: string) => ({
    server: server.replace('127.0.0.1', 'localhost'),
    caFile: slapd.caFile,
  });
});

describe('a directory that cannot be asked is not a wrong password', () => {
  it.each<[string, Partial<Ldap>, RegExp]>([
    ['off', { enabled: false }, /LDAP_INTEGRATION is off/],
    ['no type', { type: undefined }, /LDAP_SERVER_TYPE/],
    ['no server', { server: undefined }, /LDAP_SERVER is/],
    ['no base', { queryBase: undefined }, /LDAP_QUERY_BASE/],
    ['service account without password', { bindUser: SERVICE.user }, /LDAP_BIND_PASSWORD/],
    [
      'wrong password of the service account',
      { bindUser: SERVICE.user, bindPassword: 'x' },
      /InvalidCredentials/,
    ],
    ['a base that is not there', { queryBase: 'dc=nowhere' }, /failed/],
    ['nothing listens', { server: '127.0.0.1:1' }, /ECONNREFUSED/],
  ])('%s', async (_, changes, log) => {
    const failure = open(changes).signIn('olga', 'olga secret');
    await expect(failure).rejects.toMatchObject({ ...unreachable, message: expect.stringMatching(log) });
  });

  it('a server that hangs up in between is not asked again, least of all without TLS', async () => {
    const heard: Buffer[] = [];
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.on('data', (bytes) => {
        heard.push(bytes);
        socket.destroy();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      const directory = open({ server: `127.0.0.1:${port}`, startTls: true, ...service });
      await expect(directory.signIn('olga', 'olga secret')).rejects.toMatchObject(unreachable);
      expect(connections).toBe(1);
      expect(Buffer.concat(heard).includes('secret')).toBe(false);
    } finally {
      server.close();
    }
  });
});
