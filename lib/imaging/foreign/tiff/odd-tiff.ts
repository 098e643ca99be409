import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { encoded, srgbOfLab } from '../srgb-light.ts';
import { CIELAB, ICCLAB, readTiffHeader, type TiffHeader } from './odd-tiff-header.ts';
import { unpackLzw } from './tiff-lzw.ts';

/** Pieces of one row of them are held in memory. */
const LARGEST_BAND = 256 * 1024 * 1024;
const READ = 8 * 1024 * 1024;
const MOST = 65_535;
const MINISWHITE = 0;

/**
 * A page of a TIFF in Lab, or of light in floating point, as sRGB of 16 bits: uncompressed, LZW, deflate or Zstandard, with
 * predictors, in strips or tiles. Numbers of floating point are linear light, as Photoshop writes them.
 * Source: TIFF 6.0, Adobe's TIFF technical notes 1 and 3.
 */
export function openOddTiff(file: FileBytes, limits: DecodeLimits): Page {
  const header = readTiffHeader(file, limits.page);
  const { width, height, photometric, samples, bits, isFloat, hasOpacity } = header;
  checkSize(width, height, limits);
  const isLab = isLabModel(photometric);
  const colours = isLab || photometric === 2 ? 3 : 1;
  const alpha = hasOpacity && samples > colours;
  if (samples < colours || samples > 16) throw new Refusal('channels are missing');
  const sound = isFloat ? bits === 32 || bits === 64 : isLab && (bits === 8 || bits === 16);
  if (!sound) throw new Refusal('this kind of numbers in a TIFF is not supported');
  const stride = header.pieceWidth * samples * (bits / 8);
  const across = Math.ceil(width / Math.max(1, header.pieceWidth));
  if (!(header.pieceHeight > 0) || stride * header.pieceHeight * across > LARGEST_BAND)
    throw new Refusal('the pieces of the picture are too large');
  const facts: PageFacts = {
    width,
    height,
    pages: header.pages,
    space: colours === 1 && !alpha ? 'gray' : 'rgb',
    alpha,
    depth: 16,
    sourceDepth: bits,
    // Of what the numbers were before.
    icc: undefined,
    dpi: undefined,
  };
  return { ...facts, rows: () => rowsOf(file, header, facts, colours) };
}

function* rowsOf(
  file: FileBytes,
  header: TiffHeader,
  { width, height, space, alpha }: PageFacts,
  colours: number,
): Generator<Row> {
  const { samples, pieceWidth, pieceHeight, photometric } = header;
  const across = Math.ceil(width / pieceWidth);
  const spread = space === 'gray' ? 1 : 3;
  const channels = spread + (alpha ? 1 : 0);
  const words = new Uint16Array(width * channels);
  const bytes = new Uint8Array(words.buffer);
  const inverted = photometric === MINISWHITE;
  for (let top = 0; top < height; top += pieceHeight) {
    const rows = Math.min(pieceHeight, height - top);
    const first = Math.floor(top / pieceHeight) * across;
    const numbers = Array.from({ length: across }, (_, i) => pieceOf(file, header, first + i, rows));
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < width; x++) {
        const piece = numbers[Math.floor(x / pieceWidth)];
        const at = (y * pieceWidth + (x % pieceWidth)) * samples;
        const number = (channel: number) => piece?.(at + channel) ?? 0;
        const light = (channel: number) => encoded(inverted ? 1 - number(channel) : number(channel));
        const shown = isLabModel(photometric)
          ? labAt(number, header)
          : Array.from({ length: spread }, (_, c) => light(Math.min(c, colours - 1)));
        for (let c = 0; c < spread; c++) words[x * channels + c] = Math.round((shown[c] ?? 0) * MOST);
        if (alpha) words[x * channels + spread] = Math.round(opacity(number(colours), header) * MOST);
      }
      yield { y: top + y, bytes };
    }
  }
}

function opacity(number: number, { isFloat, bits }: TiffHeader): number {
  return Math.max(0, Math.min(1, isFloat ? number : number / (2 ** bits - 1)));
}

function isLabModel(photometric: number): boolean {
  return photometric === CIELAB || photometric === ICCLAB;
}

