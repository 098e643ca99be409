import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { busy, notFound, unsupported } from '#lib/errors/error.ts';
import { type PageFacts, Refusal } from './decoded.ts';
import { drawPostScript } from './postscript.ts';
import type { Answer, DecodeJob, DecodeReply, Task, ThreadJob } from './protocol.ts';

/** Threads at most; the cores belong to the pictures that the library decodes itself. */
const MOST_THREADS = Math.max(1, Math.min(2, availableParallelism() >> 1));
/** Files that may wait for a thread. */
const MOST_WAITING = 64;
/** After so many files a thread is replaced, whatever it may have gathered. */
const FILES_PER_THREAD = 200;
const MEGABYTES = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };
/** Milliseconds without work after which a thread ends. */
const IDLE = 60_000;

type Thread = { worker: Worker; files: number; idle: NodeJS.Timeout | undefined };
type Waiting = { job: ThreadJob; timeoutMs: number; settle: (reply: DecodeReply) => void };

const idle: Thread[] = [];
const waiting: Waiting[] = [];
let running = 0;
/** Compiled by the first thread that needed it, for those that follow. */
let magick: WebAssembly.Module | undefined;

/**
 * Reads a file on a thread of its own, PostScript in a process of its own; their time and memory are bounded. The
 * threads start with the first file and stand apart from those that draw pictures.
 *
 * @returns what the header says; with `output` its pixels have been written there
 * @throws 404 without the file, 415 for what is refused, damaged or too much for the thread or the time, 503 when too
 *   many wait
 */
export async function decodeForeign(job: DecodeJob, timeoutSeconds: number): Promise<PageFacts> {
  const { kind } = job;
  if (kind !== 'eps') return decodeOnThread({ ...job, kind }, timeoutSeconds);
  try {
    return await drawPostScript(job, timeoutSeconds, decodeForeign);
  } catch (error) {
    throw error instanceof Refusal ? refused(error.message) : error;
  }
}

async function decodeOnThread(job: ThreadJob, timeoutSeconds: number): Promise<PageFacts> {
  const reply = await new Promise<DecodeReply>((settle, reject) => {
    const entry = { job, timeoutMs: timeoutSeconds * 1000, settle };
    if (running < MOST_THREADS) start(entry);
    else if (waiting.length < MOST_WAITING) waiting.push(entry);
    else reject(busy('Too many files of this kind are being read; try again.', 5));
  });
  if (reply.facts) return reply.facts;
  if (reply.refusal !== undefined) throw refused(reply.refusal);
  if (reply.code === TIME_IS_UP) return afterTime(job, timeoutSeconds);
  if (reply.code === 'ENOENT') throw notFound('The image file was not found.');
  if (reply.code !== undefined && DISK_TROUBLE.has(reply.code)) {
    throw busy('There is no room to process the image.', 30);
  }
  throw unsupported(
    'The image could not be processed: the file is damaged or of an unsupported kind.',
    new Error(reply.failure),
  );
}

/** More time would not help, so it is not for the client to come again. Of a camera raw file its preview is tried. */
async function afterTime(job: ThreadJob, timeoutSeconds: number): Promise<PageFacts> {
  if (job.kind !== 'raw' || job.previewOnly || job.output === undefined) {
    throw refused(`reading the file took longer than the allowed ${timeoutSeconds} seconds`);
  }
  await rm(job.output, { force: true });
  return decodeOnThread({ ...job, previewOnly: true }, timeoutSeconds);
}

function refused(why: string) {
  return unsupported(`The image could not be processed: ${why}.`);
}

const TIME_IS_UP = 'time is up';
const DISK_TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOTDIR']);

function start(entry: Waiting): void {
  running += 1;
  const thread = idle.pop() ?? open();
  clearTimeout(thread.idle);
  const { worker } = thread;
  worker.ref();
  const timer = setTimeout(() => end({ failure: TIME_IS_UP, code: TIME_IS_UP }, false), entry.timeoutMs);
  const onMessage = (answer: Answer) => {
    magick ??= answer.magick;
    end(answer.reply, !answer.full);
  };
  const onError = (error: Error) => end({ failure: error.message, code: undefined }, false);
  const onExit = () => end({ failure: 'the thread ended', code: undefined }, false);
  worker.on('message', onMessage);
  worker.on('error', onError);
  worker.on('exit', onExit);
  // A thread of node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage({ ...entry.job, magick } satisfies Task);

  function end(reply: DecodeReply, sound: boolean): void {
    clearTimeout(timer);
    worker.off('message', onMessage);
    worker.off('error', onError);
    worker.off('exit', onExit);
    thread.files += 1;
    running -= 1;
    if (sound && thread.files < FILES_PER_THREAD && reply.failure === undefined) rest(thread);
    else void worker.terminate();
    entry.settle(reply);
    const next = waiting.shift();
    if (next) start(next);
  }
}

function open(): Thread {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), {
    resourceLimits: MEGABYTES,
    // Decoders get none of the settings, which hold passwords.
    env: {},
    stdout: true,
    stderr: true,
  });
  const thread: Thread = { worker, files: 0, idle: undefined };
  // What happens to a thread without work concerns nobody, but it is not to be used again.
  worker.on('error', () => undefined);
  worker.once('exit', () => leaveIdle(thread));
  return thread;
}

function leaveIdle(thread: Thread): void {
  clearTimeout(thread.idle);
  const at = idle.indexOf(thread);
  if (at !== -1) idle.splice(at, 1);
}

/** Kept for the next file; an idle thread holds no process up. */
function rest(thread: Thread): void {
  thread.worker.unref();
  thread.idle = setTimeout(() => {
    leaveIdle(thread);
    void thread.worker.terminate();
  }, IDLE);
  thread.idle.unref();
  idle.push(thread);
}
