import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { busy } from '#lib/errors/error.ts';
import { type FileTags, NO_TAGS } from './tags.ts';

/** Bytes of the beginning of a file that are read, and of its end, where TIFF and WebP keep such blocks. */
const HEAD = 8 * 1024 * 1024;
const TAIL = 2 * 1024 * 1024;
/** Larger files are read at their beginning only. */
const MOST_SPARSE = 512 * 1024 * 1024;
const DEADLINE = 4000;
/** Files that are read at a time; the others wait. */
const PLACES = 2;
/** Files that may wait. */
const WAITING = 30;

/**
 * What a file says about itself, in words. Files of which nothing can be read, or that take too long, say nothing.
 * Rejects when the file cannot be opened, and with busy when too many wait.
 */
export function readFileTags(file: string): Promise<FileTags> {
  return inTurn(async () => runWorker(await readEnds(file)));
}

/** The same of a small file that is in memory. */
export function readTagsOf(file: Uint8Array): Promise<FileTags> {
  return inTurn(() => runWorker(Uint8Array.from(file).buffer));
}

async function inTurn(work: () => Promise<FileTags>): Promise<FileTags> {
  await place();
  try {
    return await work();
  } finally {
    leave();
  }
}

let running = 0;
const queue: Array<() => void> = [];

async function place(): Promise<void> {
  if (running < PLACES) {
    running += 1;
    return;
  }
  if (queue.length >= WAITING) throw busy('Too many files are being looked at; try again.', 2);
  // Whoever leaves hands over the place.
  await new Promise<void>((resolve) => {
    queue.push(resolve);
  });
}

function leave(): void {
  const next = queue.shift();
  if (next) next();
  else running -= 1;
}

/** The ends of a file where they belong; what lies between them is zeros that take up no memory. */
async function readEnds(file: string): Promise<ArrayBuffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const length = size <= MOST_SPARSE ? size : HEAD;
    const bytes = new ArrayBuffer(length);
    await handle.read(new Uint8Array(bytes, 0, Math.min(length, HEAD)), 0, Math.min(length, HEAD), 0);
    const rest = Math.max(0, length - HEAD);
    const tail = Math.min(rest, TAIL);
    if (tail > 0) await handle.read(new Uint8Array(bytes, length - tail, tail), 0, tail, length - tail);
    return bytes;
  } finally {
    await handle.close();
  }
}

function runWorker(bytes: ArrayBuffer): Promise<FileTags> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./tag-worker.ts', import.meta.url), {
      // As a part of an object: bundled, the bundler adds its own to it.
      workerData: { bytes },
      transferList: [bytes],
      resourceLimits: { maxOldGenerationSizeMb: 192 },
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => end(NO_TAGS), DEADLINE);
    function end(tags: FileTags): void {
      clearTimeout(timer);
      resolve(tags);
      void worker.terminate();
    }
    worker.once('message', (tags: FileTags) => end(tags));
    worker.once('error', () => end(NO_TAGS));
    worker.once('exit', () => end(NO_TAGS));
  });
}
