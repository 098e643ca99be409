import { blocksOf } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { type Plane, packBitsPlanes, plainPlanes } from './psd-planes.ts';
import { readPsdResources } from './psd-resources.ts';
import { deepRows, rowsOf } from './psd-rows.ts';
import { labRows, linearRows } from './psd-srgb.ts';
import { zipPlanes } from './psd-zip.ts';

/** The first fields of the file. */
export type PsdHeader = {
  large: boolean;
  channels: number;
  width: number;
  height: number;
  depth: number;
  mode: number;
};

/** How channels become colours. */
export type PsdMode = {
  space: PageFacts['space'];
  colours: number;
  inverted?: boolean;
  indexed?: boolean;
  lab?: boolean;
};

const MODES: ReadonlyMap<number, PsdMode> = new Map([
  [0, { space: 'gray', colours: 1, inverted: true }],
  [1, { space: 'gray', colours: 1 }],
  [2, { space: 'rgb', colours: 1, indexed: true }],
  [3, { space: 'rgb', colours: 3 }],
  // Ink is stored as what is left of the light.
  [4, { space: 'cmyk', colours: 4, inverted: true }],
  [8, { space: 'gray', colours: 1 }],
  [9, { space: 'rgb', colours: 3, lab: true }],
]);

const MULTICHANNEL = 7;

/** Channels without a model of their own are inks, of which the first are taken for those of CMYK. */
function inksOf(channels: number): PsdMode {
  if (channels < 3) return { space: 'gray', colours: 1 };
  return { space: 'cmyk', colours: Math.min(4, channels), inverted: true };
}

/**
 * The flattened picture of a Photoshop file (PSD, PSB): bitmap, grey, duotone as grey, indexed, RGB, CMYK, Lab and several
 * inks in 1, 8, 16 and 32 bits. Lab and the linear light of 32 bits come out as sRGB. Layers are not composed: files that were saved without the flattened picture are refused.
 * Source: Adobe's Photoshop File Formats Specification.
 */
export function openPsd(file: FileBytes, limits: DecodeLimits): Page {
  const header = readHeader(file);
  const { width, height, depth, large } = header;
  const mode = header.mode === MULTICHANNEL ? inksOf(header.channels) : MODES.get(header.mode);
  if (mode === undefined) throw new Refusal('its colour mode is not known');
  if (depth !== 1 && depth !== 8 && depth !== 16 && depth !== 32) throw new Refusal('its depth is not known');
  const isLinear = depth === 32;
  if (isLinear && (mode.lab || mode.indexed || mode.space === 'cmyk'))
    throw new Refusal('its colour mode is not known in 32 bits');
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

  const see =
    header.mode !== MULTICHANNEL &&
    header.channels > mode.colours &&
    hasTransparency(file, layersFrom, layerBytes, large);
  const alpha = see && !mode.indexed;
  const palette = mode.indexed ? readPalette(file, coloursAt) : undefined;
  const planes = planesOf(file, pixelsAt, header, mode.colours + (alpha ? 1 : 0));
  // The imaging library cuts CMYK of 16 bits off instead of scaling it.
  const deep = (depth === 16 && mode.space !== 'cmyk') || isLinear;
  const painting = { header, mode, alpha, palette };
  return {
    width,
    height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: alpha && mode.space === 'gray' ? 'rgb' : mode.space,
    alpha,
    depth: deep ? 16 : 8,
    sourceDepth: depth,
    // What is converted here is sRGB.
    icc: isLinear || mode.lab ? undefined : facts.icc,
    dpi: facts.dpi,
    ...blocksOf(facts),
    rows: () => {
      if (isLinear) return linearRows(planes, painting);
      if (mode.lab) return labRows(planes, painting);
      return deep ? deepRows(planes, painting) : rowsOf(planes, painting);
    },
  };
}

function readHeader(file: FileBytes): PsdHeader {
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

function planesOf(file: FileBytes, at: number, header: PsdHeader, wanted: number): Plane[] {
  const stride = Math.ceil((header.width * header.depth) / 8);
  const shape = { stride, height: header.height, channels: header.channels, wanted, large: header.large };
  const compression = file.slice(at, 2).readUInt16BE(0);
  if (compression === 0) return plainPlanes(file, at + 2, shape);
  if (compression === 1) return packBitsPlanes(file, at + 2, shape);
  if (compression === 2 || compression === 3) {
    return zipPlanes(file, at + 2, shape, compression === 3 ? header.depth : undefined);
  }
  throw new Refusal('the compression of the flattened picture is not known');
}
