import { type DecodeLimits, type Page, Refusal } from './decoded.ts';
import type { FileBytes } from './file-bytes.ts';
import type { DecoderKind } from './kinds.ts';

type Decoder = (file: FileBytes, limits: DecodeLimits) => Page | Promise<Page>;

/** Loaded one by one when they are needed: all of them would make the first picture wait. */
const DECODERS: Readonly<Record<DecoderKind, () => Promise<Decoder>>> = {
  'odd-tiff': async () => (await import('./tiff/odd-tiff.ts')).openOddTiff,
  bmp: async () => (await import('./bitmaps/bmp.ts')).openBmp,
  ico: async () => (await import('./bitmaps/ico.ts')).openIco,
  tga: async () => (await import('./bitmaps/tga.ts')).openTga,
  pnm: async () => (await import('./bitmaps/pnm.ts')).openPnm,
  psd: async () => (await import('./photoshop/psd.ts')).openPsd,
  pdf: async () => (await import('./print/pdf.ts')).openPdf,
  heif: async () => (await import('./modern/heif.ts')).openHeif,
  jxl: async () => (await import('./modern/jxl.ts')).openJxl,
  jp2: async () => (await import('./modern/jp2.ts')).openJp2,
  xcf: async () => (await import('./gimp/xcf.ts')).openXcf,
  dicom: async () => (await import('./dicom/dicom.ts')).openDicom,
  raw: async () => (await import('./raw/raw.ts')).openRaw,
};

/** Reads the header of a file of this kind. Throws Refusal, or what decoders fail with. */
export async function openPage(kind: DecoderKind, file: FileBytes, limits: DecodeLimits): Promise<Page> {
  const decoder = await DECODERS[kind]();
  try {
    return await decoder(file, limits);
  } catch (error) {
    // Numbers of a header that lead beyond its bytes.
    if (error instanceof RangeError && 'code' in error) throw new Refusal('the header is damaged');
    throw error;
  }
}
