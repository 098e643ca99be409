import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';

/** Gives a new connected client; rejects when the database cannot be reached. */
export type ConnectPostgres = () => Promise<Client>;

export type PostgresSession = {
  isUp(): boolean;
  /** Runs a statement after those before it; rejects at once while there is no connection. */
  query(text: string, values: readonly string[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

/** A statement of ours is a matter of milliseconds; one that takes this long will never end. */
const QUERY_LIMIT_MS = 2000;
/** A server that stands still never confirms a farewell. */
const FAREWELL_LIMIT_MS = 1000;
const HEARTBEAT_MS = 5000;
/**
 * Without a heartbeat for this long the server ends the session and frees its locks: it would not notice
 * for hours that the machine of a client is gone.
 */
const SERVER_PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3000;

/**
 * One connection of the process's own, for what belongs to a session (advisory locks, LISTEN), which a pool
 * would mix up. A lost or silent connection is dropped and made anew by itself. Behind a pooler it needs
 * session mode.
 *
 * @param options.onConnect prepares each new connection, before anyone else uses it.
 * @param options.onUp told in the same moment in which a connection comes into use.
 * @param options.onLost told when a connection is gone.
 * @param options.onError told of the first trouble after each good spell.
 */
export function openPostgresSession(options: {
  connect: ConnectPostgres;
  onConnect?: (client: Client) => Promise<void>;
  onUp?: () => void;
  onLost?: () => void;
  onError?: ((error: Error) => void) | undefined;
}): PostgresSession {
  const closing = new AbortController();
  let current: Client | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let reported = false;

  const report = (error: unknown): void => {
    if (reported || closing.signal.aborted) return;
    reported = true;
    options.onError?.(error instanceof Error ? error : new Error(String(error)));
  };

  /** Ends a client without waiting for an answer that may never come; from now on it is not in use. */
  const drop = (client: Client): void => {
    if (current === client) {
      current = undefined;
      options.onLost?.();
    }
    void client.end().catch(() => undefined);
  };

  const limited = async <T>(client: Client, work: Promise<T>): Promise<T> => {
    const done = new AbortController();
    const late = delay(QUERY_LIMIT_MS, undefined, { signal: done.signal }).then(() => {
      drop(client);
      throw new Error('the database does not answer');
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      done.abort();
      late.catch(() => undefined);
    }
  };

  const query: PostgresSession['query'] = (text, values) => {
    const client = current;
    if (!client) return Promise.reject(new Error('the database is away'));
    const result = last.then(async () => {
      if (client !== current) throw new Error('the database is away');
      const { rows } = await limited(client, client.query(text, [...values]));
      return rows as Record<string, unknown>[];
    });
    last = result.catch(() => undefined);
    return result;
  };

  const prepare = async (client: Client): Promise<void> => {
    // An older server does not know this setting, and can do without.
    await client.query(`SET idle_session_timeout = ${SERVER_PATIENCE_MS}`).catch(() => undefined);
    await options.onConnect?.(client);
  };

  /** Resolves when the connection is gone. */
  const live = async (client: Client): Promise<void> => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    client.on('error', () => drop(client));
    client.once('end', resolve);
    const onClosing = (): void => {
      drop(client);
      setTimeout(resolve, FAREWELL_LIMIT_MS).unref();
    };
    closing.signal.addEventListener('abort', onClosing);
    let heartbeat: NodeJS.Timeout | undefined;
    try {
      await limited(client, prepare(client));
      current = client;
      reported = false;
      options.onUp?.();
      heartbeat = setInterval(() => void query('SELECT 1', []).catch(report), HEARTBEAT_MS);
      heartbeat.unref();
      if (closing.signal.aborted) onClosing();
      await ended;
    } finally {
      clearInterval(heartbeat);
      closing.signal.removeEventListener('abort', onClosing);
      drop(client);
    }
    report(new Error('the connection to the database was lost'));
  };

  const run = async (): Promise<void> => {
    let pause = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      try {
        await live(await options.connect());
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        report(error);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
      await delay(pause, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  };
  const running = run();

  return {
    isUp: () => current !== undefined,
    query,
    async close() {
      const connected = current !== undefined;
      closing.abort();
      // An attempt to connect may take long; what comes of it is dropped.
      if (connected) await running;
    },
  };
}
