import { createHash } from 'node:crypto';
import { type Lease, type Leases, unguardedLease } from './lease.ts';
import { type ConnectPostgres, openPostgresSession } from './postgres-session.ts';

/** A lock number: 64 bits of a hash, in a space of its own. */
function lockNumber(key: string): string {
  return createHash('sha256').update(`emulsion render ${key}`).digest().readBigInt64BE(0).toString();
}

/**
 * Leases as advisory locks of one connection: when the process dies, so does the connection, and Postgres
 * frees its locks. While the connection is away, leases are unguarded.
 *
 * @param options.onError told when the connection is lost or cannot be made.
 */
export function createPostgresLeases(options: {
  connect: ConnectPostgres;
  onError?: (error: Error) => void;
}): Leases & { isUp(): boolean } {
  // A session may take its own lock twice, so what this process holds is noted here too.
  const held = new Map<string, Lease>();
  const session = openPostgresSession({
    connect: options.connect,
    onError: options.onError,
    onLost: () => held.clear(),
  });

  const hold = (number: string): Lease => {
    const lease: Lease = {
      guarded: true,
      async release() {
        // A lease of an earlier connection is gone with it; its number may be held anew.
        if (held.get(number) !== lease) return;
        await session.query('SELECT pg_advisory_unlock($1::bigint)', [number]).catch(() => undefined);
        if (held.get(number) === lease) held.delete(number);
      },
    };
    return lease;
  };

  return {
    isUp: () => session.isUp(),

    async acquire(key) {
      if (!session.isUp()) return unguardedLease();
      const number = lockNumber(key);
      if (held.has(number)) return undefined;
      const lease = hold(number);
      held.set(number, lease);
      try {
        const [row] = await session.query('SELECT pg_try_advisory_lock($1::bigint) AS got', [number]);
        if (row?.got === true) return lease;
        held.delete(number);
        return undefined;
      } catch {
        if (held.get(number) === lease) held.delete(number);
        return unguardedLease();
      }
    },

    close: () => session.close(),
  };
}
