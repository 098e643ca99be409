import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { unsupported } from '#lib/errors/error.ts';
import { createJobPool, isFailure, TIME_IS_UP } from '../job-pool.ts';
import { onThread, THREAD_OPTIONS } from '../workplaces.ts';

/** A finished picture as PNG, and how it is written. */
export type JxlJob = { png: Uint8Array; quality: number; lossless: boolean };
export type JxlReply = { bytes: Uint8Array; refusal?: undefined } | { refusal: string; bytes?: undefined };

export type JxlTraffic = { job: JxlJob; reply: JxlReply };

/** So many are written at once; they stand apart from the threads that read, which strangers' files may keep busy. */
const MOST_THREADS = Math.max(1, Math.min(2, availableParallelism() >> 1));

const write = createJobPool<JxlTraffic>(
  () => onThread(new Worker(new URL('./jxl-worker.ts', import.meta.url), THREAD_OPTIONS)),
  MOST_THREADS,
);

/**
 * Writes a picture as JPEG XL, with its profile, in 8 bits. 415 when it takes too much time or memory, 503 when too many
 * wait.
 */
export async function encodeJxl(job: JxlJob, timeoutSeconds: number): Promise<Buffer> {
  const reply = await write(job, timeoutSeconds);
  if (isFailure(reply)) {
    if (reply.code === TIME_IS_UP) {
      throw unsupported(`format: writing JPEG XL took longer than the allowed ${timeoutSeconds} seconds.`);
    }
    throw unsupported('format: the picture could not be written as JPEG XL.', new Error(reply.failure));
  }
  if (reply.refusal !== undefined) throw unsupported(`format: as JPEG XL ${reply.refusal}.`);
  return Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.byteLength);
}
