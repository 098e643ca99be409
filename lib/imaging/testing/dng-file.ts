import type { Pixels } from './pictures.ts';

type Entry = [tag: number, type: number, values: readonly number[] | string];

const BYTE = 1;
const TEXT = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const SIGNED_RATIONAL = 10;
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8 };

const BLACK = 256;
const WHITE = 16_383;
const SUB_IFDS = 330;

export type DngWish = {
  /** EXIF orientation. */
  orientation?: number;
  /** A JPEG put beside the mosaic as its preview. */
  preview?: Buffer;
  /** Numbers of the mosaic that is not there, to have a file whose preview alone can be read. */
  compression?: number;
  make?: string;
  /** What the camera saw where there was white: red, green, blue. */
  neutral?: readonly [number, number, number];
  /** Without the tags that make it a DNG it is what cameras write under their own extensions. */
  isDng?: boolean;
};

/**
 * What a camera with a filter of red, green, green and blue saw of a picture, as a DNG of 14 bits. Source: Adobe's
 * Digital Negative Specification 1.4.
 */
export function dngFile({ data, width, height }: Pixels, wish: DngWish = {}): Buffer {
  const {
    orientation = 1,
    preview,
    compression = 1,
    make = 'Emulsion',
    isDng = true,
    neutral = [1, 1, 1],
  } = wish;
  const mosaic = Buffer.alloc(width * height * 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const channel = (y & 1) + (x & 1);
      const level = (data[(y * width + x) * 3 + channel] ?? 0) / 255;
      const light =
        (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4) * (neutral[channel] ?? 1);
      mosaic.writeUInt16LE(Math.round(BLACK + light * (WHITE - BLACK)), (y * width + x) * 2);
    }
  }
  const raw: Entry[] = [
    [254, LONG, [0]],
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, [16]],
    [259, SHORT, [compression]],
    [262, SHORT, [32_803]],
    [271, TEXT, make],
    [272, TEXT, 'Test camera'],
    [273, LONG, [0]],
    [274, SHORT, [orientation]],
    [277, SHORT, [1]],
    [278, LONG, [height]],
    [279, LONG, [mosaic.length]],
    [284, SHORT, [1]],
    [33_421, SHORT, [2, 2]],
    [33_422, BYTE, [0, 1, 1, 2]],
  ];
  const colours: Entry[] = [
    [50_706, BYTE, [1, 4, 0, 0]],
    [50_708, TEXT, 'Emulsion Test camera'],
    [50_714, LONG, [BLACK]],
    [50_717, LONG, [WHITE]],
    // From XYZ to linear sRGB, so that the camera sees as a screen shows.
    [50_721, SIGNED_RATIONAL, [32_406, -15_372, -4986, -9689, 18_758, 415, 557, -2040, 10_570]],
    [50_728, RATIONAL, neutral.map((level) => Math.round(level * 10_000))],
    [50_778, SHORT, [21]],
  ];
  const entries = isDng ? [...raw, ...colours] : raw;
  if (preview) entries.push([SUB_IFDS, LONG, [0]]);
  entries.sort(([a], [b]) => a - b);
  const first = directoryBytes(entries);
  const second: Entry[] = preview
    ? [
        [254, LONG, [1]],
        [259, SHORT, [7]],
        [262, SHORT, [6]],
        [273, LONG, [0]],
        [277, SHORT, [3]],
        [279, LONG, [preview.length]],
      ]
    : [];
  const secondAt = 8 + first;
  const mosaicAt = secondAt + (preview ? directoryBytes(second) : 0);
  put(entries, 273, mosaicAt);
  put(entries, SUB_IFDS, secondAt);
  put(second, 273, mosaicAt + mosaic.length);
  return Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    directory(entries, 8),
    preview ? directory(second, secondAt) : Buffer.alloc(0),
    mosaic,
    preview ?? Buffer.alloc(0),
  ]);
}

function put(entries: Entry[], tag: number, value: number): void {
  const entry = entries.find(([own]) => own === tag);
  if (entry) entry[2] = [value];
}

function contentOf([, type, values]: Entry): Buffer {
  if (typeof values === 'string') return Buffer.from(`${values}\0`, 'latin1');
  const bytes = Buffer.alloc(values.length * (SIZES[type] ?? 4));
  for (const [i, value] of values.entries()) {
    if (type === BYTE) bytes.writeUInt8(value, i);
    else if (type === SHORT) bytes.writeUInt16LE(value, i * 2);
    else if (type === LONG) bytes.writeUInt32LE(value, i * 4);
    else {
      bytes.writeInt32LE(value, i * 8);
      bytes.writeInt32LE(10_000, i * 8 + 4);
    }
  }
  return bytes;
}

const even = (length: number) => length + (length & 1);

function directoryBytes(entries: readonly Entry[]): number {
  const outside = entries.map(contentOf).filter(({ length }) => length > 4);
  return 2 + entries.length * 12 + 4 + outside.reduce((sum, { length }) => sum + even(length), 0);
}

function directory(entries: readonly Entry[], at: number): Buffer {
  const bytes = Buffer.alloc(directoryBytes(entries));
  bytes.writeUInt16LE(entries.length, 0);
  let extra = 2 + entries.length * 12 + 4;
  for (const [i, entry] of entries.entries()) {
    const [tag, type] = entry;
    const content = contentOf(entry);
    const from = 2 + i * 12;
    bytes.writeUInt16LE(tag, from);
    bytes.writeUInt16LE(type, from + 2);
    bytes.writeUInt32LE(content.length / (SIZES[type] ?? 4), from + 4);
    if (content.length <= 4) content.copy(bytes, from + 8);
    else {
      bytes.writeUInt32LE(at + extra, from + 8);
      content.copy(bytes, extra);
      extra += even(content.length);
    }
  }
  return bytes;
}
