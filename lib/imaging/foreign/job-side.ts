import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Answer, Failure, Task, Traffic } from './job-pool.ts';
import { isMagickSound, magickModule, useMagickModule } from './magick.ts';
import { NICENESS } from './workplaces.ts';

/** Milliseconds that a thread or process without work is kept, and one that holds much memory. */
const KEPT = 60_000;
const KEPT_LARGE = 5000;
/** Bytes outside of the heap that count as much, and those that are too much. Memory of WebAssembly never shrinks. */
const LARGE = 192 * 1024 * 1024;
const TOO_LARGE = 1024 * 1024 * 1024;
/** Microseconds of a processor after which a process is replaced, well before the system ends it in the midst of a file. */
const LONG = 600e6;

/** The side of a thread or process: answers each job with what is made of it, or with what went wrong. */
export function serveJobs<T extends Traffic>(carryOut: (job: T['job']) => Promise<T['reply']>): void {
  if (parentPort) giveWay();
  // Nobody is left to answer.
  else process.on('disconnect', () => process.exit());
  (parentPort ?? process).on('message', ({ job, magick }: Task<T['job']>) => {
    if (magick) useMagickModule(magick);
    // It rejects with nothing: what goes wrong is an answer too.
    void answer(job, carryOut);
  });
}

/** Pictures that the library decodes itself go first. Linux counts threads one by one here, others the process. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(NICENESS);
  } catch {
    // Where it may not be lowered it stays.
  }
}

async function answer<T extends Traffic>(
  job: T['job'],
  carryOut: (job: T['job']) => Promise<T['reply']>,
): Promise<void> {
  const reply = await carryOut(job).catch(failureOf);
  const sent: Answer<T['reply'] | Failure> = { reply, magick: magickModule(), keepMs: keepMs() };
  // A thread of node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  if (parentPort) parentPort.postMessage(sent);
  // What is compiled cannot leave a process.
  else process.send?.({ ...sent, magick: undefined });
}

function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { failure: error instanceof Error ? error.message : String(error), code };
}

/**
 * Failures may have left something behind. Compiled code goes with a process, so one that holds much waits a little for the
 * next file; the memory of a thread is the server's, and what it has compiled is kept elsewhere.
 */
function keepMs(): number {
  const { external } = process.memoryUsage();
  if (!isMagickSound() || external > TOO_LARGE) return 0;
  if (parentPort) return external > LARGE ? 0 : KEPT;
  const { user, system } = process.cpuUsage();
  if (user + system > LONG) return 0;
  return external > LARGE ? KEPT_LARGE : KEPT;
}
