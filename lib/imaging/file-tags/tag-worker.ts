import { parentPort, workerData } from 'node:worker_threads';
import ExifReader from 'exifreader';
import { type Found, readableTags } from './readable-tags.ts';

/** Largest profile or text that is unpacked from a PNG. */
const MOST_UNPACKED = 4_000_000;

/** Runs on a thread of its own, which is ended when a made-up file keeps it busy for too long. */
async function read(bytes: ArrayBuffer): Promise<void> {
  const found = await ExifReader.load(bytes, {
    expanded: true,
    async: true,
    excludeTags: { makerNotes: true, thumbnail: true, mpf: true, composite: true, photoshop: true },
    decompress: { maxDecompressedSize: MOST_UNPACKED },
  });
  // A thread of node has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(readableTags(found as unknown as Found));
}

await read((workerData as { bytes: ArrayBuffer }).bytes);
