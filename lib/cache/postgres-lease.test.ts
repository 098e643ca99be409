import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from '#lib/db/connection.ts';
import { createPostgresLeases } from './postgres-lease.ts';
import { startPostgres, type TestPostgres } from './testing/postgres-server.ts';

// Real servers and processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const patience = { timeout: 15_000, interval: 20 };

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((leases) => leases.close()));
});

async function openLeases(errors: Error[] = []) {
  const leases = createPostgresLeases({
    connect: () => connect(server.url),
    onError: (error) => errors.push(error),
  });
  open.push(leases);
  await expect.poll(() => leases.isUp(), patience).toBe(true);
  return leases;
}

async function ask(sql: string): Promise<unknown> {
  const client = await connect(server.url);
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const heldLocks = () =>
  ask("SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1");

describe('leases in Postgres', () => {
  it('are held by one process at a time, and by one caller within a process', async () => {
    const [one, two] = [await openLeases(), await openLeases()];
    const lease = await one.acquire('k');
    expect(lease?.guarded).toBe(true);
    expect(await two.acquire('k')).toBeUndefined();
    expect(await one.acquire('k')).toBeUndefined();
    expect((await two.acquire('other'))?.guarded).toBe(true);
    await lease?.release();
    await lease?.release();
    expect((await two.acquire('k'))?.guarded).toBe(true);
  });

  it('give one of many who ask at once the lease', async () => {
    const [one, two] = [await openLeases(), await openLeases()];
    const asked = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).acquire('crowd')),
    );
    expect(asked.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('go with the connection, which comes back by itself', async () => {
    const errors: Error[] = [];
    const leases = await openLeases(errors);
    const lost = await leases.acquire('k');
    expect(await heldLocks()).toBe(1);
    await ask(
      "SELECT count(pg_terminate_backend(pid))::int FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1",
    );
    await expect.poll(() => errors.length, patience).toBe(1);
    await expect.poll(() => leases.isUp(), patience).toBe(true);
    const again = await leases.acquire('k');
    expect(again?.guarded).toBe(true);
    // A lease of the lost connection must not free the one that came after it.
    await lost?.release();
    expect(await heldLocks()).toBe(1);
    await again?.release();
    expect(await heldLocks()).toBe(0);
  });

  it('are unguarded when the connection stands still, and guarded again by a new one', async () => {
    const leases = await openLeases();
    await leases.acquire('k');
    const backend = await ask("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1");
    process.kill(Number(backend), 'SIGSTOP');
    try {
      expect((await leases.acquire('other'))?.guarded).toBe(false);
      await expect.poll(() => leases.isUp(), patience).toBe(true);
      expect((await leases.acquire('other'))?.guarded).toBe(true);
    } finally {
      process.kill(Number(backend), 'SIGCONT');
    }
    await expect.poll(heldLocks, patience).toBe(1);
  });

  it('are unguarded, not refused, while the database is away', async () => {
    const errors: Error[] = [];
    const leases = createPostgresLeases({
      connect: () => Promise.reject(new Error('nobody there')),
      onError: (error) => errors.push(error),
    });
    open.push(leases);
    expect((await leases.acquire('k'))?.guarded).toBe(false);
    await expect.poll(() => errors.length, patience).toBe(1);
  });

  it('leave nothing behind when closed', async () => {
    const leases = await openLeases();
    await leases.acquire('a');
    await leases.acquire('b');
    await leases.close();
    await expect.poll(heldLocks, patience).toBe(0);
    expect((await leases.acquire('a'))?.guarded).toBe(false);
  });
});
