import { parentPort } from 'node:worker_threads';
import { createLcmsEngine, type End } from './lcms.ts';
import type { ColourReply, ColourTask } from './lcms-thread.ts';

/** Runs on a thread of its own, so that those who wait for other things do not wait for colours. */
const engine = createLcmsEngine();

async function carryOut({ id, data, pixels, alpha, chain }: ColourTask): Promise<ColourReply> {
  try {
    const [first, ...rest] = chain.map(({ from, to, ...how }) => ({ ...how, from: end(from), to: end(to) }));
    if (first === undefined) throw new Error('nothing to convert');
    return { id, data: await engine.convert({ data: bytes(data), pixels, alpha }, [first, ...rest]) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Between threads buffers become plain arrays of bytes. */
function bytes(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function end({ profile, ...rest }: End): End {
  return { ...rest, profile: typeof profile === 'string' ? profile : bytes(profile) };
}

async function answer(task: ColourTask): Promise<void> {
  const reply = await carryOut(task);
  const moved = reply.data === undefined ? [] : [reply.data.buffer as ArrayBuffer];
  parentPort?.postMessage(reply, moved);
}

parentPort?.on('message', (task: ColourTask) => {
  // It rejects with nothing: what goes wrong is an answer too.
  void answer(task);
});
