import { writeSync } from 'node:fs';
import { type PageFacts, Refusal, type Row } from './decoded.ts';

/** Bytes of a strip, the part of the picture that is held in memory. */
const STRIP_BYTES = 1024 * 1024;
/** Classic TIFF ends at 4 GiB. */
const LARGEST = 2 ** 32 - 2 ** 20;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const COLOURS = { gray: 1, rgb: 3, cmyk: 4 } as const;
const PHOTOMETRIC = { gray: 1, rgb: 2, cmyk: 5 } as const;
const UNASSOCIATED_ALPHA = 2;
const INCH = 2;

/** The bytes of the file that pages of these facts become; refused before they are written when too many. */
function tiffBytes({ width, height, space, alpha, depth }: PageFacts): number {
  return width * height * (COLOURS[space] + (alpha ? 1 : 0)) * (depth / 8);
}

/**
 * Writes rows as an uncompressed TIFF, strip by strip, so that no more than a strip is in memory. Rows come in
 * ascending or descending order; those left out are black.
 */
export function writeTiff(descriptor: number, facts: PageFacts, rows: Iterable<Row>): void {
  if (tiffBytes(facts) > LARGEST) throw new Refusal('the picture is too large');
  const channels = COLOURS[facts.space] + (facts.alpha ? 1 : 0);
  const stride = facts.width * channels * (facts.depth / 8);
  const stripRows = Math.min(facts.height, Math.max(1, Math.floor(STRIP_BYTES / stride)));
  const head = tiffHead(facts, channels, stride, stripRows);
  writeAll(descriptor, head, 0);

  const strip = Buffer.alloc(stripRows * stride);
  let current = -1;
  const flush = () => {
    if (current < 0) return;
    const inStrip = Math.min(stripRows, facts.height - current * stripRows);
    writeAll(descriptor, strip.subarray(0, inStrip * stride), head.length + current * stripRows * stride);
    strip.fill(0);
  };
  for (const { y, bytes } of rows) {
    const index = Math.floor(y / stripRows);
    if (index !== current) {
      flush();
      current = index;
    }
    strip.set(bytes, (y - index * stripRows) * stride);
  }
  flush();
}

function writeAll(descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
  }
}

type Entry = { tag: number; type: number; count: number; value: number | Buffer };

function tiffHead(facts: PageFacts, channels: number, stride: number, stripRows: number): Buffer {
  const { width, height, space, alpha, depth, icc, dpi } = facts;
  const strips = Math.ceil(height / stripRows);
  const counts = Buffer.alloc(strips * 4);
  const offsets = Buffer.alloc(strips * 4);
  const entries: Entry[] = [
    { tag: 256, type: LONG, count: 1, value: width },
    { tag: 257, type: LONG, count: 1, value: height },
    { tag: 258, type: SHORT, count: channels, value: shorts(new Array<number>(channels).fill(depth)) },
    { tag: 259, type: SHORT, count: 1, value: 1 },
    { tag: 262, type: SHORT, count: 1, value: PHOTOMETRIC[space] },
    { tag: 273, type: LONG, count: strips, value: offsets },
    { tag: 277, type: SHORT, count: 1, value: channels },
    { tag: 278, type: LONG, count: 1, value: stripRows },
    { tag: 279, type: LONG, count: strips, value: counts },
  ];
  if (dpi !== undefined) {
    const value = Buffer.alloc(8);
    value.writeUInt32LE(Math.min(Math.round(dpi * 1000), 2 ** 32 - 1), 0);
    value.writeUInt32LE(1000, 4);
    entries.push(
      { tag: 282, type: RATIONAL, count: 1, value },
      { tag: 283, type: RATIONAL, count: 1, value },
    );
  }
  entries.push({ tag: 284, type: SHORT, count: 1, value: 1 });
  if (dpi !== undefined) entries.push({ tag: 296, type: SHORT, count: 1, value: INCH });
  if (alpha) entries.push({ tag: 338, type: SHORT, count: 1, value: UNASSOCIATED_ALPHA });
  if (icc) entries.push({ tag: 34675, type: UNDEFINED, count: icc.length, value: Buffer.from(icc) });

  const directoryEnd = 8 + 2 + entries.length * 12 + 4;
  const end = entries.reduce((sum, { value }) => sum + outside(value), directoryEnd);
  for (let i = 0; i < strips; i++) {
    const inStrip = Math.min(stripRows, height - i * stripRows);
    counts.writeUInt32LE(inStrip * stride, i * 4);
    offsets.writeUInt32LE(end + i * stripRows * stride, i * 4);
  }
  return writeEntries(entries, directoryEnd, end);
}

/** Bytes of a value behind the directory, whole words. */
function outside(value: number | Buffer): number {
  return typeof value === 'number' || value.length <= 4 ? 0 : value.length + (value.length & 1);
}

function writeEntries(entries: readonly Entry[], directoryEnd: number, end: number): Buffer {
  const head = Buffer.alloc(end);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  let at = 10;
  let extra = directoryEnd;
  for (const { tag, type, count, value } of entries) {
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    if (typeof value === 'number') head.writeUInt32LE(value, at + 8);
    else if (outside(value) === 0) value.copy(head, at + 8);
    else {
      head.writeUInt32LE(extra, at + 8);
      value.copy(head, extra);
      extra += outside(value);
    }
    at += 12;
  }
  return head;
}

function shorts(values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) out.writeUInt16LE(value, i * 2);
  return out;
}
