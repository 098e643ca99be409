import { closeSync, openSync, writeFileSync } from 'node:fs';
import { type Page, Refusal } from './decoded.ts';
import { fileBytes } from './file-bytes.ts';
import { serveJobs } from './job-side.ts';
import { openPage } from './open-page.ts';
import type { DecodeReply, DecoderJob, DecodeTraffic } from './protocol.ts';
import { writeTiff } from './write-tiff.ts';

/** Runs apart from the server: whatever a made-up file does here costs the process (or thread) and one request. */
async function carryOut(job: DecoderJob): Promise<DecodeReply> {
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
    if (error instanceof Refusal) return { refusal: error.message };
    throw error;
  } finally {
    page?.close?.();
    if (input !== undefined) closeSync(input);
  }
}

serveJobs<DecodeTraffic>(carryOut);
