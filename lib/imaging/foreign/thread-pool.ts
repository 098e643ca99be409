import type { ResourceLimits, Worker } from 'node:worker_threads';
import { busy } from '#lib/errors/error.ts';

/** What a kind of thread is given and what it makes of it. */
export type Traffic = { job: object; reply: object };

/** What is sent to a thread: the job, and what another thread has compiled. */
export type Task<Job> = { job: Job; magick: WebAssembly.Module | undefined };

/** What comes back. */
export type Answer<Reply> = {
  reply: Reply;
  /** What this thread has compiled or was given. */
  magick: WebAssembly.Module | undefined;
  /** Whether the thread is better ended: it holds much memory or what failures left behind. */
  full: boolean;
};

/** What went wrong with a thread, with the code of the system or TIME_IS_UP. */
export type Failure = { failure: string; code: string | undefined };

export const TIME_IS_UP = 'time is up';

/** Jobs that may wait for a thread. */
const MOST_WAITING = 64;
/** After so many jobs a thread is replaced, whatever it may have gathered. */
const JOBS_PER_THREAD = 200;
/** Milliseconds without work after which a thread ends. */
const IDLE = 60_000;

/** Threads get none of the settings, which hold passwords. */
export const THREAD_OPTIONS: {
  resourceLimits: ResourceLimits;
  env: Record<string, string>;
  stdout: true;
  stderr: true;
} = {
  resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  env: {},
  stdout: true,
  stderr: true,
};

type Thread = { worker: Worker; jobs: number; idle: NodeJS.Timeout | undefined };
type Waiting<Job, Reply> = { job: Job; timeoutMs: number; settle: (reply: Reply | Failure) => void };

/** Compiled by the first thread of any pool that needed it, for those that follow. */
let magick: WebAssembly.Module | undefined;

/**
 * A few threads that are started when they are needed. Each job has its time, a thread that fails or outstays it is ended.
 *
 * @returns what carries a job out; it rejects with busy when too many wait
 */
export function createThreadPool<T extends Traffic>(
  open: () => Worker,
  mostThreads: number,
): (job: T['job'], timeoutSeconds: number) => Promise<T['reply'] | Failure> {
  const idle: Thread[] = [];
  const waiting: Waiting<T['job'], T['reply']>[] = [];
  let running = 0;

  function start(entry: Waiting<T['job'], T['reply']>): void {
    running += 1;
    const thread = idle.pop() ?? opened();
    clearTimeout(thread.idle);
    const { worker } = thread;
    worker.ref();
    const timer = setTimeout(() => end({ failure: TIME_IS_UP, code: TIME_IS_UP }, false), entry.timeoutMs);
    const onMessage = (answer: Answer<T['reply']>) => {
      magick ??= answer.magick;
      end(answer.reply, !answer.full);
    };
    const onError = (error: Error) => end({ failure: error.message, code: undefined }, false);
    const onExit = () => end({ failure: 'the thread ended', code: undefined }, false);
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    const task: Task<T['job']> = { job: entry.job, magick };
    // A thread of node has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(task);

    function end(reply: T['reply'] | Failure, sound: boolean): void {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      thread.jobs += 1;
      running -= 1;
      if (sound && thread.jobs < JOBS_PER_THREAD && !isFailure(reply)) rest(thread);
      else void worker.terminate();
      entry.settle(reply);
      const next = waiting.shift();
      if (next) start(next);
    }
  }

  function opened(): Thread {
    const thread: Thread = { worker: open(), jobs: 0, idle: undefined };
    // What happens to a thread without work concerns nobody, but it is not to be used again.
    thread.worker.on('error', () => undefined);
    thread.worker.once('exit', () => leaveIdle(thread));
    return thread;
  }

  function leaveIdle(thread: Thread): void {
    clearTimeout(thread.idle);
    const at = idle.indexOf(thread);
    if (at !== -1) idle.splice(at, 1);
  }

  /** Kept for the next job; an idle thread holds no process up. */
  function rest(thread: Thread): void {
    thread.worker.unref();
    thread.idle = setTimeout(() => {
      leaveIdle(thread);
      void thread.worker.terminate();
    }, IDLE);
    thread.idle.unref();
    idle.push(thread);
  }

  return (job, timeoutSeconds) =>
    new Promise((settle, reject) => {
      const entry = { job, timeoutMs: timeoutSeconds * 1000, settle };
      if (running < mostThreads) start(entry);
      else if (waiting.length < MOST_WAITING) waiting.push(entry);
      else reject(busy('Too many files of this kind are being processed; try again.', 5));
    });
}

/** Whether a thread failed in place of answering. */
export function isFailure(reply: object): reply is Failure {
  return 'failure' in reply && reply.failure !== undefined;
}
