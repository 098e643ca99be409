import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { readXcfProperties, type XcfProperties } from './xcf-properties.ts';

/** How the numbers of a component are stored. */
export type XcfSample = { bytes: 1 | 2 | 4 | 8; float: boolean; linear: boolean };

export type XcfImage = XcfProperties & {
  width: number;
  height: number;
  /** 0 RGB, 1 grey, 2 indexed. */
  base: number;
  sample: XcfSample;
  version: number;
  /** From the top one to the lowest. */
  layers: XcfLayer[];
};

export type XcfLayer = XcfProperties & {
  width: number;
  height: number;
  /** Components that carry colour: 1 or 3. */
  colours: number;
  alpha: boolean;
  /** Where the pixels are described. */
  hierarchyAt: number;
  /** Where those of the mask are; undefined without one. */
  maskAt: number | undefined;
};

/** Version from which places are written in 8 bytes. */
const LONG_PLACES = 11;
const HAS_PRECISION = 4;
const MOST_LAYERS = 5000;
const LONGEST_NAME = 64 * 1024;

/**
 * Reads all of a GIMP file but its pixels. Source: GIMP's developer documentation, "The XCF file format".
 */
export function readXcf(file: FileBytes): XcfImage {
  const head = file.slice(0, 30);
  const version = Number(/^v(\d{3})$/.exec(head.toString('latin1', 9, 13))?.[1] ?? 0);
  const base = head.readUInt32BE(22);
  if (base > 2) throw new Refusal('the colour model of the file is not known');
  const hasPrecision = version >= HAS_PRECISION;
  const sample = sampleOf(hasPrecision ? head.readUInt32BE(26) : undefined, version);
  const { properties, end } = readXcfProperties(file, hasPrecision ? 30 : 26, base, 'image');
  const places = readPlaces(file, end, version, MOST_LAYERS);
  return {
    ...properties,
    width: head.readUInt32BE(14),
    height: head.readUInt32BE(18),
    base,
    sample,
    version,
    layers: places.map((at) => readLayer(file, at, version, base)),
  };
}

/** Numbers of precisions changed with the versions that first had them. */
function sampleOf(precision: number | undefined, version: number): XcfSample {
  if (precision === undefined) return { bytes: 1, float: false, linear: false };
  if (version === HAS_PRECISION) {
    const [bytes, float, linear] =
      (
        [
          [1, false, false],
          [2, false, false],
          [4, false, true],
          [2, true, true],
          [4, true, true],
        ] as const
      )[precision] ?? refusePrecision();
    return { bytes, float, linear };
  }
  const linear = precision % 100 === 0;
  const floats = version < 7 ? [400, 500, 600] : [500, 600, 700];
  const step = Math.floor(precision / 100) * 100;
  const whole = ([100, 200, 300] as const).indexOf(step as 100);
  const float = floats.indexOf(step);
  if (whole !== -1) return { bytes: ([1, 2, 4] as const)[whole] ?? 1, float: false, linear };
  if (float !== -1) return { bytes: ([2, 4, 8] as const)[float] ?? 4, float: true, linear };
  return refusePrecision();
}

function refusePrecision(): never {
  throw new Refusal('the precision of the file is not known');
}

/** Places up to a 0. */
function readPlaces(file: FileBytes, from: number, version: number, most: number): number[] {
  const bytes = version >= LONG_PLACES ? 8 : 4;
  const places: number[] = [];
  for (let at = from; ; at += bytes) {
    const place = readPlace(file, at, version);
    if (place === 0) return places;
    if (places.length >= most) throw new Refusal('the file has too many parts');
    places.push(place);
  }
}

export function readPlace(file: FileBytes, at: number, version: number): number {
  return version >= LONG_PLACES
    ? Number(file.slice(at, 8).readBigUInt64BE(0))
    : file.slice(at, 4).readUInt32BE(0);
}

function readLayer(file: FileBytes, at: number, version: number, base: number): XcfLayer {
  const head = file.slice(at, 12);
  const [width, height, type] = [head.readUInt32BE(0), head.readUInt32BE(4), head.readUInt32BE(8)];
  if (type > 5 || type >> 1 !== base) throw new Refusal('a layer is of another colour model than the file');
  const { properties, end } = readXcfProperties(file, afterName(file, at + 12), base);
  const placeBytes = version >= LONG_PLACES ? 8 : 4;
  const maskAt = readPlace(file, end + placeBytes, version);
  return {
    ...properties,
    width,
    height,
    colours: base === 0 ? 3 : 1,
    alpha: type % 2 === 1,
    hierarchyAt: readPlace(file, end, version),
    maskAt: maskAt === 0 ? undefined : hierarchyOfChannel(file, maskAt, version, base),
  };
}

/** Masks are channels: size, name, properties, then the place of their pixels. */
function hierarchyOfChannel(file: FileBytes, at: number, version: number, base: number): number {
  return readPlace(file, readXcfProperties(file, afterName(file, at + 8), base).end, version);
}

function afterName(file: FileBytes, at: number): number {
  const length = file.slice(at, 4).readUInt32BE(0);
  if (length > LONGEST_NAME) throw new Refusal('a name is longer than can be');
  return at + 4 + length;
}
