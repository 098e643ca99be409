import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { isMagickSound, magickModule, useMagickModule } from './magick.ts';
import type { Answer, Failure, Task, Traffic } from './thread-pool.ts';

/** Bytes outside of the heap that a thread without work may keep. */
const FULL = 192 * 1024 * 1024;

/** The thread's side of a pool: answers each job with what is made of it, or with what went wrong. */
export function serveJobs<T extends Traffic>(carryOut: (job: T['job']) => Promise<T['reply']>): void {
  giveWay();
  parentPort?.on('message', ({ job, magick }: Task<T['job']>) => {
    if (magick) useMagickModule(magick);
    // It rejects with nothing: what goes wrong is an answer too.
    void answer(job, carryOut);
  });
}

/** Pictures that the library decodes itself go first. Linux counts threads one by one here, others the process. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(10);
  } catch {
    // Where it may not be lowered it stays.
  }
}

async function answer<T extends Traffic>(
  job: T['job'],
  carryOut: (job: T['job']) => Promise<T['reply']>,
): Promise<void> {
  const reply = await carryOut(job).catch(failureOf);
  const sent: Answer<T['reply'] | Failure> = { reply, magick: magickModule(), full: isFull() };
  // A thread of node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(sent);
}

function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { failure: error instanceof Error ? error.message : String(error), code };
}

/** The memory of WebAssembly never shrinks: it is given back with the thread, as is what failures left behind. */
function isFull(): boolean {
  return !isMagickSound() || process.memoryUsage().external > FULL;
}
