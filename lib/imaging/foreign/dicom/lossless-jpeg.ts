import { Refusal } from '../decoded.ts';
import { type BitReader, bitReader, type Codes, nextValue, readCodes, signedBits } from './jpeg-codes.ts';
import { readJpegFrame, segmentsOf } from './jpeg-header.ts';

const LOSSLESS = 3;
const DHT = 0xc4;
const DRI = 0xdd;
const SOS = 0xda;

type Scan = {
  predictor: number;
  /** Lower bits that were left away. */
  shift: number;
  codes: Codes[];
  /** Where the packed bits begin. */
  from: number;
  /** Rows after which prediction begins anew; 0 = never. */
  restartRows: number;
};

/**
 * Unpacks a JPEG of the lossless process with Huffman codes, which medical pictures use: 2 to 16 bits, all predictors.
 * Returns interleaved samples. Source: ITU-T T.81, annex H.
 */
export function unpackLosslessJpeg(
  jpeg: Buffer,
  size: { width: number; height: number; samples: number },
): Uint16Array {
  const frame = readJpegFrame(jpeg);
  const { width, height, components, precision } = frame;
  if (frame.process !== LOSSLESS) throw new Refusal('the JPEG inside is of another kind than stated');
  if (width !== size.width || height !== size.height || components !== size.samples)
    throw new Refusal('the JPEG inside has another size than stated');
  if (precision < 2 || precision > 16) throw new Refusal('the JPEG inside is damaged');
  const scan = readScan(jpeg, width, components);
  const bits = bitReader(jpeg, scan.from);
  const out = new Uint16Array(width * height * components);
  const stride = width * components;
  const middle = 1 << (precision - scan.shift - 1);
  let topRow = 0;
  for (let y = 0; y < height; y++) {
    if (scan.restartRows > 0 && y > 0 && y % scan.restartRows === 0) {
      bits.restart();
      topRow = y;
    }
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < components; c++) {
        const at = y * stride + x * components + c;
        const left = out[at - components] ?? 0;
        const above = out[at - stride] ?? 0;
        let predicted: number;
        if (y === topRow) predicted = x === 0 ? middle : left;
        else if (x === 0) predicted = above;
        else predicted = predict(scan.predictor, left, above, out[at - stride - components] ?? 0);
        out[at] = predicted + difference(bits, scan.codes[c]);
      }
    }
  }
  if (scan.shift > 0) for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) << scan.shift;
  return out;
}

function predict(predictor: number, left: number, above: number, corner: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
  }
}

function readScan(jpeg: Buffer, width: number, components: number): Scan {
  const tables: Codes[] = [];
  let restart = 0;
  for (const { marker, from, to } of segmentsOf(jpeg)) {
    if (marker === DHT) readCodes(jpeg.subarray(from, to), tables);
    else if (marker === DRI && to - from >= 2) restart = jpeg.readUInt16BE(from);
    else if (marker === SOS) {
      if (jpeg[from] !== components || to - from < 4 + components * 2)
        throw new Refusal('the JPEG inside is of an unsupported kind');
      const codes = Array.from({ length: components }, (_, c) => {
        const table = tables[(jpeg[from + 2 + c * 2] ?? 0) >> 4];
        if (table === undefined) throw new Refusal('the JPEG inside is damaged');
        return table;
      });
      const rest = from + 1 + components * 2;
      const predictor = jpeg[rest] ?? 0;
      if (predictor < 1 || predictor > 7 || restart % width !== 0)
        throw new Refusal('the JPEG inside is of an unsupported kind');
      return { predictor, shift: (jpeg[rest + 2] ?? 0) & 15, codes, from: to, restartRows: restart / width };
    }
  }
  throw new Refusal('the JPEG inside is damaged');
}

function difference(bits: BitReader, codes: Codes | undefined): number {
  const size = nextValue(bits, codes);
  if (size > 16) throw new Refusal('the JPEG inside is damaged');
  return size === 16 ? 32_768 : signedBits(bits, size);
}
