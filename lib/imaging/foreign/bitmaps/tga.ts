import { checkSize, type DecodeLimits, type Page, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

/** What the 18 bytes at the beginning say. */
type Header = {
  kind: 'palette' | 'colour' | 'grey';
  runs: boolean;
  width: number;
  height: number;
  /** Bytes of a stored pixel. */
  step: number;
  alpha: boolean;
  rightToLeft: boolean;
  topDown: boolean;
  palette: { at: number; first: number; count: number; bits: number } | undefined;
  pixelsAt: number;
};

const KINDS: Readonly<Record<number, Header['kind']>> = { 1: 'palette', 2: 'colour', 3: 'grey' };
const RUNS = 8;

/**
 * Whether a file may be a Targa, which has no mark: its header is one that makes sense. To be asked only of files whose
 * name says so.
 */
export function looksLikeTga(head: Buffer): boolean {
  return head.length >= 18 && readHeader(head) !== undefined;
}

/** A Targa picture: grey, 15 to 32 bits or with a palette, with or without run lengths, in any direction. Source: Truevision's specification, version 2.0. */
export function openTga(file: FileBytes, limits: DecodeLimits): Page {
  const header = readHeader(Buffer.from(file.slice(0, 18)));
  if (header === undefined) throw new Refusal('the header is not that of a Targa');
  const { width, height, kind, alpha } = header;
  checkSize(width, height, limits);
  return {
    width,
    height,
    pages: 1,
    space: kind === 'grey' && !alpha ? 'gray' : 'rgb',
    alpha,
    depth: 8,
    sourceDepth: kind === 'colour' && header.step === 2 ? 5 : 8,
    icc: undefined,
    dpi: undefined,
    rows: () => rowsOf(file, header),
  };
}

function readHeader(head: Buffer): Header | undefined {
  const [idLength, mapType, type, bits, descriptor] = [head[0], head[1], head[2], head[16], head[17]].map(
    Number,
  );
  if (idLength === undefined || type === undefined || bits === undefined || descriptor === undefined)
    return undefined;
  const kind = KINDS[type & ~RUNS];
  const [first, count, entry] = [head.readUInt16LE(3), head.readUInt16LE(5), Number(head[7])];
  const [width, height] = [head.readUInt16LE(12), head.readUInt16LE(14)];
  if (kind === undefined || Number(mapType) > 1 || width === 0 || height === 0 || descriptor >= 64)
    return undefined;
  const depths = { palette: [8], grey: [8, 16], colour: [15, 16, 24, 32] }[kind];
  if (!depths.includes(bits)) return undefined;
  const hasMap = mapType === 1;
  if (hasMap && !(count > 0 && [15, 16, 24, 32].includes(entry))) return undefined;
  if (kind === 'palette' && !hasMap) return undefined;
  const attributes = descriptor & 15;
  const mapAt = 18 + idLength;
  const stored = kind === 'palette' ? entry : bits;
  return {
    kind,
    runs: (type & RUNS) !== 0,
    width,
    height,
    step: Math.ceil(bits / 8),
    alpha: attributes > 0 && (stored === 32 || (stored === 16 && attributes === (kind === 'grey' ? 8 : 1))),
    rightToLeft: (descriptor & 16) !== 0,
    topDown: (descriptor & 32) !== 0,
    palette: kind === 'palette' ? { at: mapAt, first, count, bits: entry } : undefined,
    pixelsAt: mapAt + (hasMap ? count * Math.ceil(entry / 8) : 0),
  };
}

function* rowsOf(file: FileBytes, header: Header): Generator<Row> {
  const { width, height, kind, alpha, step, rightToLeft, topDown } = header;
  const palette = header.palette && readPalette(file, header.palette, alpha);
  const channels = (kind === 'grey' && !alpha ? 1 : 3) + (alpha ? 1 : 0);
  const bytes = new Uint8Array(width * channels);
  let i = 0;
  for (const stored of header.runs ? unrolledRows(file, header) : plainRows(file, header)) {
    for (let x = 0; x < width; x++) {
      const to = (rightToLeft ? width - 1 - x : x) * channels;
      if (palette) {
        const index = stored[x] ?? 0;
        for (let c = 0; c < channels; c++) bytes[to + c] = palette[index * 4 + c] ?? 0;
      } else if (kind === 'grey') putGrey(stored, x * step, bytes, to, alpha);
      else putColour(stored, x * step, step, bytes, to, alpha);
    }
    yield { y: topDown ? i : height - 1 - i, bytes };
    i += 1;
  }
}

function putGrey(from: Uint8Array, at: number, into: Uint8Array, to: number, alpha: boolean): void {
  const level = from[at] ?? 0;
  into[to] = level;
  if (!alpha) return;
  into[to + 1] = level;
  into[to + 2] = level;
  into[to + 3] = from[at + 1] ?? 0;
}

/** Blue, green, red and perhaps opacity as bytes, or five bits each with the opacity on top. */
function putColour(
  from: Uint8Array,
  at: number,
  step: number,
  into: Uint8Array,
  to: number,
  alpha: boolean,
): void {
  if (step === 2) {
    const value = (from[at] ?? 0) | ((from[at + 1] ?? 0) << 8);
    into[to] = fives(value >> 10);
    into[to + 1] = fives(value >> 5);
    into[to + 2] = fives(value);
    if (alpha) into[to + 3] = value & 0x8000 ? 255 : 0;
    return;
  }
  into[to] = from[at + 2] ?? 0;
  into[to + 1] = from[at + 1] ?? 0;
  into[to + 2] = from[at] ?? 0;
  if (alpha) into[to + 3] = from[at + 3] ?? 0;
}

function fives(value: number): number {
  return Math.round(((value & 31) * 255) / 31);
}

/** Red, green, blue and opacity of each index; those outside the stored range are black. */
function readPalette(file: FileBytes, palette: NonNullable<Header['palette']>, alpha: boolean): Uint8Array {
  const { at, first, count, bits } = palette;
  const step = Math.ceil(bits / 8);
  const stored = Buffer.from(file.slice(at, count * step));
  const colours = new Uint8Array(256 * 4).fill(255);
  for (let i = 0; i < 256; i++) {
    const entry = i - first;
    if (entry < 0 || entry >= count) colours.fill(0, i * 4, i * 4 + 3);
    else putColour(stored, entry * step, step, colours, i * 4, alpha);
  }
  return colours;
}

function* plainRows(file: FileBytes, { width, height, step, pixelsAt }: Header): Generator<Uint8Array> {
  for (let i = 0; i < height; i++) yield file.slice(pixelsAt + i * width * step, width * step);
}

/** Packets of up to 128 pixels, either one that repeats or each of its own; they may go on in the next row. */
function* unrolledRows(file: FileBytes, { width, height, step, pixelsAt }: Header): Generator<Uint8Array> {
  const row = new Uint8Array(width * step);
  let at = pixelsAt;
  let left = 0;
  let repeats = false;
  for (let i = 0; i < height; i++) {
    for (let x = 0; x < width; x++) {
      if (left === 0) {
        const packet = file.byte(at);
        at += 1;
        repeats = packet >= 128;
        left = (packet & 127) + 1;
      }
      for (let b = 0; b < step; b++) row[x * step + b] = file.byte(at + b);
      left -= 1;
      if (!repeats || left === 0) at += step;
    }
    yield row;
  }
}
