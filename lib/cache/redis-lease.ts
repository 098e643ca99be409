import { randomUUID } from 'node:crypto';
import { type Lease, type Leases, unguardedLease } from './lease.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Long enough to outlive a pause of the event loop, short enough to free a dead process's work soon. */
const LEASE_MS = 5000;
const RENEW_MS = 1500;

const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;

/**
 * Leases in Redis: a key with a token and a lifetime, renewed while held, so that a killed process frees
 * its work after `leaseMs` at the latest. With Redis away, leases are unguarded.
 */
export function createRedisLeases(options: {
  redis: RedisConnection;
  prefix?: string;
  leaseMs?: number;
  renewMs?: number;
}): Leases {
  const { redis, prefix = 'emulsion:', leaseMs = LEASE_MS, renewMs = RENEW_MS } = options;
  const { client } = redis;
  const held = new Set<Lease>();

  const hold = (key: string, token: string): Lease => {
    const renewal = setInterval(() => {
      client
        .eval(RENEW, { keys: [key], arguments: [token, String(leaseMs)] })
        // Not ours any more (Redis lost it, or this process stood still too long): stop pretending.
        .then((renewed) => renewed === 0 && clearInterval(renewal))
        .catch(() => undefined);
    }, renewMs);
    renewal.unref();
    const lease: Lease = {
      guarded: true,
      async release() {
        if (!held.delete(lease)) return;
        clearInterval(renewal);
        // If this fails the lease runs out by itself.
        await client.eval(RELEASE, { keys: [key], arguments: [token] }).catch(() => undefined);
      },
    };
    held.add(lease);
    return lease;
  };

  return {
    async acquire(name) {
      if (!redis.isUp()) return unguardedLease();
      const key = `${prefix}lease:${name}`;
      const token = randomUUID();
      try {
        const answer = await client.set(key, token, {
          condition: 'NX',
          expiration: { type: 'PX', value: leaseMs },
        });
        return answer === null ? undefined : hold(key, token);
      } catch {
        return unguardedLease();
      }
    },

    async close() {
      await Promise.all([...held].map((lease) => lease.release()));
    },
  };
}
