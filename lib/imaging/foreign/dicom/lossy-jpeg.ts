import { Refusal } from '../decoded.ts';
import { type BitReader, bitReader, type Codes, nextValue, readCodes, signedBits } from './jpeg-codes.ts';
import { readJpegFrame, segmentsOf } from './jpeg-header.ts';

const EXTENDED = 1;
const DQT = 0xdb;
const DHT = 0xc4;
const DRI = 0xdd;
const SOS = 0xda;
const SIDE = 8;
/** Place in a block, row by row, of each coefficient as they are stored. Source: ITU-T T.81, figure A.6. */
const ZIGZAG = zigzag();
/** What a coefficient adds to a place of its row or column. Source: A.3.3. */
const WAVES = Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [place, frequency] = [Math.floor(i / SIDE), i % SIDE];
  const scale = frequency === 0 ? Math.SQRT1_2 : 1;
  return (scale / 2) * Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * SIDE));
});

type Scan = {
  /** In the order in which coefficients are stored. */
  steps: readonly number[];
  first: Codes;
  others: Codes;
  /** Where the packed bits begin. */
  from: number;
  /** Blocks after which prediction begins anew; 0 = never. */
  restart: number;
};

/**
 * Unpacks a grey JPEG of the extended sequential process with Huffman codes in 12 bits, which medical pictures use and
 * libraries that show pictures do not read. Returns its samples. Source: ITU-T T.81, annexes A and F.
 */
export function unpackLossyJpeg(jpeg: Buffer, size: { width: number; height: number }): Uint16Array {
  const { process, width, height, components, precision } = readJpegFrame(jpeg);
  if (width !== size.width || height !== size.height || components !== 1)
    throw new Refusal('the JPEG inside has another size than stated');
  if (process !== EXTENDED) throw new Refusal('the JPEG inside is of another kind than stated');
  const scan = readScan(jpeg);
  const bits = bitReader(jpeg, scan.from);
  const out = new Uint16Array(width * height);
  const block = new Float64Array(SIDE * SIDE);
  const across = Math.ceil(width / SIDE);
  const blocks = across * Math.ceil(height / SIDE);
  let first = 0;
  for (let i = 0; i < blocks; i++) {
    if (scan.restart > 0 && i > 0 && i % scan.restart === 0) {
      bits.restart();
      first = 0;
    }
    first = readBlock(bits, scan, first, block);
    toSamples(block);
    const place = { left: (i % across) * SIDE, top: Math.floor(i / across) * SIDE };
    put(block, out, place, { width, height, precision });
  }
  return out;
}

/** Reads the coefficients of a block; returns the first one, from which that of the next block differs. */
function readBlock(bits: BitReader, scan: Scan, before: number, block: Float64Array): number {
  const { steps, first, others } = scan;
  block.fill(0);
  const size = nextValue(bits, first);
  if (size > 15) throw new Refusal('the JPEG inside is damaged');
  const level = before + signedBits(bits, size);
  block[0] = level * (steps[0] ?? 0);
  for (let i = 1; i < SIDE * SIDE; i++) {
    const value = nextValue(bits, others);
    const length = value & 15;
    if (length === 0 && value !== 0xf0) break;
    i += value >> 4;
    if (i >= SIDE * SIDE) throw new Refusal('the JPEG inside is damaged');
    if (length > 0) block[ZIGZAG[i] ?? 0] = signedBits(bits, length) * (steps[i] ?? 0);
  }
  return level;
}

/** The inverse transform, by columns and then by rows, in place. */
function toSamples(block: Float64Array): void {
  for (let x = 0; x < SIDE; x++) transformLine(block, x, SIDE);
  for (let y = 0; y < SIDE; y++) transformLine(block, y * SIDE, 1);
}

const line = new Float64Array(SIDE);

function transformLine(block: Float64Array, from: number, step: number): void {
  for (let place = 0; place < SIDE; place++) {
    let sum = 0;
    for (let f = 0; f < SIDE; f++) sum += (WAVES[place * SIDE + f] ?? 0) * (block[from + f * step] ?? 0);
    line[place] = sum;
  }
  for (let place = 0; place < SIDE; place++) block[from + place * step] = line[place] ?? 0;
}

function put(
  block: Float64Array,
  out: Uint16Array,
  { left, top }: { left: number; top: number },
  { width, height, precision }: { width: number; height: number; precision: number },
): void {
  const middle = 2 ** (precision - 1);
  const most = 2 ** precision - 1;
  for (let y = 0; y < SIDE && top + y < height; y++) {
    for (let x = 0; x < SIDE && left + x < width; x++) {
      const level = Math.round((block[y * SIDE + x] ?? 0) + middle);
      out[(top + y) * width + left + x] = Math.max(0, Math.min(most, level));
    }
  }
}

function readScan(jpeg: Buffer): Scan {
  const codes: Codes[] = [];
  const steps: number[][] = [];
  let restart = 0;
  let quantizer = 0;
  for (const { marker, from, to } of segmentsOf(jpeg)) {
    if (marker === DHT) readCodes(jpeg.subarray(from, to), codes);
    else if (marker === DQT) readSteps(jpeg.subarray(from, to), steps);
    else if (marker === DRI && to - from >= 2) restart = jpeg.readUInt16BE(from);
    else if (marker === 0xc0 + EXTENDED) quantizer = jpeg[from + 8] ?? 0;
    else if (marker === SOS) {
      const place = jpeg[from + 2] ?? 0;
      const [first, others, chosen] = [codes[place >> 4], codes[4 + (place & 15)], steps[quantizer]];
      if (jpeg[from] !== 1 || !first || !others || !chosen) break;
      return { steps: chosen, first, others, from: to, restart };
    }
  }
  throw new Refusal('the JPEG inside is damaged');
}

/** Tables of steps, of bytes or words. Source: B.2.4.1. */
function readSteps(segment: Buffer, steps: number[][]): void {
  for (let at = 0; at < segment.length; ) {
    const kind = segment[at] ?? 0;
    const bytes = kind >> 4 === 0 ? 1 : 2;
    const end = at + 1 + SIDE * SIDE * bytes;
    if (end > segment.length) throw new Refusal('the JPEG inside is damaged');
    steps[kind & 15] = Array.from({ length: SIDE * SIDE }, (_, i) =>
      segment.readUIntBE(at + 1 + i * bytes, bytes),
    );
    at = end;
  }
}

function zigzag(): Uint8Array {
  const places = Array.from({ length: SIDE * SIDE }, (_, i) => ({ x: i % SIDE, y: Math.floor(i / SIDE) }));
  // Diagonals are gone through upwards and downwards in turn.
  const along = ({ x, y }: { x: number; y: number }) => ((x + y) % 2 === 0 ? x : y);
  places.sort((a, b) => a.x + a.y - (b.x + b.y) || along(a) - along(b));
  return Uint8Array.from(places, ({ x, y }) => y * SIDE + x);
}
