import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from '#lib/db/connection.ts';
import { CHANNEL } from './store/notify.ts';

/** Milliseconds between signs of life. */
const HEARTBEAT = 1500;
/** Milliseconds after which a statement of a few microseconds is taken for lost. */
const STATEMENT_LIMIT = 3000;
/**
 * Milliseconds without a sign of life after which the server ends the session and frees its lock: it would not
 * notice for hours that a machine is gone, and never that a process stands still. (Postgres 14 and later.)
 */
const SERVER_PATIENCE = 8000;
/** Milliseconds after the last sign of life during which the lock is certain to be held. */
const CERTAIN = 6000;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;

/** This process as others see it. */
export type Presence = {
  /** Names the process in the tasks it carries out: `<pid>_<random>`. */
  lockId: string;
  /** Whether others certainly take this process for alive at this moment. */
  isHeld(): boolean;
  /** Resolves when isHeld, or when aborted. */
  whenHeld(signal: AbortSignal): Promise<void>;
  /** Runs the work while a process of that name cannot be alive; does nothing when it is. */
  whileDead(lockId: string, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/**
 * Shows that this process is alive by an advisory lock on a connection of its own: with the process goes the
 * connection, and with that the lock. Also hears what other processes tell of tasks. A lost connection is made
 * anew by itself. Behind a pooler it needs session mode.
 *
 * @param options.onMessage told what others tell of tasks
 * @param options.onUp told when the lock is held anew: messages may have been missed
 * @param options.onLost told when the lock is gone, and others may take over what this process does
 */
export function openPresence(options: {
  url: string;
  onMessage: (message: string) => void;
  onUp: () => void;
  onLost: () => void;
  onError: (error: unknown) => void;
}): Presence {
  const lockId = `${process.pid}_${randomBytes(8).toString('hex')}`;
  const closing = new AbortController();
  let current: Client | undefined;
  let certainUntil = 0;
  let reported = false;
  const waiting = new Set<() => void>();

  function report(error: unknown): void {
    if (reported || closing.signal.aborted) return;
    reported = true;
    options.onError(error);
  }

  function drop(client: Client): void {
    if (current === client) {
      current = undefined;
      certainUntil = 0;
      options.onLost();
    }
    void client.end().catch(() => undefined);
  }

  async function ask(
    client: Client,
    text: string,
    values: Array<string | number> = [],
  ): Promise<Record<string, unknown>> {
    const done = new AbortController();
    const late = delay(STATEMENT_LIMIT, undefined, { signal: done.signal }).then(() => {
      drop(client);
      throw new Error('the database does not answer');
    });
    late.catch(() => undefined);
    try {
      const { rows } = await Promise.race([client.query(text, values), late]);
      return (rows[0] ?? {}) as Record<string, unknown>;
    } finally {
      done.abort();
    }
  }

  async function beat(client: Client): Promise<void> {
    const asked = performance.now();
    await ask(client, 'SELECT 1');
    if (client === current) certainUntil = asked + CERTAIN;
  }

  /** Resolves when the connection is gone. */
  async function live(client: Client): Promise<void> {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    client.on('error', () => drop(client));
    client.once('end', resolve);
    const onClosing = () => {
      drop(client);
      setTimeout(resolve, 1000).unref();
    };
    closing.signal.addEventListener('abort', onClosing);
    let timer: NodeJS.Timeout | undefined;
    try {
      await client.query(`SET idle_session_timeout = ${SERVER_PATIENCE}`).catch(() => undefined);
      const asked = performance.now();
      // Whoever takes over from this process for dead holds the lock a moment; a lost session of ours somewhat longer.
      const got = await ask(client, 'SELECT pg_try_advisory_lock($1, $2) AS got', lockOf(lockId));
      if (got.got !== true) throw new Error('the lock of this process is still taken');
      client.on('notification', ({ payload }) => options.onMessage(payload ?? ''));
      await ask(client, `LISTEN ${CHANNEL}`);
      if (closing.signal.aborted) return;
      current = client;
      certainUntil = asked + CERTAIN;
      reported = false;
      for (const wake of waiting) wake();
      options.onUp();
      timer = setInterval(() => void beat(client).catch(report), HEARTBEAT);
      timer.unref();
      await ended;
    } finally {
      clearInterval(timer);
      closing.signal.removeEventListener('abort', onClosing);
      drop(client);
    }
    report(new Error('the connection that shows this process to be alive was lost'));
  }

  async function run(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!closing.signal.aborted) {
      try {
        const client = await connect(options.url);
        await live(client);
        pause = FIRST_PAUSE;
      } catch (error) {
        report(error);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      await delay(pause, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  }
  const running = run();

  const isHeld = () => current !== undefined && performance.now() < certainUntil;

  return {
    lockId,
    isHeld,

    async whenHeld(signal) {
      while (!isHeld() && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const wake = () => resolve();
        waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        // A sign of life that came late makes it certain again without a new connection.
        const again = setTimeout(wake, HEARTBEAT);
        await promise;
        clearTimeout(again);
        waiting.delete(wake);
        signal.removeEventListener('abort', wake);
      }
    },

    async whileDead(other, work) {
      const client = current;
      if (!client || other === lockId) return;
      const lock = lockOf(other);
      const { got } = await ask(client, 'SELECT pg_try_advisory_lock($1, $2) AS got', lock);
      if (got !== true) return;
      try {
        await work();
      } finally {
        await ask(client, 'SELECT pg_advisory_unlock($1, $2)', lock).catch(() => undefined);
      }
    },

    async close() {
      const connected = current !== undefined;
      closing.abort();
      // An attempt to connect may take long; what comes of it is dropped.
      if (connected) await running;
    },
  };
}

/** First number of the locks of processes: leases of pictures use locks of one number, and never meet these. */
const PROCESSES = 0x656d7074;

/** The two numbers of a process's lock. */
function lockOf(lockId: string): [number, number] {
  return [PROCESSES, createHash('sha256').update(lockId).digest().readInt32BE(0)];
}
