import { createClient, type RedisClientType } from 'redis';

export type RedisConnection = {
  readonly client: RedisClientType;
  /** Whether commands are being answered, as far as is known. */
  isUp(): boolean;
  /** Asks the server; false when it does not answer in time. */
  check(): Promise<boolean>;
  /** Ends the connection: in order when the server answers, by force otherwise. */
  close(): Promise<void>;
};

/** Longest that an orderly farewell may take. */
const CLOSE_LIMIT_MS = 2000;

/**
 * A connection that never hangs: a frozen server fails what was written to it after 1.5 s and everything
 * else at once, a lost one fails at once, and the connection comes back by itself. Returns without waiting
 * for the first connect.
 *
 * @param options.onError told of the first trouble after each good spell, not of every attempt.
 */
export function createRedisConnection(options: {
  url: string;
  onError?: (error: Error) => void;
}): RedisConnection {
  const client = createClient({
    url: options.url,
    disableOfflineQueue: true,
    pingInterval: 1000,
    socket: {
      connectTimeout: 500,
      socketTimeout: 1500,
      reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, 1000),
    },
  }) as RedisClientType;
  let reported = false;
  client.on('ready', () => {
    reported = false;
  });
  // Without a listener the client's errors would end the process.
  client.on('error', (error: Error) => {
    if (reported) return;
    reported = true;
    options.onError?.(error);
  });
  // Rejects only when the connection is closed before it ever came up.
  client.connect().catch(() => undefined);

  return {
    client,
    isUp: () => client.isReady,
    check: async () => {
      if (!client.isReady) return false;
      return client.ping().then(
        () => true,
        () => false,
      );
    },
    async close() {
      if (!client.isOpen) return;
      if (!client.isReady) {
        client.destroy();
        return;
      }
      const force = setTimeout(() => client.isOpen && client.destroy(), CLOSE_LIMIT_MS);
      await client.close().catch(() => undefined);
      clearTimeout(force);
    },
  };
}
