import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { magickPage, readWithMagick } from '../magick.ts';
import { jp2Blocks } from './box-blocks.ts';
import { type Box, boxesIn, contentOf, findBox } from './boxes.ts';

/** Start of a codestream: its first two markers. */
const CODESTREAM = 0xff_4f_ff_51;
/** Numbers of colour models in a file. Source: ISO/IEC 15444-1, table I.10, and 15444-2, table M.25. */
const CMYK = 12;
const METRES_PER_INCH = 0.0254;

type Colour = { cmyk: boolean; icc: Uint8Array | undefined };

/**
 * A JPEG 2000 picture: files with boxes (JP2, JPX) and bare codestreams. The header is read here, the pixels by OpenJPEG.
 * Source: ISO/IEC 15444-1, annexes A and I.
 */
export function openJp2(file: FileBytes, limits: DecodeLimits): Page {
  const isBare = file.slice(0, 4).readUInt32BE(0) === CODESTREAM;
  const boxes = isBare ? [] : [...boxesIn(file, 0, file.size)];
  const header = findBox(boxes, 'jp2h');
  const stream = isBare ? 0 : findBox(boxes, 'jp2c')?.from;
  if (stream === undefined) throw new Refusal('the file holds no picture');
  const size = readSize(file, stream);
  const parts = header ? [...boxesIn(file, header.from, header.end)] : [];
  const { cmyk, icc } = readColour(file, parts);
  const palette = findBox(parts, 'pclr');
  const components = palette ? file.byte(palette.from + 2) : size.components;
  const space = cmyk ? 'cmyk' : components <= 2 ? 'gray' : 'rgb';
  const alpha = !cmyk && statesOpacity(file, findBox(parts, 'cdef'));
  const facts: PageFacts = {
    width: size.width,
    height: size.height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: alpha && space === 'gray' ? 'rgb' : space,
    alpha,
    depth: 8,
    sourceDepth: size.depth,
    icc,
    dpi: readDpi(file, findBox(parts, 'res ')),
    ...whatCanBeRead(() => jp2Blocks(file, boxes)),
  };
  checkSize(facts.width, facts.height, limits);
  return magickPage(facts, () => readWithMagick(file, { format: isBare ? 'J2k' : 'Jp2' }, limits));
}

/** The marker that opens each codestream: size of the canvas less what lies before the picture. */
function readSize(file: FileBytes, at: number) {
  const head = file.slice(at, 45);
  if (head.readUInt32BE(0) !== CODESTREAM) throw new Refusal('the picture has no header');
  const number = (offset: number) => head.readUInt32BE(8 + offset);
  const step = (offset: number) => Math.max(1, head[42 + offset] ?? 1);
  const components = head.readUInt16BE(40);
  const width = Math.ceil(number(0) / step(1)) - Math.ceil(number(8) / step(1));
  const height = Math.ceil(number(4) / step(2)) - Math.ceil(number(12) / step(2));
  return { width, height, components, depth: ((head[42] ?? 0) & 0x7f) + 1 };
}

/** Of several statements the one with a profile, which the reader of pixels prefers too. */
function readColour(file: FileBytes, parts: readonly Box[]): Colour {
  const found: Colour = { cmyk: false, icc: undefined };
  for (const box of parts.filter(({ type }) => type === 'colr')) {
    const bytes = contentOf(file, box);
    const method = bytes[0];
    if (method === 1 && bytes.length >= 7) found.cmyk ||= bytes.readUInt32BE(3) === CMYK;
    else if ((method === 2 || method === 3) && bytes.length > 131) {
      found.icc ??= bytes.subarray(3);
      found.cmyk ||= bytes.toString('latin1', 19, 23) === 'CMYK';
    }
  }
  return found;
}

/** Whether one of the channels is named as opacity, for all colours. */
function statesOpacity(file: FileBytes, box: Box | undefined): boolean {
  if (box === undefined) return false;
  const bytes = contentOf(file, box);
  const count = Math.min(bytes.readUInt16BE(0), Math.floor((bytes.length - 2) / 6));
  return Array.from({ length: count }, (_, i) => bytes.readUInt16BE(4 + i * 6)).some(
    (type) => type === 1 || type === 2,
  );
}

/** The resolution of display wins over that of capture. */
function readDpi(file: FileBytes, box: Box | undefined): number | undefined {
  if (box === undefined) return undefined;
  const parts = [...boxesIn(file, box.from, box.end)];
  const chosen = findBox(parts, 'resd') ?? findBox(parts, 'resc');
  if (chosen === undefined || chosen.end - chosen.from < 10) return undefined;
  const bytes = contentOf(file, chosen);
  // Rows in a metre: numerator, denominator and power of ten, those of columns between.
  const perMetre = (bytes.readUInt16BE(4) / Math.max(1, bytes.readUInt16BE(6))) * 10 ** bytes.readInt8(9);
  const dpi = perMetre * METRES_PER_INCH;
  return dpi > 0 && dpi < 100_000 ? dpi : undefined;
}
