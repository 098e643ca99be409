import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

/** What the properties of an image or layer say; those of the other kind are as usual. */
export type XcfProperties = {
  /** 0 none, 1 run lengths, 2 zlib. */
  compression: number;
  dpi: number | undefined;
  icc: Uint8Array | undefined;
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
const MOST_PROPERTIES = 1000;
const LONGEST_PARASITE = 8 * 1024 * 1024;

/** Reads properties up to their end. */
export function readXcfProperties(
  file: FileBytes,
  from: number,
  base: number,
): { properties: XcfProperties; end: number } {
  const properties: XcfProperties = {
    compression: 0,
    dpi: undefined,
    icc: undefined,
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
  21(properties, content) {
    properties.icc ??= profileIn(content);
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

/** The profile among what plug-ins and GIMP attach: name, flags, content each. */
function profileIn(content: () => Buffer): Uint8Array | undefined {
  const bytes = content();
  if (bytes.length > LONGEST_PARASITE) return undefined;
  let at = 0;
  while (at + 12 <= bytes.length) {
    const nameLength = bytes.readUInt32BE(at);
    const sizeAt = at + 4 + nameLength + 4;
    if (sizeAt + 4 > bytes.length) return undefined;
    const name = bytes.toString('latin1', at + 4, at + 3 + nameLength);
    const size = bytes.readUInt32BE(sizeAt);
    if (name === 'icc-profile') return Uint8Array.from(bytes.subarray(sizeAt + 4, sizeAt + 4 + size));
    at = sizeAt + 4 + size;
  }
  return undefined;
}
