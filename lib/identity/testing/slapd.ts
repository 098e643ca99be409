import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram } from '../../../bin/testing/find-program.ts';
import { freePort } from '../../cache/testing/redis-server.ts';

export const BASE = 'dc=example,dc=org';
/** May read what is closed to the anonymous. */
export const SERVICE = { user: `cn=service,${BASE}`, password: 'service secret' };

export type TestDirectory = {
  /** host:port, plain and StartTLS. */
  server: string;
  /** host:port for ldaps. */
  secureServer: string;
  /** Authority of its certificate, which names 127.0.0.1 but no other address. */
  caFile: string;
  stop(): Promise<void>;
};

/** The classes of other vendors, as far as the search needs them. */
const SCHEMA = `
attributetype ( 1.3.6.1.4.1.32473.1.1 NAME 'sAMAccountName'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.32473.2.1 NAME 'user' SUP top AUXILIARY MUST sAMAccountName )
objectclass ( 1.3.6.1.4.1.32473.2.2 NAME 'apple-user' SUP top AUXILIARY MUST uid )
`;

/** A real OpenLDAP server on free ports with files of its own, holding the people of an LDIF text below BASE. */
export async function startSlapd(people: string): Promise<TestDirectory> {
  const folder = await mkdtemp(join(tmpdir(), 'emulsion-slapd-'));
  const file = (name: string) => join(folder, name);
  await mkdir(file('db'));
  await writeFile(file('people.ldif'), `${TOP}\n${people}`);
  await writeFile(file('vendors.schema'), SCHEMA);
  await writeFile(file('slapd.conf'), configuration(folder));
  run('openssl', ...certificate(file('key.pem'), file('cert.pem')));
  run('slapadd', '-f', file('slapd.conf'), '-l', file('people.ldif'));
  const [port, securePort] = [await freePort(), await freePort()];
  const addresses = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${securePort}`;
  const server = spawn(program('slapd'), ['-d', 'stats', '-f', file('slapd.conf'), '-h', addresses]);
  const kill = (): boolean => server.kill('SIGKILL');
  process.once('exit', kill);
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`slapd did not start: ${said.join('\n')}`)));
    createInterface(server.stderr).on('line', (line) => {
      if (said.length < 100) said.push(line);
      if (line.includes('slapd starting')) resolve();
    });
  });
  // It says so shortly before it listens.
  while (server.exitCode === null && !((await answers(port)) && (await answers(securePort)))) {}
  return {
    server: `127.0.0.1:${port}`,
    secureServer: `127.0.0.1:${securePort}`,
    caFile: file('cert.pem'),
    async stop() {
      process.off('exit', kill);
      if (server.exitCode === null && server.signalCode === null) {
        const gone = once(server, 'exit');
        kill();
        await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const TOP = `
dn: ${BASE}
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ${SERVICE.user}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: service
userPassword: ${SERVICE.password}

dn: ou=people,${BASE}
objectClass: organizationalUnit
ou: people

dn: ou=closed,${BASE}
objectClass: organizationalUnit
ou: closed
`;

function configuration(folder: string): string {
  const schemas = ['core', 'cosine', 'nis', 'inetorgperson'].map((name) => `/etc/ldap/schema/${name}.schema`);
  return `
${[...schemas, `${folder}/vendors.schema`].map((path) => `include ${path}`).join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/cert.pem
TLSCertificateKeyFile ${folder}/key.pem
database mdb
suffix "${BASE}"
directory ${folder}/db
access to attrs=userPassword by anonymous auth by * none
access to dn.subtree="ou=closed,${BASE}" by dn.exact="${SERVICE.user}" read by self read by * none
access to * by * read
`;
}

function certificate(key: string, cert: string): string[] {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const names = ['-subj', '/CN=directory', '-addext', 'subjectAltName=IP:127.0.0.1'];
  return ['req', '-x509', '-days', '2', ...curve, '-out', cert, ...names];
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function program(name: string): string {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}

function run(name: string, ...args: string[]): void {
  execFileSync(program(name), args, { stdio: 'pipe' });
}
