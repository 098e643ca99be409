import { openBmp } from './bitmaps/bmp.ts';
import { openIco } from './bitmaps/ico.ts';
import { openPnm } from './bitmaps/pnm.ts';
import { openTga } from './bitmaps/tga.ts';
import { type DecodeLimits, type Page, Refusal } from './decoded.ts';
import { openDicom } from './dicom/dicom.ts';
import type { FileBytes } from './file-bytes.ts';
import { openXcf } from './gimp/xcf.ts';
import type { ThreadKind } from './kinds.ts';
import { openHeif } from './modern/heif.ts';
import { openJp2 } from './modern/jp2.ts';
import { openJxl } from './modern/jxl.ts';
import { openPsd } from './photoshop/psd.ts';
import { openPdf } from './print/pdf.ts';
import { openRaw } from './raw/raw.ts';
import { openOddTiff } from './tiff/odd-tiff.ts';

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
