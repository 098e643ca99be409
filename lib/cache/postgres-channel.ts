import type { Client } from 'pg';
import type { Channel } from './epoch.ts';
import { type ConnectPostgres, openPostgresSession, type PostgresSession } from './postgres-session.ts';

const NAME = 'emulsion_changes';

/**
 * Messages over Postgres LISTEN and NOTIFY, on a connection of its own.
 *
 * @param options.onError told of the first trouble after each good spell.
 */
export function createPostgresChannel(options: {
  connect: ConnectPostgres;
  onError?: (error: Error) => void;
}): Channel {
  let receive: (message: string) => void = () => undefined;
  let reconnected: () => void = () => undefined;

  const prepare = async (client: Client): Promise<void> => {
    client.on('notification', ({ payload }) => receive(payload ?? ''));
    await client.query(`LISTEN ${NAME}`);
  };

  const session: PostgresSession = openPostgresSession({
    connect: options.connect,
    onConnect: prepare,
    onUp: () => reconnected(),
    onError: options.onError,
  });

  return {
    async send(message) {
      try {
        await session.query('SELECT pg_notify($1, $2)', [NAME, message]);
        return true;
      } catch {
        return false;
      }
    },

    listen(onMessage, onGap) {
      receive = onMessage;
      reconnected = onGap;
    },

    isUp: () => session.isUp(),
    close: () => session.close(),
  };
}
