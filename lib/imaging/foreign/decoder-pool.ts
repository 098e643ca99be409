import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { busy, notFound, unsupported } from '#lib/errors/error.ts';
import { type PageFacts, Refusal } from './decoded.ts';
import { createJobPool, type Failure, isFailure, TIME_IS_UP } from './job-pool.ts';
import { drawPostScript } from './print/postscript.ts';
import type { DecodeJob, DecoderJob, DecodeTraffic } from './protocol.ts';
import { inProcess, onThread, THREAD_OPTIONS, type Workplace } from './workplaces.ts';

/** At most; the cores belong to the pictures that the library decodes itself. */
const MOST = Math.max(1, Math.min(2, availableParallelism() >> 1));

const decode = createJobPool<DecodeTraffic>(openDecoder, MOST);

/** A process; a thread where this code has been packed into a bundle, which holds no program for a process. */
function openDecoder(): Workplace {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'decode-worker.ts');
  return existsSync(/* turbopackIgnore: true */ script)
    ? inProcess(script)
    : onThread(new Worker(new URL('./decode-worker.ts', import.meta.url), THREAD_OPTIONS));
}

/**
 * Reads a file in a process apart, of which PostScript has one that is Ghostscript; their time and memory are bounded. They
 * start with the first file and take no place of those that draw pictures.
 *
 * @returns what the header says; with `output` its pixels have been written there
 * @throws 404 without the file, 415 for what is refused, damaged or too much for the memory or the time, 503 when too
 *   many wait
 */
export async function decodeForeign(job: DecodeJob, timeoutSeconds: number): Promise<PageFacts> {
  const { kind } = job;
  if (kind !== 'eps') return decodeApart({ ...job, kind }, timeoutSeconds);
  try {
    return await drawPostScript(job, timeoutSeconds, decodeForeign);
  } catch (error) {
    throw error instanceof Refusal ? refused(error.message) : error;
  }
}

async function decodeApart(job: DecoderJob, timeoutSeconds: number): Promise<PageFacts> {
  const reply = await decode(job, timeoutSeconds);
  if (isFailure(reply)) return afterFailure(reply, job, timeoutSeconds);
  if (reply.facts) return reply.facts;
  throw refused(reply.refusal);
}

async function afterFailure(
  { failure, code }: Failure,
  job: DecoderJob,
  timeoutSeconds: number,
): Promise<PageFacts> {
  if (code === TIME_IS_UP) return afterTime(job, timeoutSeconds);
  if (code === 'ENOENT') throw notFound('The image file was not found.');
  if (code !== undefined && DISK_TROUBLE.has(code)) throw busy('There is no room to process the image.', 30);
  throw unsupported(
    'The image could not be processed: the file is damaged or of an unsupported kind.',
    new Error(failure),
  );
}

/** More time would not help, so it is not for the client to come again. Of a camera raw file its preview is tried. */
async function afterTime(job: DecoderJob, timeoutSeconds: number): Promise<PageFacts> {
  if (job.kind !== 'raw' || job.previewOnly || job.output === undefined) {
    throw refused(`reading the file took longer than the allowed ${timeoutSeconds} seconds`);
  }
  await rm(job.output, { force: true });
  return decodeApart({ ...job, previewOnly: true }, timeoutSeconds);
}

function refused(why: string) {
  return unsupported(`The image could not be processed: ${why}.`);
}

const DISK_TROUBLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOTDIR']);
