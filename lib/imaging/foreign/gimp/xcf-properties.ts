import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { PROFILE, readParasites } from './xcf-parasites.ts';

/** What the properties of an image or layer say; those of the other kind are as usual. */
export type XcfProperties = {
  /** 0 none, 1 run lengths, 2 zlib. */
  compression: number;
  dpi: number | undefined;
  icc: Uint8Array | undefined;
  /** What plug-ins and GIMP attach, by name: of an image what it says beside its pixels. */
  parasites: ReadonlyMap<string, Uint8Array>;
  /** Three bytes a colour. */
  palette: Uint8Array | undefined;
  /** 0 to 1. */
  opacity: number;
  visible: boolean;
  mode: number;
  x: number;
  y: number;
  isGroup: boolean;
  /** Numbers of the groups around a layer and its own; undefined outside of groups. */
  path: number[] | undefined;
  applyMask: boolean;
  isFloating: boolean;
  /** 1 linear light, 2 as perceived; undefined = as usual for the mode. */
  blendSpace: number | undefined;
  compositeSpace: number | undefined;
  /** 1 union, 2 within what is below, 3 within the layer, 4 where both are; undefined = as usual for the mode. */
  compositeMode: number | undefined;
};

const END = 0;
const PARASITES = 21;
const MOST_PROPERTIES = 1000;

/**
 * Reads properties up to their end.
 *
 * @param owner only of the image is kept what is attached: many layers may point to the same large one
 */
export function readXcfProperties(
  file: FileBytes,
  from: number,
  base: number,
  owner: 'image' | 'layer' = 'layer',
): { properties: XcfProperties; end: number } {
  const properties: XcfProperties = {
    compression: 0,
    dpi: undefined,
    icc: undefined,
    parasites: new Map(),
    palette: undefined,
    opacity: 1,
    visible: true,
    mode: 0,
    x: 0,
    y: 0,
    isGroup: false,
    path: undefined,
    applyMask: true,
    isFloating: false,
    blendSpace: undefined,
    compositeSpace: undefined,
    compositeMode: undefined,
  };
  let at = from;
  for (let count = 0; ; count++) {
    if (count > MOST_PROPERTIES) throw new Refusal('the file has too many properties');
    const head = file.slice(at, 8);
    const type = head.readUInt32BE(0);
    let size = head.readUInt32BE(4);
    if (type === END) return { properties, end: at + 8 };
    // Some versions of GIMP state a wrong size here.
    if (type === 1) size = 4 + file.slice(at + 8, 4).readUInt32BE(0) * 3;
    if (at + 8 + size > file.size) throw new Refusal('the file ends too early');
    if (type !== PARASITES || owner === 'image')
      READERS[type]?.(properties, () => file.slice(at + 8, size), base);
    at += 8 + size;
  }
}

type Reader = (properties: XcfProperties, content: () => Buffer, base: number) => void;

const READERS: Readonly<Record<number, Reader>> = {
  1(properties, content, base) {
    if (base === 2) properties.palette = Uint8Array.from(content().subarray(4));
  },
  5(properties) {
    properties.isFloating = true;
  },
  6(properties, content) {
    properties.opacity = Math.min(1, content().readUInt32BE(0) / 255);
  },
  7(properties, content) {
    properties.mode = content().readUInt32BE(0);
  },
  8(properties, content) {
    properties.visible = content().readUInt32BE(0) !== 0;
  },
  11(properties, content) {
    properties.applyMask = content().readUInt32BE(0) !== 0;
  },
  15(properties, content) {
    const bytes = content();
    properties.x = bytes.readInt32BE(0);
    properties.y = bytes.readInt32BE(4);
  },
  17(properties, content) {
    properties.compression = content().readUInt8(0);
  },
  19(properties, content) {
    const dpi = content().readFloatBE(0);
    if (dpi >= 1 && dpi < 100_000) properties.dpi = dpi;
  },
  [PARASITES](properties, content) {
    properties.parasites = readParasites(content());
    properties.icc ??= properties.parasites.get(PROFILE);
  },
  29(properties) {
    properties.isGroup = true;
  },
  30(properties, content) {
    const bytes = content();
    properties.path = Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readUInt32BE(i * 4));
  },
  33(properties, content) {
    const opacity = content().readFloatBE(0);
    if (opacity >= 0 && opacity <= 1) properties.opacity = opacity;
  },
  35(properties, content) {
    properties.compositeMode = stated(content());
  },
  36(properties, content) {
    properties.compositeSpace = stated(content());
  },
  37(properties, content) {
    properties.blendSpace = stated(content());
  },
};

/** Numbers below zero say what was usual when the file was written. */
function stated(bytes: Buffer): number | undefined {
  return Math.abs(bytes.readInt32BE(0)) || undefined;
}
