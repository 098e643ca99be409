import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { type Field, readDirectory } from './tiff-directory.ts';

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
  hasOpacity: boolean;
  /** Pieces from left to right, then down; strips are as wide as the picture. */
  pieceWidth: number;
  pieceHeight: number;
  offsets: number[];
  counts: number[];
  icc: Buffer | undefined;
};

/** The first has two of its numbers with a sign, the other counts them from the middle. */
export const CIELAB = 8;
export const ICCLAB = 9;
const GREY = [0, 1];
const FLOAT = 3;
const MOST_PAGES = 10_000;

/**
 * Reads the directory of a page (from 1) of a classic TIFF. Refuses pages that do not exist and what makes no sense.
 *
 * @param most pages that are counted
 */
export function readTiffHeader(file: FileBytes, page: number, most = MOST_PAGES): TiffHeader {
  const head = file.slice(0, 8);
  const little = head[0] === 0x49;
  const u16 = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (u16(head, 2) !== 42) throw new Refusal('the file is no classic TIFF');
  const starts: number[] = [];
  for (let at = u32(head, 4); at !== 0 && starts.length < most; ) {
    if (starts.includes(at)) throw new Refusal('the pages of the file go round in circles');
    starts.push(at);
    at = u32(file.slice(at + 2 + u16(file.slice(at, 2), 0) * 12, 4), 0);
  }
  const start = starts[starts.length > 1 ? page - 1 : 0];
  if (start === undefined)
    throw new Refusal(`page: the file has ${starts.length} pages, page ${page} does not exist`);
  const fields = new Map(readDirectory(file, start, little).map((field) => [field.tag, field]));
  const list = (tag: number) => numbersOf(fields.get(tag), u16, u32);
  const one = (tag: number, unset: number) => list(tag)[0] ?? unset;
  const [width, height] = [one(256, 0), one(257, 0)];
  const isTiled = fields.has(324);
  const [extra] = list(338);
  return {
    little,
    pages: starts.length,
    width,
    height,
    bits: one(258, 1),
    samples: one(277, 1),
    photometric: one(262, 1),
    compression: one(259, 1),
    predictor: one(317, 1),
    isFloat: one(339, 1) === FLOAT,
    hasOpacity: extra === 1 || extra === 2,
    pieceWidth: isTiled ? one(322, 0) : width,
    pieceHeight: isTiled ? one(323, 0) : Math.min(height, one(278, height)),
    offsets: list(isTiled ? 324 : 273),
    counts: list(isTiled ? 325 : 279),
    icc: fields.get(34_675)?.value,
  };
}

/** Whether pixels are of a kind that is read here, because the imaging library does not or shows something else. */
export function isOdd({ photometric, isFloat, bits, samples }: TiffHeader): boolean {
  if (photometric === CIELAB || photometric === ICCLAB) return true;
  // Light in floating point it shows black where it is grey, and not at all in double precision.
  return isFloat && ((GREY.includes(photometric) && samples === 1) || bits === 64);
}

function numbersOf(
  field: Field | undefined,
  u16: (bytes: Buffer, at: number) => number,
  u32: (bytes: Buffer, at: number) => number,
): number[] {
  if (field?.type === 3) return Array.from({ length: field.count }, (_, i) => u16(field.value, i * 2));
  if (field?.type === 4) return Array.from({ length: field.count }, (_, i) => u32(field.value, i * 4));
  return [];
}
