import {
  checkSize,
  type DecodeLimits,
  type PageFacts,
  Refusal,
  type Row,
  type RowsPage,
} from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { bitRunRows, dibStride, type Indices, packedIndices } from './dib-indices.ts';
import { channelMask, type Masks, masksOf } from './dib-masks.ts';
import { greyPalette, type Palette, paletteRows } from './palette.ts';

/** Where the parts of a device-independent bitmap are. */
type Dib = {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  compression: number;
  palette: Palette;
  masks: Masks | undefined;
  pixelsAt: number;
  dpi: number | undefined;
  icc: Uint8Array | undefined;
};

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;
const OS2_HEADER = 64;
const METRES_IN_INCH = 0.0254;
const EMBEDDED_PROFILE = 'DEBM';
const LARGEST_PROFILE = 4 * 1024 * 1024;

/**
 * A bitmap as Windows and OS/2 write it, from its second header on: 1 to 32 bits, run lengths, bit fields, either
 * direction. Source: Microsoft's descriptions of BITMAPCOREHEADER to BITMAPV5HEADER.
 *
 * @param pixels where the file says that the pixels begin; undefined = behind the palette
 */
export function openDib(
  file: FileBytes,
  at: number,
  pixels: number | undefined,
  limits: DecodeLimits,
): RowsPage {
  const dib = readDib(file, at, pixels);
  checkSize(dib.width, dib.height, limits);
  const { width, height, bits, palette, dpi, icc } = dib;
  const common = { width, height, pages: 1, depth: 8, dpi, icc } as const;
  if (bits <= 8) {
    const grey = greyPalette(palette);
    const facts: PageFacts = { ...common, space: grey ? 'gray' : 'rgb', alpha: false, sourceDepth: bits };
    return {
      ...facts,
      icc: grey ? undefined : icc,
      rows: () => paletteRows(indicesOf(file, dib), palette, grey),
    };
  }
  const alpha = dib.masks?.alpha !== undefined;
  return {
    ...common,
    space: 'rgb',
    alpha,
    sourceDepth: bits === 16 ? 5 : 8,
    rows: () => directRows(file, dib),
  };
}

function readDib(file: FileBytes, at: number, pixels: number | undefined): Dib {
  const size = file.slice(at, 4).readUInt32LE(0);
  if (size === 12) return readCore(file, at, pixels);
  if (size < 40 || size > 124) throw new Refusal('the header of the bitmap is of an unknown kind');
  const header = Buffer.from(file.slice(at, size));
  const tall = header.readInt32LE(8);
  const bits = header.readUInt16LE(14);
  const compression = header.readUInt32LE(16);
  checkKind(bits, compression, size);
  const fields = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS;
  const apart = fields && size === 40 ? (compression === ALPHA_BIT_FIELDS ? 16 : 12) : 0;
  const maskBytes = apart > 0 ? Buffer.from(file.slice(at + size, apart)) : header.subarray(40);
  const colours = bits <= 8 ? Math.min(header.readUInt32LE(32) || 2 ** bits, 2 ** bits) : 0;
  const paletteAt = at + size + apart;
  const metre = header.readInt32LE(24);
  return {
    width: header.readInt32LE(4),
    height: Math.abs(tall),
    topDown: tall < 0,
    bits,
    compression,
    palette: readPalette(file, paletteAt, colours, 4),
    masks: bits > 8 ? masksOf(bits, fields ? maskBytes : undefined) : undefined,
    pixelsAt: pixels ?? paletteAt + colours * 4,
    dpi: metre > 0 ? metre * METRES_IN_INCH : undefined,
    icc: size === 124 ? readProfile(file, at, header) : undefined,
  };
}

function checkKind(bits: number, compression: number, size: number): void {
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits))
    throw new Refusal(`bitmaps of ${bits} bits are not supported`);
  const fits =
    compression === RGB ||
    (compression === RLE8 && bits === 8) ||
    (compression === RLE4 && bits === 4) ||
    ((compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS) &&
      size !== OS2_HEADER &&
      (bits === 16 || bits === 32));
  if (!fits) throw new Refusal('the compression of the bitmap is not supported');
}

/** The header of OS/2 1.x: short numbers, colours of three bytes. */
function readCore(file: FileBytes, at: number, pixels: number | undefined): Dib {
  const header = Buffer.from(file.slice(at, 12));
  const bits = header.readUInt16LE(10);
  checkKind(bits, RGB, 12);
  const colours = bits <= 8 ? 2 ** bits : 0;
  return {
    width: header.readUInt16LE(4),
    height: header.readUInt16LE(6),
    topDown: false,
    bits,
    compression: RGB,
    palette: readPalette(file, at + 12, colours, 3),
    masks: bits > 8 ? masksOf(bits, undefined) : undefined,
    pixelsAt: pixels ?? at + 12 + colours * 3,
    dpi: undefined,
    icc: undefined,
  };
}

function readPalette(file: FileBytes, at: number, count: number, step: 3 | 4): Palette {
  const stored = file.slice(at, count * step);
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) palette[i * 3 + c] = stored[i * step + 2 - c] ?? 0;
  }
  return { colours: palette, count };
}

function readProfile(file: FileBytes, at: number, header: Buffer): Uint8Array | undefined {
  if (header.toString('latin1', 56, 60) !== EMBEDDED_PROFILE) return undefined;
  const [from, length] = [header.readUInt32LE(112), header.readUInt32LE(116)];
  if (length < 128 || length > LARGEST_PROFILE || at + from + length > file.size) return undefined;
  return Uint8Array.from(file.slice(at + from, length));
}

function indicesOf(file: FileBytes, dib: Dib): Iterable<Indices> {
  if (dib.compression !== RGB) return bitRunRows(file, dib);
  return packedIndices(file, dib);
}

function* directRows(file: FileBytes, dib: Dib): Generator<Row> {
  const { width, height, topDown, bits, masks } = dib;
  if (masks === undefined) return;
  const stride = dibStride(width, bits);
  const channels = masks.alpha === undefined ? 3 : 4;
  const bytes = new Uint8Array(width * channels);
  const step = bits / 8;
  for (let i = 0; i < height; i++) {
    const stored = file.slice(dib.pixelsAt + i * stride, width * step);
    for (let x = 0, to = 0; x < width; x++, to += channels) {
      const from = x * step;
      if (masks.plain) {
        bytes[to] = stored[from + 2] ?? 0;
        bytes[to + 1] = stored[from + 1] ?? 0;
        bytes[to + 2] = stored[from] ?? 0;
        if (channels === 4) bytes[to + 3] = stored[from + 3] ?? 0;
        continue;
      }
      const value = step === 2 ? stored.readUInt16LE(from) : stored.readUInt32LE(from);
      bytes[to] = channelMask(masks.red, value);
      bytes[to + 1] = channelMask(masks.green, value);
      bytes[to + 2] = channelMask(masks.blue, value);
      if (masks.alpha) bytes[to + 3] = channelMask(masks.alpha, value);
    }
    yield { y: topDown ? i : height - 1 - i, bytes };
  }
}
