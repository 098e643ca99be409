import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkSize, type PageFacts, Refusal } from '../decoded.ts';
import type { DecodeJob } from '../protocol.ts';
import { runGhostscript } from './ghostscript.ts';
import { postScriptBlocks } from './postscript-blocks.ts';
import { type Box, readEpsBox, readPostScriptHead } from './postscript-header.ts';

/** Dots per inch when nobody asks for others. */
const STANDARD_DPI = 150;
/** Points of PostScript in an inch. */
const POINTS = 72;
const INPUT = 'input';
const PIXELS = 'page.ppm';
const NO_PAGE = 'the PostScript draws no page';
/** Bytes that a run may write that draws nothing. */
const HARDLY_ANY = 16 * 1024 * 1024;
/** Printed at the end of each page, before its size. */
const PAGE_MARK = '%%emulsion-page';
const TELL_PAGES = `<</EndPage{exch pop 2 ne dup{(\\n${PAGE_MARK} )print currentpagedevice/PageSize get == flush}if}>>setpagedevice`;

/** Writes the pixels of a PPM as the job wants them, within so many seconds. */
type PixelWriter = (job: DecodeJob, timeoutSeconds: number) => Promise<unknown>;

/**
 * A page of PostScript, drawn on white by Ghostscript: of EPS what lies in its bounding box, of documents the page that
 * is asked for; at 150 dpi or as many as are asked for. The size of EPS is known without Ghostscript.
 *
 * @throws Refusal without Ghostscript, for damaged files, those that take too long and pages that do not exist; busy
 */
export async function drawPostScript(
  job: DecodeJob,
  timeoutSeconds: number,
  write: PixelWriter,
): Promise<PageFacts> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  const box = await readEpsBox(job.file);
  const blocks = postScriptBlocks(await readPostScriptHead(job.file));
  if (box !== undefined && job.output === undefined) return { ...factsOf(box, 1, job), ...blocks };
  const folder = await mkdtemp(join(tmpdir(), 'postscript-'));
  try {
    // Under this name it may be read, and nothing is told of where it lies.
    await symlink(resolve(job.file), join(folder, INPUT));
    const { shown, pages } = box ? { shown: box, pages: 1 } : await findPage(folder, job.page, deadline);
    const facts = { ...factsOf(shown, pages, job), ...blocks };
    if (job.output === undefined) return facts;
    await drawPage(folder, shown, { facts, page: box ? 1 : job.page, deadline });
    const file = join(folder, PIXELS);
    if (!existsSync(file)) throw new Refusal(NO_PAGE);
    const left = Math.max(1, (deadline - Date.now()) / 1000);
    await write({ ...job, kind: 'pnm', file, page: 1 }, left);
    return facts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function factsOf([left, bottom, right, top]: Box, pages: number, job: DecodeJob): PageFacts {
  const dpi = job.dpi ?? STANDARD_DPI;
  const width = Math.max(1, Math.round(((right - left) * dpi) / POINTS));
  const height = Math.max(1, Math.round(((top - bottom) * dpi) / POINTS));
  checkSize(width, height, job);
  const pixels = { space: 'rgb', alpha: false, depth: 8, sourceDepth: 8, icc: undefined } as const;
  return { ...pixels, width, height, pages, dpi };
}

/** Sizes of pages are known only after the program that draws them ran: here without drawing. */
async function findPage(
  folder: string,
  page: number,
  deadline: number,
): Promise<{ shown: Box; pages: number }> {
  const args = ['-sDEVICE=nullpage', '-c', TELL_PAGES, '-f', INPUT];
  const printed = await runGhostscript({ args, folder, deadline, fileBytes: HARDLY_ANY });
  const found = [...printed.matchAll(new RegExp(`^${PAGE_MARK} \\[([-+.\\de]+) ([-+.\\de]+)\\]`, 'gm'))];
  if (found.length === 0) throw new Refusal(NO_PAGE);
  const [, width, height] = found[page - 1] ?? [];
  if (width === undefined || height === undefined)
    throw new Refusal(`page: the file has ${found.length} pages, page ${page} does not exist`);
  return { shown: [0, 0, Number(width), Number(height)], pages: found.length };
}

async function drawPage(
  folder: string,
  [left, bottom]: Box,
  { facts, page, deadline }: { facts: PageFacts; page: number; deadline: number },
): Promise<void> {
  const { width, height, dpi } = facts;
  const args = [
    '-sDEVICE=ppmraw',
    `-sOutputFile=${PIXELS}`,
    `-r${dpi}`,
    // Whatever size the program asks for: it was not counted.
    `-g${width}x${height}`,
    '-dFIXEDMEDIA',
    `-dFirstPage=${page}`,
    `-dLastPage=${page}`,
    '-dTextAlphaBits=4',
    '-dGraphicsAlphaBits=4',
    '-dDOINTERPOLATE',
    '-c',
    `<</Install{${-left} ${-bottom} translate}>>setpagedevice`,
    '-f',
    INPUT,
  ];
  await runGhostscript({ args, folder, deadline, fileBytes: width * height * 6 + HARDLY_ANY });
}
