import { openBmp } from './bmp.ts';
import { type DecodeLimits, type Page, Refusal } from './decoded.ts';
import { openDicom } from './dicom.ts';
import type { FileBytes } from './file-bytes.ts';
import { openHeif } from './heif.ts';
import { openIco } from './ico.ts';
import { openJp2 } from './jp2.ts';
import { openJxl } from './jxl.ts';
import type { ThreadKind } from './kinds.ts';
import { openOddTiff } from './odd-tiff.ts';
import { openPdf } from './pdf.ts';
import { openPnm } from './pnm.ts';
import { openPsd } from './psd.ts';
import { openRaw } from './raw.ts';
import { openTga } from './tga.ts';
import { openXcf } from './xcf.ts';

const DECODERS: Readonly<
  Record<ThreadKind, (file: FileBytes, limits: DecodeLimits) => Page | Promise<Page>>
> = {
  'odd-tiff': openOddTiff,
  bmp: openBmp,
  ico: openIco,
  tga: openTga,
  pnm: openPnm,
  psd: openPsd,
  pdf: openPdf,
  heif: openHeif,
  jxl: openJxl,
  jp2: openJp2,
  xcf: openXcf,
  dicom: openDicom,
  raw: openRaw,
};

/** Reads the header of a file of this kind. Throws Refusal, or what decoders fail with. */
export async function openPage(kind: ThreadKind, file: FileBytes, limits: DecodeLimits): Promise<Page> {
  try {
    return await DECODERS[kind](file, limits);
  } catch (error) {
    // Numbers of a header that lead beyond its bytes.
    if (error instanceof RangeError && 'code' in error) throw new Refusal('the header is damaged');
    throw error;
  }
}
