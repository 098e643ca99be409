import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { PHOTOMETRIC, type TiffHeader } from './odd-tiff-header.ts';
import { LARGEST_BAND, readPiece } from './tiff-pieces.ts';

/** How the numbers of a piece lie. */
type Layout = {
  /** Channels in a piece, and how many pieces stand for the same pixels. */
  channels: number;
  planes: number;
  /** Pixels across and down that share differences of colour, and how many numbers they have together. */
  across: number;
  down: number;
  numbers: number;
  /** Bytes of a row of these, filled up. */
  stride: number;
};

/** Where the numbers of a row of a piece belong. */
type Target = { numbers: Float64Array; first: number; step: number; pixels: number };
type Reader = (bytes: Buffer, layout: Layout, y: number, into: Target) => void;

const SHARED = [1, 2, 4];

/** Refuses pages whose pieces make no sense or are too large, before anything is read. */
export function checkPieces(header: TiffHeader): void {
  const { width, pieceWidth, pieceHeight, predictor, bits, isFloat } = header;
  if (!(pieceWidth > 0 && pieceHeight > 0)) throw new Refusal('the picture has no pieces');
  const { stride, planes, across, down } = layoutOf(header);
  if (!SHARED.includes(across) || !SHARED.includes(down))
    throw new Refusal('the differences of colour are of no known size');
  const rows = Math.ceil(pieceHeight / down);
  if (stride * rows * Math.ceil(width / pieceWidth) * planes > LARGEST_BAND)
    throw new Refusal('the pieces of the picture are too large');
  const isSound =
    predictor === 1 ||
    (predictor === 2 && across * down === 1 && (bits === 8 || bits === 16 || bits === 32)) ||
    (predictor === 3 && isFloat);
  if (!isSound) throw new Refusal('this kind of numbers in a TIFF is not supported');
}

/**
 * The numbers of each row, pixel by pixel, as the file has them. They are valid until the next row is asked for.
 *
 * @param header of a page that checkPieces lets pass
 */
export function* sampleRows(file: FileBytes, header: TiffHeader): Generator<Float64Array> {
  const { width, height, samples, pieceWidth, pieceHeight } = header;
  const layout = layoutOf(header);
  const { channels, planes, down, stride } = layout;
  const across = Math.ceil(width / pieceWidth);
  const perPlane = across * Math.ceil(height / pieceHeight);
  const whole = Math.ceil(pieceHeight / down) * stride;
  const read = readerOf(header);
  const numbers = new Float64Array(width * samples);
  for (let top = 0; top < height; top += pieceHeight) {
    const rows = Math.min(pieceHeight, height - top);
    const needed = Math.ceil(rows / down) * stride;
    const first = Math.floor(top / pieceHeight) * across;
    const pieces = Array.from({ length: planes * across }, (_, i) => {
      const index = Math.floor(i / across) * perPlane + first + (i % across);
      return readPiece(file, header, index, { channels, rows, needed, whole });
    });
    for (let y = 0; y < rows; y++) {
      for (const [i, bytes] of pieces.entries()) {
        const left = (i % across) * pieceWidth;
        const start = left * samples + Math.floor(i / across);
        const pixels = Math.min(pieceWidth, width - left);
        read(bytes, layout, y, { numbers, first: start, step: planes > 1 ? samples : 1, pixels });
      }
      yield numbers;
    }
  }
}

function layoutOf({ bits, samples, pieceWidth, isPlanar, photometric, ycc }: TiffHeader): Layout {
  const planes = isPlanar ? samples : 1;
  const channels = isPlanar ? 1 : samples;
  const isYcc = photometric === PHOTOMETRIC.ycc;
  const [across, down] = isYcc ? [ycc.across, ycc.down] : [1, 1];
  if (isPlanar && across * down > 1)
    throw new Refusal('planes of different sizes in a TIFF are not supported');
  const numbers = across * down - 1 + channels;
  const stride = Math.ceil((Math.ceil(pieceWidth / Math.max(1, across)) * numbers * bits) / 8);
  return { channels, planes, across, down, numbers, stride };
}

function readerOf({ bits, isFloat, little, predictor, photometric, ycc }: TiffHeader): Reader {
  if (photometric === PHOTOMETRIC.ycc && ycc.across * ycc.down > 1) return readShared;
  // That predictor puts the weightiest byte first, whatever the file does.
  const isLittle = predictor !== 3 && little;
  if (bits === 8) return inBytes(1, (bytes, at) => bytes[at] ?? 0);
  if (bits === 16) {
    return inBytes(2, (bytes, at) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)));
  }
  if (isFloat && bits === 64) {
    return inBytes(8, (bytes, at) => (isLittle ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at)));
  }
  if (isFloat) return inBytes(4, (bytes, at) => (isLittle ? bytes.readFloatLE(at) : bytes.readFloatBE(at)));
  if (bits === 32) {
    return inBytes(4, (bytes, at) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)));
  }
  return inBits(bits);
}

function inBytes(size: number, read: (bytes: Buffer, at: number) => number): Reader {
  return (bytes, { channels, stride }, y, { numbers, first, step, pixels }) => {
    const start = y * stride;
    for (let i = 0; i < pixels * channels; i++) numbers[first + i * step] = read(bytes, start + i * size);
  };
}

/** Up to 16 bits, the weightiest first whatever the order of bytes. */
function inBits(bits: number): Reader {
  const mask = 2 ** bits - 1;
  return (bytes, { channels, stride }, y, { numbers, first, step, pixels }) => {
    const start = y * stride;
    for (let i = 0; i < pixels * channels; i++) {
      const place = i * bits;
      const at = start + (place >> 3);
      const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      numbers[first + i * step] = (three >> (24 - (place & 7) - bits)) & mask;
    }
  };
}

/** Lightness of some pixels, then the differences of colour that they share. Source: TIFF 6.0, section 21. */
const readShared: Reader = (bytes, { across, down, numbers: perUnit, stride }, y, target) => {
  const { numbers, first, pixels } = target;
  const start = Math.floor(y / down) * stride;
  const inside = (y % down) * across;
  for (let x = 0; x < pixels; x++) {
    const at = start + Math.floor(x / across) * perUnit;
    const to = first + x * 3;
    numbers[to] = bytes[at + inside + (x % across)] ?? 0;
    numbers[to + 1] = bytes[at + across * down] ?? 0;
    numbers[to + 2] = bytes[at + across * down + 1] ?? 0;
  }
};
