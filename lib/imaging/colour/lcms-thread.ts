import { Worker } from 'node:worker_threads';
import type { Conversion, LcmsEngine } from './lcms.ts';

/** Pixels to be converted on the thread. */
export type ColourTask = {
  id: number;
  data: Uint8Array;
  pixels: number;
  alpha: boolean;
  chain: readonly Conversion[];
};

export type ColourReply =
  | { id: number; data: Uint8Array; failure?: undefined }
  | { id: number; failure: string; data?: undefined };

type Waiting = { resolve: (data: Buffer) => void; reject: (error: Error) => void };

/**
 * LittleCMS on a thread of its own, started with the first conversion. It takes several at a time, in turns; when it dies
 * those under way fail and the next one starts another.
 */
export function createLcmsThread(): LcmsEngine {
  let worker: Worker | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(new URL('./lcms-worker.ts', import.meta.url), {
      // It gets none of the settings, which hold passwords.
      env: {},
      stdout: true,
      stderr: true,
    });
    const fail = (error: Error) => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('message', (reply: ColourReply) => {
      const entry = waiting.get(reply.id);
      waiting.delete(reply.id);
      // Without work it does not keep the process alive.
      if (waiting.size === 0) started.unref();
      if (reply.data === undefined) entry?.reject(new Error(reply.failure));
      else entry?.resolve(Buffer.from(reply.data.buffer, reply.data.byteOffset, reply.data.byteLength));
    });
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the thread of colours ended')));
    return started;
  }

  return {
    convert({ data, pixels, alpha }, chain) {
      worker ??= start();
      const thread = worker;
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        thread.ref();
        // A copy to give away: of a view the whole memory behind it would be copied.
        const own = new Uint8Array(data);
        thread.postMessage({ id, data: own, pixels, alpha, chain } satisfies ColourTask, [own.buffer]);
      });
    },
  };
}
