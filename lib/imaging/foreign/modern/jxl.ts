import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { magickPage, readWithMagick } from '../magick.ts';
import { jxlBlocks } from './box-blocks.ts';
import { type Box, boxesIn } from './boxes.ts';
import { readJxlHeader } from './jxl-header.ts';

/** Bytes of a codestream in which its header ends. */
const HEADER_BYTES = 8192;
const BARE = 0x0aff;
/** Orientations that swap the sides. */
const LYING = 5;
/** Numbers of ColorSpace that only the loaded library could name. */
const GREY = 3;
const SRGB = 23;

/**
 * The first picture of a JPEG XL file, turned as its codestream says. The header is read here, the pixels by libjxl. A
 * profile is packed in a way that only libjxl unpacks: for pictures in other colours than sRGB the pixels are read
 * at once. Lossy pictures with a profile that JPEG XL has no name for come out in sRGB.
 */
export async function openJxl(file: FileBytes, limits: DecodeLimits): Promise<Page> {
  const header = readJxlHeader(codestreamOf(file));
  if (header.black) throw new Refusal('JPEG XL in CMYK is not supported');
  const swapped = header.orientation >= LYING;
  const facts: PageFacts = {
    width: swapped ? header.height : header.width,
    height: swapped ? header.width : header.height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: header.grey && !header.alpha ? 'gray' : 'rgb',
    alpha: header.alpha,
    depth: 8,
    sourceDepth: header.depth,
    icc: undefined,
    dpi: undefined,
    ...whatCanBeRead(() => jxlBlocks(file)),
  };
  checkSize(facts.width, facts.height, limits);
  const read = async () => {
    const image = await readWithMagick(file, { format: 'Jxl' }, limits);
    image.autoOrient();
    // libjxl alone does not calculate with profiles: it hands such pictures on without theirs.
    if (header.linearLight) image.colorSpace = header.grey ? GREY : SRGB;
    return image;
  };
  if (header.standardColour) return magickPage(facts, read);
  const image = await read();
  const icc = image.getColorProfile()?.data;
  return magickPage({ ...facts, icc: icc && Uint8Array.from(icc) }, read, image);
}

/** The first bytes of the codestream: the file itself, or the first box with one. */
function codestreamOf(file: FileBytes): Uint8Array {
  if (file.size >= 2 && file.slice(0, 2).readUInt16LE(0) === BARE) {
    return file.slice(0, Math.min(HEADER_BYTES, file.size));
  }
  for (const box of boxesIn(file, 0, file.size)) {
    if (box.type === 'jxlc') return contentStart(file, box, 0);
    // Parts begin with their number.
    if (box.type === 'jxlp') return contentStart(file, box, 4);
  }
  throw new Refusal('the file holds no picture');
}

function contentStart(file: FileBytes, { from, end }: Box, skip: number): Uint8Array {
  return file.slice(from + skip, Math.max(0, Math.min(HEADER_BYTES, end - from - skip)));
}
