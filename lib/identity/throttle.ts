import { isIPv6 } from 'node:net';
import type { Database } from '#lib/db/client.ts';
import { tooManyRequests } from '#lib/errors/error.ts';
import { loginName } from './login-name.ts';
import { addFailure, countFailures, forgiveFailures, KNOWN } from './store/login-failures.ts';

/** Ten failures in a row, then one try in 90 seconds: the ten fade within a quarter of an hour. */
const ACCOUNT = { limit: 10, fadeSeconds: 90 };
/** Fifty, then one in 18 seconds: many people may share an address. */
const ADDRESS = { limit: 50, fadeSeconds: 18 };

export type Throttle = {
  /** Throws tooManyRequests with the seconds to wait when this account or address has failed too often. */
  check(username: string, address: string): Promise<void>;
  failed(username: string, address: string): Promise<void>;
  succeeded(username: string, address: string): Promise<void>;
};

/**
 * Counts failed sign-ins by account and by address, for all nodes together. What somebody elsewhere does to
 * an account must not keep its owner out: an address from which the account has signed in before has a
 * count of its own and is not held up by the account's. Failures fade one by one, so that even on a new
 * address the owner gets a try every 90 seconds at least. Names that do not exist are counted alike.
 *
 * @param what counts failures of another kind than those of people apart from them
 */
export function createThrottle(db: Database, what = ''): Throttle {
  const keysOf = (username: string, address: string) => keysIn(what, username, address);
  return {
    async check(username, address) {
      const keys = keysOf(username, address);
      const counts = await countFailures(db, [keys.account, keys.known, keys.address]);
      const known = counts.find(({ key }) => key === keys.known);
      const account = known ?? counts.find(({ key }) => key === keys.account);
      const source = counts.find(({ key }) => key === keys.address);
      const wait = Math.max(secondsToWait(account, ACCOUNT), secondsToWait(source, ADDRESS));
      if (wait > 0) throw tooManyRequests('Too many failed attempts to sign in; try again later.', wait);
    },
    async failed(username, address) {
      const keys = keysOf(username, address);
      const counts = await countFailures(db, [keys.known]);
      await addFailure(db, counts.length > 0 ? keys.known : keys.account, ACCOUNT);
      if (address !== '') await addFailure(db, keys.address, ADDRESS);
    },
    async succeeded(username, address) {
      const keys = keysOf(username, address);
      await forgiveFailures(db, keys.account, keys.known);
    },
  };
}

function secondsToWait(
  count: { failures: number; age: number } | undefined,
  { limit, fadeSeconds }: typeof ACCOUNT,
): number {
  if (!count) return 0;
  const untilBelow = (count.failures - limit + 1) * fadeSeconds - count.age;
  return Math.max(0, Math.ceil(untilBelow));
}

function keysIn(
  what: string,
  username: string,
  address: string,
): { account: string; known: string; address: string } {
  const name = loginName(username);
  const source = sourceOf(address);
  return {
    account: `${what}user:${name}`,
    known: `${KNOWN}${what}${name}@${source}`,
    address: `${what}address:${source}`,
  };
}

/** The address, or its network where one person commands a whole one: the first 64 bits of IPv6. */
function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address.slice(0, 64);
  const { hostname } = new URL(`http://[${plain}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return `${[...first, ...Array.from({ length: zeros }, () => '0'), ...last].slice(0, 4).join(':')}::/64`;
}
