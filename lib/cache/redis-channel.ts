import type { Channel } from './epoch.ts';
import { createRedisConnection } from './redis-connection.ts';

/**
 * Messages over Redis publish and subscribe, on connections of its own.
 *
 * @param options.onError told of the first trouble after each good spell.
 */
export function createRedisChannel(options: {
  url: string;
  prefix?: string;
  onError?: (error: Error) => void;
}): Channel {
  const name = `${options.prefix ?? 'emulsion:'}changes`;
  const sender = createRedisConnection({ url: options.url });
  const receiver = createRedisConnection(options);
  let subscribed = false;

  return {
    async send(message) {
      try {
        await sender.client.publish(name, message);
        return true;
      } catch {
        return false;
      }
    },

    listen(onMessage, onGap) {
      // The client takes the subscription up again by itself before each later 'ready'.
      const onReady = async (): Promise<void> => {
        if (!subscribed) await receiver.client.subscribe(name, onMessage);
        subscribed = true;
        onGap();
      };
      // A subscription cut off by a lost connection is made at the next 'ready'.
      receiver.client.on('ready', () => void onReady().catch(() => undefined));
    },

    isUp: () => subscribed && receiver.isUp(),

    async close() {
      await Promise.all([sender.close(), receiver.close()]);
    },
  };
}
