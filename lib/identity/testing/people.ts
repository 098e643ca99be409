import { createHmac } from 'node:crypto';
import { startPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { seedDatabase } from '#lib/db/seed.ts';
import type { Settings } from '#lib/settings/settings.ts';
import { createIdentity, type Identity } from '../identity.ts';

export const COOKIE = 'session';

const NO_LDAP: Settings['ldap'] = {
  enabled: false,
  type: undefined,
  server: undefined,
  secure: false,
  startTls: false,
  caFile: undefined,
  queryBase: undefined,
  bindUser: undefined,
  bindPassword: undefined,
};

/** The epoch of a house of nodes: what one announces all hear, unless they are deaf. */
export type TestClock = { rules: number; live: boolean };

export type TestHouse = {
  db: Database;
  /** Another node on the same database. Without a clock of its own it shares the house's. */
  open(options?: { clock?: TestClock; ldap?: Partial<Settings['ldap']>; tokenSeconds?: number }): Identity;
  clock: TestClock;
  /** What nobody waited for and failed. */
  errors: unknown[];
  /** Creates an active person who may use the API; the password is `<name> secret`. Returns the id. */
  addPerson(username: string, more?: Partial<PersonRow>): Promise<number>;
  stop(): Promise<void>;
};

type PersonRow = {
  password: string;
  authType: number;
  allowApi: boolean;
  status: number;
  mustChangePassword: boolean;
  groups: number[];
};

/** The stored form of the original. */
export function legacyHash(password: string): string {
  return `sha1$s4lt$${createHmac('sha1', 's4lt').update(password).digest('hex')}`;
}

/** A real database with the first groups, and identities on it. */
export async function openHouse(): Promise<TestHouse> {
  const postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  const db = openDatabase(postgres.url, { poolSize: 5 });
  await seedDatabase(db);
  const clock: TestClock = { rules: 1, live: true };
  const errors: unknown[] = [];
  return {
    db,
    clock,
    errors,
    open: (options = {}) =>
      createIdentity({
        db,
        secretKey: 'a secret for tests',
        clock: options.clock ?? clock,
        settings: {
          cookieName: COOKIE,
          sessionSeconds: 3600,
          tokenSeconds: options.tokenSeconds ?? 600,
          ldap: { ...NO_LDAP, ...options.ldap },
        },
        announce: async () => clock.rules++,
        onError: (error) => errors.push(error),
      }),
    async addPerson(username, more = {}) {
      const { groups = [2], password = legacyHash(`${username} secret`), ...row } = more;
      const names = { firstName: '', lastName: '', email: '' };
      const memberships = { create: groups.map((groupId) => ({ groupId })) };
      const data = { username, ...names, allowApi: true, password, ...row, memberships };
      return (await db.user.create({ data })).id;
    },
    async stop() {
      await db.$disconnect();
      await postgres.stop();
    },
  };
}
