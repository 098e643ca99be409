import { blocksOf } from './blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal, type Row } from './decoded.ts';
import type { FileBytes } from './file-bytes.ts';
import { type Plane, packBitsPlanes, plainPlanes } from './psd-planes.ts';
import { readPsdResources } from './psd-resources.ts';

type Header = {
  large: boolean;
  channels: number;
  width: number;
  height: number;
  depth: number;
  mode: number;
};

type Mode = { space: PageFacts['space']; colours: number; inverted?: boolean; indexed?: boolean };

const MODES: ReadonlyMap<number, Mode> = new Map([
  [0, { space: 'gray', colours: 1, inverted: true }],
  [1, { space: 'gray', colours: 1 }],
  [2, { space: 'rgb', colours: 1, indexed: true }],
  [3, { space: 'rgb', colours: 3 }],
  // Ink is stored as what is left of the light.
  [4, { space: 'cmyk', colours: 4, inverted: true }],
  [8, { space: 'gray', colours: 1 }],
]);

/**
 * The flattened picture of a Photoshop file (PSD, PSB): bitmap, grey, duotone as grey, indexed, RGB and CMYK in 1, 8 and
 * 16 bits. Layers are not composed: files that were saved without the flattened picture are refused.
 * Source: Adobe's Photoshop File Formats Specification.
 */
export function openPsd(file: FileBytes, limits: DecodeLimits): Page {
  const header = readHeader(file);
  const { width, height, depth, large } = header;
  const mode = MODES.get(header.mode);
  if (mode === undefined)
    throw new Refusal('only bitmap, grey, indexed, RGB and CMYK files of Photoshop are supported');
  if (depth !== 1 && depth !== 8 && depth !== 16)
    throw new Refusal('Photoshop files of 32 bits are not supported');
  checkSize(width, height, limits);
  if (header.channels < mode.colours) throw new Refusal('channels are missing');
  const block = (at: number) => file.slice(at, 4).readUInt32BE(0);
  const coloursAt = 26;
  const resourcesAt = coloursAt + 4 + block(coloursAt);
  const layersAt = resourcesAt + 4 + block(resourcesAt);
  const layerBytes = large ? Number(file.slice(layersAt, 8).readBigUInt64BE(0)) : block(layersAt);
  const layersFrom = layersAt + (large ? 8 : 4);
  const pixelsAt = layersFrom + layerBytes;
  const facts = readPsdResources(file, resourcesAt + 4, layersAt);
  if (!facts.flattened) throw new Refusal('the file was saved without its flattened picture');

  const see = header.channels > mode.colours && hasTransparency(file, layersFrom, layerBytes, large);
  const alpha = see && !mode.indexed;
  const palette = mode.indexed ? readPalette(file, coloursAt) : undefined;
  const planes = planesOf(file, pixelsAt, header, mode.colours + (alpha ? 1 : 0));
  // The imaging library cuts CMYK of 16 bits off instead of scaling it.
  const deep = depth === 16 && mode.space !== 'cmyk';
  return {
    width,
    height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: alpha && mode.space === 'gray' ? 'rgb' : mode.space,
    alpha,
    depth: deep ? 16 : 8,
    sourceDepth: depth,
    icc: facts.icc,
    dpi: facts.dpi,
    ...blocksOf(facts),
    rows: () => (deep ? deepRows(planes, header, mode, alpha) : rowsOf(planes, header, mode, alpha, palette)),
  };
}

function readHeader(file: FileBytes): Header {
  const head = file.slice(0, 26);
  const version = head.readUInt16BE(4);
  if (version !== 1 && version !== 2) throw new Refusal('the version of the file is not known');
  const channels = head.readUInt16BE(12);
  if (channels < 1 || channels > 56) throw new Refusal('the number of channels is wrong');
  return {
    large: version === 2,
    channels,
    height: head.readUInt32BE(14),
    width: head.readUInt32BE(18),
    depth: head.readUInt16BE(22),
    mode: head.readUInt16BE(24),
  };
}

