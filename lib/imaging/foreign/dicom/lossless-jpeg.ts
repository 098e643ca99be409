import { Refusal } from '../decoded.ts';
import { readJpegFrame, segmentsOf } from './jpeg-header.ts';

const LOSSLESS = 3;
const DHT = 0xc4;
const DRI = 0xdd;
const SOS = 0xda;

/** Length of the code and its value by the next 16 bits. */
type Codes = Uint16Array;
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
    if (marker === DHT) readTables(jpeg.subarray(from, to), tables);
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

function readTables(segment: Buffer, tables: Codes[]): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const place = (segment[at] ?? 0) & 15;
    const counts = segment.subarray(at + 1, at + 17);
    const codes = new Uint16Array(65_536);
    let value = at + 17;
    let next = 0;
    for (let length = 1; length <= 16; length++) {
      for (let i = 0; i < (counts[length - 1] ?? 0); i++) {
        const span = 1 << (16 - length);
        if (next + span > 65_536 || value >= segment.length) throw new Refusal('the JPEG inside is damaged');
        codes.fill((length << 8) | (segment[value] ?? 0), next, next + span);
        next += span;
        value += 1;
      }
    }
    tables[place] = codes;
    at = value;
  }
}

type BitReader = { peek(): number; take(count: number): number; restart(): void };

function difference(bits: BitReader, codes: Codes | undefined): number {
  const entry = codes?.[bits.peek()] ?? 0;
  const length = entry >> 8;
  const size = entry & 0xff;
  if (length === 0 || size > 16) throw new Refusal('the JPEG inside is damaged');
  bits.take(length);
  if (size === 0) return 0;
  if (size === 16) return 32_768;
  const value = bits.take(size);
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

/** The packed bits, without what is stuffed between them. */
function bitReader(jpeg: Buffer, from: number): BitReader {
  let at = from;
  let held = 0;
  let count = 0;
  let missing = 0;

  function fill(): void {
    while (count <= 16) {
      let byte = jpeg[at];
      if (byte === undefined || (byte === 0xff && jpeg[at + 1] !== 0)) {
        // The last code may be looked up with bits from beyond the end.
        byte = 0;
        missing += 1;
        if (missing > 4) throw new Refusal('the file ends too early');
      } else at += byte === 0xff ? 2 : 1;
      held = (held << 8) | byte;
      count += 8;
    }
  }

  return {
    peek() {
      fill();
      return (held >> (count - 16)) & 0xffff;
    },
    take(wanted) {
      fill();
      count -= wanted;
      const value = (held >> count) & ((1 << wanted) - 1);
      held &= (1 << count) - 1;
      return value;
    },
    restart() {
      held = 0;
      count = 0;
      missing = 0;
      while (at + 1 < jpeg.length && !(jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf8) === 0xd0)) at += 1;
      at += 2;
    },
  };
}
