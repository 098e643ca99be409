import type { Database } from '#lib/db/client.ts';
import { badRequest, refused } from '#lib/errors/error.ts';
import type { Directory, DirectoryPerson } from './directory.ts';
import type { Identity, SignedIn } from './identity.ts';
import { generatePassword } from './password.ts';
import { type Account, createDirectoryAccount, findAccount, replaceHash } from './store/accounts.ts';
import type { Throttle } from './throttle.ts';
import { createTurns, type Turns } from './turns.ts';
import { LONGEST_PASSWORD, verifyPassword } from './verify-password.ts';

const PASSWORD = 1;
const LDAP = 2;

/** Longest name an account can have. */
const LONGEST_NAME = 120;

/** Directories answer in milliseconds; one that hangs must not have everybody wait. */
const DIRECTORY = { places: 4, waiting: 200, longestWaitMs: 30_000, usualMs: 100 };

type Parts = {
  db: Database;
  directory: Directory;
  directoryEnabled: boolean;
  throttle: Throttle;
  /** One at a time: all hashing passes here. */
  hashing: Turns;
  hashPassword: (password: string) => Promise<string>;
};

/**
 * Signing in with name and password. All wrong answers are one: same text, and the time of one scrypt
 * whether the name is unknown, of another kind, or the password wrong. (A directory slower than that can be
 * told from local accounts.)
 */
export function createAuthenticate(parts: Parts): Identity['authenticate'] {
  const { db, directory, throttle, hashing } = parts;
  const directoryTurns = createTurns(DIRECTORY);

  return async (typed, password, address) => {
    const username = typed.trim();
    if (username === '') throw badRequest('username: expected a name');
    if (password === '') throw badRequest('password: expected a password');
    await throttle.check(username, address);
    const possible = Array.from(username).length <= LONGEST_NAME && !username.includes('\0');
    const account = possible ? await findAccount(db, username) : undefined;
    const asksDirectory = account ? account.authType === LDAP : possible && parts.directoryEnabled;
    const found = asksDirectory
      ? await byDirectory(username, password, address)
      : await byPassword(account, username, password, address);
    if (!found) throw refused('The username or password is incorrect.', `no sign-in as ${username}`);
    await throttle.succeeded(username, address);
    const { id, authType, allowApi, status, mustChangePassword } = found;
    const method: SignedIn['method'] = authType === LDAP ? 'ldap' : 'password';
    return { userId: id, username: found.username, method, allowApi, status, mustChangePassword };
  };

  async function byPassword(
    account: Account | undefined,
    username: string,
    password: string,
    address: string,
  ): Promise<Account | undefined> {
    return hashing.take(async () => {
      // Again, since failures may have come in while this one waited for its turn.
      await throttle.check(username, address);
      const stored = account?.authType === PASSWORD ? account.password : undefined;
      const { right, outdated } = await verifyPassword(stored, password);
      if (!account || !right) {
        await throttle.failed(username, address);
        return undefined;
      }
      if (outdated) await replaceHash(db, account.id, account.password, await parts.hashPassword(password));
      return account;
    });
  }

  async function byDirectory(
    username: string,
    password: string,
    address: string,
  ): Promise<Account | undefined> {
    // The hash fills the time and is what a new account gets, whose local password nobody knows.
    const [unknowable, asked] = await Promise.allSettled([
      hashing.take(() => parts.hashPassword(generatePassword())),
      directoryTurns.take(async () => {
        await throttle.check(username, address);
        const person =
          password.length <= LONGEST_PASSWORD ? await directory.signIn(username, password) : undefined;
        const account = person && (await accountOf(person));
        if (!account?.found && !account?.missing) await throttle.failed(username, address);
        return account;
      }),
    ]);
    if (asked.status === 'rejected') throw asked.reason;
    if (unknowable.status === 'rejected') throw unknowable.reason;
    const { found, missing } = asked.value ?? {};
    if (!missing) return found;
    return createDirectoryAccount(db, { ...missing, password: unknowable.value, address });
  }

  /** The account of somebody whom the directory admits: neither when a local account has the name. */
  async function accountOf(person: DirectoryPerson): Promise<{ found?: Account; missing?: DirectoryPerson }> {
    const account = await findAccount(db, person.username);
    if (!account) return { missing: person };
    return account.authType === LDAP ? { found: account } : {};
  }
}