/** A negative number of layers says that the first further channel of the flattened picture is its opacity. */
function hasTransparency(file: FileBytes, at: number, bytes: number, large: boolean): boolean {
  const skip = large ? 8 : 4;
  return bytes >= skip + 2 && file.slice(at + skip, 2).readInt16BE(0) < 0;
}

function readPalette(file: FileBytes, at: number): Buffer {
  if (file.slice(at, 4).readUInt32BE(0) < 768) throw new Refusal('the palette is missing');
  return Buffer.from(file.slice(at + 4, 768));
}

function planesOf(file: FileBytes, at: number, header: Header, wanted: number): Plane[] {
  const stride = Math.ceil((header.width * header.depth) / 8);
  const shape = { stride, height: header.height, channels: header.channels, wanted, large: header.large };
  const compression = file.slice(at, 2).readUInt16BE(0);
  if (compression === 0) return plainPlanes(file, at + 2, shape);
  if (compression === 1) return packBitsPlanes(file, at + 2, shape);
  throw new Refusal('the compression of the flattened picture is not supported');
}

function* rowsOf(
  planes: readonly Plane[],
  { width, height, depth }: Header,
  mode: Mode,
  alpha: boolean,
  palette: Buffer | undefined,
): Generator<Row> {
  const { colours, inverted = false } = mode;
  const spread = colours === 1 && (alpha || palette) ? 3 : colours;
  const channels = spread + (alpha ? 1 : 0);
  const bytes = new Uint8Array(width * channels);
  // Of 16 bits the upper eight, which come first.
  const step = depth === 16 ? 2 : 1;
  for (let y = 0; y < height; y++) {
    const rows = planes.map((plane) => plane(y));
    for (let x = 0; x < width; x++) {
      const to = x * channels;
      const opacity = alpha ? (rows[colours]?.[x * step] ?? 0) : 255;
      for (let c = 0; c < spread; c++) {
        const row = rows[Math.min(c, colours - 1)];
        let level =
          depth === 1 ? (((row?.[x >> 3] ?? 0) >> (7 - (x & 7))) & 1) * 255 : (row?.[x * step] ?? 0);
        if (palette) level = palette[c * 256 + level] ?? 0;
        bytes[to + c] = inverted ? 255 - level : unmatted(level, opacity, 255);
      }
      if (alpha) bytes[to + spread] = opacity;
    }
    yield { y, bytes };
  }
}

function* deepRows(planes: readonly Plane[], header: Header, mode: Mode, alpha: boolean): Generator<Row> {
  const { width, height } = header;
  const { colours, inverted = false } = mode;
  const spread = colours === 1 && alpha ? 3 : colours;
  const channels = spread + (alpha ? 1 : 0);
  const words = new Uint16Array(width * channels);
  const bytes = new Uint8Array(words.buffer);
  const word = (row: Uint8Array | undefined, x: number) =>
    ((row?.[x * 2] ?? 0) << 8) | (row?.[x * 2 + 1] ?? 0);
  for (let y = 0; y < height; y++) {
    const rows = planes.map((plane) => plane(y));
    for (let x = 0; x < width; x++) {
      const to = x * channels;
      const opacity = alpha ? word(rows[colours], x) : 65_535;
      for (let c = 0; c < spread; c++) {
        const level = word(rows[Math.min(c, colours - 1)], x);
        words[to + c] = inverted ? 65_535 - level : unmatted(level, opacity, 65_535);
      }
      if (alpha) words[to + spread] = opacity;
    }
    yield { y, bytes };
  }
}

/** Photoshop lays what is seen through on white before it stores the flattened picture; this takes the white out. */
function unmatted(level: number, opacity: number, most: number): number {
  if (opacity === most || opacity === 0) return level;
  return Math.max(0, Math.min(most, Math.round(((level - (most - opacity)) * most) / opacity)));
}
