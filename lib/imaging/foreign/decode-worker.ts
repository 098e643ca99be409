import { closeSync, openSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type Page, Refusal } from './decoded.ts';
import { fileBytes } from './file-bytes.ts';
import { isMagickSound, magickModule, useMagickModule } from './magick.ts';
import { openPage } from './open-page.ts';
import type { Answer, DecodeReply, Task, ThreadJob } from './protocol.ts';
import { writeTiff } from './write-tiff.ts';

/** Bytes outside of the heap that a thread without work may keep. */
const FULL = 192 * 1024 * 1024;

/** Runs on threads of its own: whatever a made-up file does here costs the thread and one request. */
async function carryOut(job: ThreadJob): Promise<DecodeReply> {
  let input: number | undefined;
  let page: Page | undefined;
  try {
    input = openSync(job.file, 'r');
    page = await openPage(job.kind, fileBytes(input), job);
    const { rows, inner, close: _close, ...facts } = page;
    if (job.output !== undefined) {
      const output = openSync(job.output, 'wx');
      try {
        if (rows) writeTiff(output, facts, await rows());
        else if (inner) writeFileSync(output, inner);
      } finally {
        closeSync(output);
      }
    }
    return { facts };
  } catch (error) {
    return replyTo(error);
  } finally {
    page?.close?.();
    if (input !== undefined) closeSync(input);
  }
}

function replyTo(error: unknown): DecodeReply {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Refusal) return { refusal: text };
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { failure: text, code };
}

/** Pictures that the library decodes itself go first. Linux counts threads one by one here, others the process. */
if (process.platform === 'linux') {
  try {
    setPriority(10);
  } catch {
    // Where it may not be lowered it stays.
  }
}

parentPort?.on('message', ({ magick, ...job }: Task) => {
  if (magick) useMagickModule(magick);
  // It rejects with nothing: what goes wrong is an answer too.
  void answer(job);
});

/** The memory of WebAssembly never shrinks: it is given back with the thread, as is what failures left behind. */
function isFull(): boolean {
  return !isMagickSound() || process.memoryUsage().external > FULL;
}

async function answer(job: ThreadJob): Promise<void> {
  const reply = await carryOut(job);
  const sent: Answer = { reply, magick: magickModule(), full: isFull() };
  // A thread of node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(sent);
}