/** Lightness of all levels for 0 to 100. Of 16 bits 256 steps make one of the others, 257 where they have no sign. */
function labAt(number: (channel: number) => number, { bits, photometric }: TiffHeader): number[] {
  const most = 2 ** bits - 1;
  const half = 2 ** (bits - 1);
  const coloured = (level: number) => {
    if (photometric === ICCLAB) return (level * 255) / most - 128;
    return (level >= half ? level - half * 2 : level) / (half / 128);
  };
  return srgbOfLab((number(0) * 100) / most, coloured(number(1)), coloured(number(2)));
}

/** The numbers of a strip or tile. */
function pieceOf(
  file: FileBytes,
  header: TiffHeader,
  index: number,
  rows: number,
): (sample: number) => number {
  const { bits, samples, pieceWidth, pieceHeight, isFloat, little, predictor } = header;
  const size = bits / 8;
  const isTile = pieceWidth !== header.width;
  const stride = pieceWidth * samples * size;
  const bytes = unpacked(file, header, index, stride * (isTile ? pieceHeight : rows));
  if (bytes.length < stride * rows) throw new Refusal('the file ends too early');
  if (predictor === 2 && !isFloat) addUp(bytes, header, rows);
  if (predictor === 3) ungroup(bytes, stride, samples, size, rows);
  // That predictor puts the weightiest byte first, whatever the file does.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = predictor === 3 ? false : little;
  if (isFloat && bits === 64) return (sample) => view.getFloat64(sample * 8, isLittle);
  if (isFloat) return (sample) => view.getFloat32(sample * 4, isLittle);
  return bits === 16 ? (sample) => view.getUint16(sample * 2, isLittle) : (sample) => view.getUint8(sample);
}

function unpacked(file: FileBytes, header: TiffHeader, index: number, most: number): Buffer {
  const [at, count] = [header.offsets[index], header.counts[index]];
  if (at === undefined || count === undefined) throw new Refusal('pieces of the picture are missing');
  if (count > LARGEST_BAND || at + count > file.size) throw new Refusal('the file ends too early');
  const packed = Buffer.alloc(count);
  for (let done = 0; done < count; done += READ) {
    file.slice(at + done, Math.min(READ, count - done)).copy(packed, done);
  }
  try {
    if (header.compression === 1) return packed;
    if (header.compression === 5) return unpackLzw(packed, most);
    if (header.compression === 8 || header.compression === 32_946)
      return inflateSync(packed, { maxOutputLength: most });
    if (header.compression === 50_000) return zstdDecompressSync(packed, { maxOutputLength: most });
  } catch {
    throw new Refusal('the pixels cannot be unpacked');
  }
  throw new Refusal('the compression of the TIFF is not supported');
}

/** Each sample was stored as the difference to the one to its left. */
function addUp(bytes: Buffer, { pieceWidth, samples, bits, little }: TiffHeader, rows: number): void {
  const perRow = pieceWidth * samples;
  for (let y = 0; y < rows; y++) {
    for (let i = samples; i < perRow; i++) {
      const at = y * perRow + i;
      if (bits === 8) bytes[at] = (bytes[at] ?? 0) + (bytes[at - samples] ?? 0);
      else if (little) {
        const sum = bytes.readUInt16LE(at * 2) + bytes.readUInt16LE((at - samples) * 2);
        bytes.writeUInt16LE(sum & 0xffff, at * 2);
      } else {
        const sum = bytes.readUInt16BE(at * 2) + bytes.readUInt16BE((at - samples) * 2);
        bytes.writeUInt16BE(sum & 0xffff, at * 2);
      }
    }
  }
}

/** Bytes of the same weight stand together in a row, each as the difference to the one before. */
function ungroup(bytes: Buffer, stride: number, samples: number, size: number, rows: number): void {
  const count = stride / size;
  for (let y = 0; y < rows; y++) {
    const row = bytes.subarray(y * stride, (y + 1) * stride);
    for (let i = samples; i < stride; i++) row[i] = (row[i] ?? 0) + (row[i - samples] ?? 0);
    const grouped = Buffer.from(row);
    for (let i = 0; i < count; i++) {
      for (let byte = 0; byte < size; byte++) row[i * size + byte] = grouped[byte * count + i] ?? 0;
    }
  }
}
