import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { directoryLength, type Field, LAYOUTS, readDirectory, type TiffLayout } from './tiff-directory.ts';

/** What the directory of a page says of its pixels. */
export type TiffHeader = {
  little: boolean;
  pages: number;
  width: number;
  height: number;
  bits: number;
  samples: number;
  photometric: number;
  compression: number;
  predictor: number;
  isFloat: boolean;
  /** Whether numbers have a sign, or what they are is not known. */
  isUnusual: boolean;
  /** Whether each channel lies in pieces of its own. */
  isPlanar: boolean;
  /** Opacity is multiplied into the colours or not. */
  opacity: 'none' | 'associated' | 'unassociated';
  /** Pieces from left to right, then down; strips are as wide as the picture. */
  pieceWidth: number;
  pieceHeight: number;
  offsets: number[];
  counts: number[];
  /** Colours of a palette, all reds first, in 16 bits; empty without one. */
  palette: number[];
  ycc: YccHeader;
  icc: Buffer | undefined;
  dpi: number | undefined;
  /** 1..8; undefined when the page states none. */
  orientation: number | undefined;
};

/** How lightness and differences of colour are stored. Source: TIFF 6.0, sections 20 and 21. */
export type YccHeader = {
  /** Pixels across and down that share their differences. */
  across: number;
  down: number;
  /** Weights of red, green and blue. */
  weights: readonly [number, number, number];
  /** The levels of black and white: of lightness and of both differences. */
  range: readonly number[];
};

/** The first has two of its numbers with a sign, the other counts them from the middle. */
export const CIELAB = 8;
export const ICCLAB = 9;
export const PHOTOMETRIC = { minIsWhite: 0, minIsBlack: 1, rgb: 2, palette: 3, cmyk: 5, ycc: 6 } as const;
export const COMPRESSION = {
  none: 1,
  lzw: 5,
  deflate: 8,
  packBits: 32_773,
  lzma: 34_925,
  zstd: 50_000,
} as const;
/** An older number for the same. */
export const OLD_DEFLATE = 32_946;
const GREY = [0, 1];
const [WHOLE, FLOAT] = [1, 3];
const CENTIMETRES = 3;
const MOST_PAGES = 10_000;
/** Ways of packing that leave numbers as they are, so that the library takes YCbCr for RGB. */
const KEEPING: ReadonlySet<number> = new Set([...Object.values(COMPRESSION), OLD_DEFLATE]);

/**
 * Reads the directory of a page (from 1) of a TIFF or BigTIFF. Refuses pages that do not exist and what makes no sense.
 *
 * @param most pages that are counted
 */
export function readTiffHeader(file: FileBytes, page: number, most = MOST_PAGES): TiffHeader {
  const head = file.slice(0, 8);
  const little = head[0] === 0x49;
  const u16 = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const layout = layoutOf(u16(head, 2));
  const { counted, entry, place, number } = layout;
  // BigTIFF says first how long its places are.
  const first = place === 4 ? number(head, 4, little) : number(file.slice(8, 8), 0, little);
  const starts: number[] = [];
  for (let at = first; at !== 0 && starts.length < most; ) {
    if (starts.includes(at)) throw new Refusal('the pages of the file go round in circles');
    starts.push(at);
    const end = at + counted + directoryLength(file, at, little, layout) * entry;
    at = number(file.slice(end, place), 0, little);
  }
  const start = starts[starts.length > 1 ? page - 1 : 0];
  if (start === undefined)
    throw new Refusal(`page: the file has ${starts.length} pages, page ${page} does not exist`);
  const fields = new Map(readDirectory(file, start, little, layout).map((field) => [field.tag, field]));
  const list = (tag: number) => numbersOf(fields.get(tag), little, u16, u32);
  const one = (tag: number, unset: number) => list(tag)[0] ?? unset;
  const [width, height] = [one(256, 0), one(257, 0)];
  const isTiled = fields.has(324);
  const [extra] = list(338);
  const bits = list(258);
  const format = one(339, WHOLE);
  const isFloat = format === FLOAT;
  return {
    little,
    pages: starts.length,
    width,
    height,
    bits: bits[0] ?? 1,
    samples: one(277, 1),
    photometric: one(262, 1),
    compression: one(259, 1),
    predictor: one(317, 1),
    isFloat,
    isUnusual: (format !== WHOLE && !isFloat) || bits.some((count) => count !== bits[0]) || one(266, 1) !== 1,
    isPlanar: one(284, 1) === 2,
    opacity: extra === 1 ? 'associated' : extra === 2 ? 'unassociated' : 'none',
    pieceWidth: isTiled ? one(322, 0) : width,
    pieceHeight: isTiled ? one(323, 0) : Math.min(height, one(278, height)),
    offsets: list(isTiled ? 324 : 273),
    counts: list(isTiled ? 325 : 279),
    palette: list(320),
    ycc: yccOf(list),
    icc: fields.get(34_675)?.value,
    dpi: dpiOf(one(282, 0), one(296, 2)),
    orientation: list(274)[0],
  };
}

function layoutOf(mark: number): TiffLayout {
  if (mark === 42) return LAYOUTS.classic;
  if (mark === 43) return LAYOUTS.big;
  throw new Refusal('the file is no TIFF');
}

/** Unset values are those of the specification. */
function yccOf(list: (tag: number) => number[]): YccHeader {
  const [across = 2, down = 2] = list(530);
  const [red = 0.299, green = 0.587, blue = 0.114] = list(529);
  const range = list(532);
  return {
    across,
    down,
    weights: [red, green, blue],
    range: range.length === 6 ? range : [0, 255, 128, 255, 128, 255],
  };
}

function dpiOf(stated: number, unit: number): number | undefined {
  const dpi = unit === CENTIMETRES ? stated * 2.54 : stated;
  return unit !== 1 && dpi > 0 && dpi < 100_000 ? dpi : undefined;
}

/** Whether pixels are of a kind that is read here, because the imaging library does not or shows something else. */
export function isOdd({ photometric, compression, isFloat, bits, samples }: TiffHeader): boolean {
  if (photometric === CIELAB || photometric === ICCLAB) return true;
  if (compression === COMPRESSION.zstd || compression === COMPRESSION.lzma) return true;
  if (photometric === PHOTOMETRIC.ycc && KEEPING.has(compression)) return true;
  // Light in floating point it shows black where it is grey, and not at all in double precision.
  if (isFloat) return (GREY.includes(photometric) && samples === 1) || bits === 64;
  return KEEPING.has(compression) && bits <= 16 && bits !== 8 && bits !== 16 && !isPacked(bits, samples);
}

/** Several pixels in a byte, which the library knows of one channel. */
function isPacked(bits: number, samples: number): boolean {
  return samples === 1 && (bits === 1 || bits === 2 || bits === 4);
}

function numbersOf(
  field: Field | undefined,
  little: boolean,
  u16: (bytes: Buffer, at: number) => number,
  u32: (bytes: Buffer, at: number) => number,
): number[] {
  const each = (read: (value: Buffer, i: number) => number) =>
    Array.from({ length: field?.count ?? 0 }, (_, i) => (field ? read(field.value, i) : 0));
  if (field?.type === 3) return each((value, i) => u16(value, i * 2));
  if (field?.type === 4) return each((value, i) => u32(value, i * 4));
  if (field?.type === 16) return each((value, i) => LAYOUTS.big.number(value, i * 8, little));
  if (field?.type === 5) return each((value, i) => u32(value, i * 8) / Math.max(1, u32(value, i * 8 + 4)));
  return [];
}
