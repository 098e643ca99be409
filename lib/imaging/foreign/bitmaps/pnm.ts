import type { Space } from '../../raster.ts';
import { checkSize, type DecodeLimits, type Page, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { unpackBits } from './dib-indices.ts';
import { type PnmHeader, readPnmHeader } from './pnm-header.ts';

/** What the samples of a PAM mean, where its tuple type does not say so: by their number. */
const BY_COUNT: Readonly<Record<number, string>> = {
  1: 'GRAYSCALE',
  2: 'GRAYSCALE_ALPHA',
  3: 'RGB',
  4: 'RGB_ALPHA',
};
const TUPLES: Readonly<Record<string, { space: Space; colours: number }>> = {
  BLACKANDWHITE: { space: 'gray', colours: 1 },
  GRAYSCALE: { space: 'gray', colours: 1 },
  RGB: { space: 'rgb', colours: 3 },
  CMYK: { space: 'cmyk', colours: 4 },
};

/** A portable bitmap, graymap, pixmap or arbitrary map: text or binary, up to 16 bits. */
export function openPnm(file: FileBytes, limits: DecodeLimits): Page {
  const header = readPnmHeader(file);
  const { width, height, channels, most } = header;
  checkSize(width, height, limits);
  const type = header.tuple || (BY_COUNT[channels] ?? '');
  const alpha = type.endsWith('_ALPHA');
  const meaning = TUPLES[type.replace(/_ALPHA$/, '')];
  if (meaning === undefined || meaning.colours + (alpha ? 1 : 0) !== channels) {
    throw new Refusal('the samples are of an unknown kind');
  }
  const greyAlpha = alpha && meaning.space === 'gray';
  const depth = most > 255 ? 16 : 8;
  return {
    width,
    height,
    pages: 1,
    space: greyAlpha ? 'rgb' : meaning.space,
    alpha,
    depth,
    sourceDepth: Math.ceil(Math.log2(most + 1)),
    icc: undefined,
    dpi: undefined,
    rows: () => rowsOf(file, header, { depth, greyAlpha }),
  };
}

type Shape = { depth: 8 | 16; greyAlpha: boolean };

function* rowsOf(file: FileBytes, header: PnmHeader, { depth, greyAlpha }: Shape): Generator<Row> {
  const { width, most } = header;
  const scale = (depth === 16 ? 65_535 : 255) / most;
  const count = greyAlpha ? width * 4 : width * header.channels;
  const out = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
  const bytes = new Uint8Array(out.buffer);
  let y = 0;
  for (const samples of samplesOf(file, header)) {
    if (greyAlpha) {
      for (let x = 0; x < width; x++) {
        out.fill(Math.round(Math.min(samples[x * 2] ?? 0, most) * scale), x * 4, x * 4 + 3);
        out[x * 4 + 3] = Math.round(Math.min(samples[x * 2 + 1] ?? 0, most) * scale);
      }
    } else {
      for (let i = 0; i < count; i++) out[i] = Math.round(Math.min(samples[i] ?? 0, most) * scale);
    }
    yield { y, bytes };
    y += 1;
  }
}

function* samplesOf(file: FileBytes, header: PnmHeader): Generator<ArrayLike<number>> {
  const { width, height, channels, most, coding, pixelsAt } = header;
  const count = width * channels;
  const row = new Uint16Array(count);
  if (coding === 'text' || coding === 'text bits') {
    const next = numbersFrom(file, pixelsAt, coding === 'text bits');
    for (let y = 0; y < height; y++) {
      for (let i = 0; i < count; i++) row[i] = next();
      yield row;
    }
    return;
  }
  const packed = new Uint8Array(width);
  const stride = coding === 'bits' ? Math.ceil(width / 8) : count * (most > 255 ? 2 : 1);
  for (let y = 0; y < height; y++) {
    const stored = file.slice(pixelsAt + y * stride, stride);
    if (coding === 'bits') {
      unpackBits(stored, 1, packed);
      for (let x = 0; x < width; x++) packed[x] = 1 - (packed[x] ?? 0);
      yield packed;
    } else if (most > 255) {
      for (let i = 0; i < count; i++) row[i] = stored.readUInt16BE(i * 2);
      yield row;
    } else yield stored;
  }
}

const HASH = 35;
const ZERO = 48;
const isBlank = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13);

/** Reads decimal numbers one after the other; single digits that need no blank between them for bitmaps, 1 = black. */
function numbersFrom(file: FileBytes, from: number, single: boolean): () => number {
  let at = from;
  function skip(): void {
    for (;;) {
      const byte = file.byte(at);
      if (byte === HASH) while (![10, 13].includes(file.byte(at))) at += 1;
      else if (!isBlank(byte)) return;
      at += 1;
    }
  }
  return () => {
    skip();
    let value = 0;
    let digits = 0;
    while (at < file.size) {
      const digit = file.byte(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      at += 1;
      digits += 1;
      value = Math.min(value * 10 + digit, 65_535);
      if (single) return value === 0 ? 1 : 0;
    }
    if (digits === 0) throw new Refusal('a sample is no number');
    return value;
  };
}
