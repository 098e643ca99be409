import { openBmp } from './bmp.ts';
import type { DecodeLimits, Page } from './decoded.ts';
import type { FileBytes } from './file-bytes.ts';
import { openIco } from './ico.ts';
import type { ThreadKind } from './kinds.ts';
import { openPdf } from './pdf.ts';
import { openPnm } from './pnm.ts';
import { openPsd } from './psd.ts';
import { openTga } from './tga.ts';

const DECODERS: Readonly<
  Record<ThreadKind, (file: FileBytes, limits: DecodeLimits) => Page | Promise<Page>>
> = {
  bmp: openBmp,
  ico: openIco,
  tga: openTga,
  pnm: openPnm,
  psd: openPsd,
  pdf: openPdf,
};

/** Reads the header of a file of this kind. Throws Refusal, or what reading made-up numbers leads to. */
export async function openPage(kind: ThreadKind, file: FileBytes, limits: DecodeLimits): Promise<Page> {
  return DECODERS[kind](file, limits);
}
