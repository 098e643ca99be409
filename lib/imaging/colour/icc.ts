/** The facts of a profile's header that decisions need. */
export type ProfileHeader = {
  space: 'rgb' | 'gray' | 'cmyk' | 'lab' | undefined;
  deviceClass: string;
};

/**
 * Header facts, or undefined when the bytes are no ICC profile (too short, no `acsp` signature, or a stated
 * size larger than what is there). Source: ICC.1, section 7.2.
 */
export function profileHeader(icc: Buffer): ProfileHeader | undefined {
  if (icc.length < 132 || icc.toString('latin1', 36, 40) !== 'acsp') return undefined;
  if (icc.readUInt32BE(0) > icc.length) return undefined;
  const space = { 'RGB ': 'rgb', GRAY: 'gray', CMYK: 'cmyk', 'Lab ': 'lab' }[icc.toString('latin1', 16, 20)];
  return {
    space: space as ProfileHeader['space'],
    deviceClass: icc.toString('latin1', 12, 16),
  };
}

/** sRGB primaries adapted to D50, X Y Z each (IEC 61966-2-1 and ICC's published sRGB profiles). */
const SRGB_COLORANTS = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
} as const;
const COLORANT_TOLERANCE = 0.002;
/** Half a level of 255: curves closer than this give the same pixels. */
const CURVE_TOLERANCE = 0.5 / 255;

/**
 * Whether numbers in this profile already are sRGB numbers: a matrix profile whose primaries and curves are
 * those of sRGB within half a level. Table-based profiles are never taken as sRGB, whatever their name.
 */
export function isSrgbProfile(icc: Buffer): boolean {
  const header = profileHeader(icc);
  if (header?.space !== 'rgb' || icc.toString('latin1', 20, 24) !== 'XYZ ') return false;
  const tags = tagTable(icc);
  if (tags.has('A2B0')) return false;
  for (const [name, expected] of Object.entries(SRGB_COLORANTS)) {
    const tag = tags.get(name);
    if (tag === undefined || tag.length < 20) return false;
    for (let i = 0; i < 3; i++) {
      const value = tag.readInt32BE(8 + i * 4) / 65536;
      if (Math.abs(value - (expected[i] ?? 0)) > COLORANT_TOLERANCE) return false;
    }
  }
  return ['rTRC', 'gTRC', 'bTRC'].every((name) => {
    const curve = readCurve(tags.get(name));
    if (curve === undefined) return false;
    for (let level = 0; level <= 255; level += 5) {
      const back = srgbEncode(curve(level / 255));
      if (!(Math.abs(back - level / 255) <= CURVE_TOLERANCE)) return false;
    }
    return true;
  });
}

/** Whether an RGB profile is made of curves and the colours of three lights only, without tables. */
export function isMatrixProfile(icc: Buffer): boolean {
  if (profileHeader(icc)?.space !== 'rgb' || icc.toString('latin1', 20, 24) !== 'XYZ ') return false;
  const tags = tagTable(icc);
  return tags.has('rXYZ') && ![...tags.keys()].some((name) => /^(A2B|B2A|D2B|B2D)/.test(name));
}

/** sRGB number 0..1 to linear light 0..1. */
export function srgbDecode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light 0..1 to sRGB number 0..1. */
export function srgbEncode(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

function tagTable(icc: Buffer): Map<string, Buffer> {
  const tags = new Map<string, Buffer>();
  const count = Math.min(icc.readUInt32BE(128), 256);
  for (let i = 0; i < count && 144 + i * 12 <= icc.length; i++) {
    const at = 132 + i * 12;
    const offset = icc.readUInt32BE(at + 4);
    const size = icc.readUInt32BE(at + 8);
    if (offset + size <= icc.length) {
      tags.set(icc.toString('latin1', at, at + 4), icc.subarray(offset, offset + size));
    }
  }
  return tags;
}

function readCurve(tag: Buffer | undefined): ((x: number) => number) | undefined {
  if (tag === undefined || tag.length < 12) return undefined;
  const type = tag.toString('latin1', 0, 4);
  if (type === 'curv') return tabulated(tag);
  if (type === 'para') return parametric(tag);
  return undefined;
}

function tabulated(tag: Buffer): ((x: number) => number) | undefined {
  const count = tag.readUInt32BE(8);
  if (tag.length < 12 + count * 2) return undefined;
  if (count === 0) return (x) => x;
  if (count === 1) {
    const gamma = tag.readUInt16BE(12) / 256;
    return (x) => x ** gamma;
  }
  return (x) => {
    const at = x * (count - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, count - 1);
    const a = tag.readUInt16BE(12 + low * 2);
    const b = tag.readUInt16BE(12 + high * 2);
    return (a + (b - a) * (at - low)) / 65535;
  };
}

/** ICC.1 section 10.18, function types 0 to 4. */
function parametric(tag: Buffer): ((x: number) => number) | undefined {
  const kind = tag.readUInt16BE(8);
  const needed = [1, 3, 4, 5, 7][kind];
  if (needed === undefined || tag.length < 12 + needed * 4) return undefined;
  const p = (i: number) => (i < needed ? tag.readInt32BE(12 + i * 4) / 65536 : 0);
  const [g, a, b, c, d, e, f] = [p(0), p(1), p(2), p(3), p(4), p(5), p(6)];
  if (kind === 0) return (x) => x ** g;
  if (kind === 1) return (x) => (x >= -b / a ? (a * x + b) ** g : 0);
  if (kind === 2) return (x) => (x >= -b / a ? (a * x + b) ** g : 0) + c;
  if (kind === 3) return (x) => (x >= d ? (a * x + b) ** g : c * x);
  return (x) => (x >= d ? (a * x + b) ** g + e : c * x + f);
}

/** A grey profile with the sRGB curve (ICC version 4): what grey numbers without a profile mean. */
export function srgbGreyProfile(): Buffer {
  const tags: Array<[string, Buffer]> = [
    ['desc', localised('Grey with the sRGB curve')],
    ['cprt', localised('Public domain')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['kTRC', srgbCurve()],
  ];
  const start = 132 + tags.length * 12;
  const size = start + tags.reduce((sum, [, tag]) => sum + padded(tag.length), 0);
  const icc = Buffer.alloc(size);
  icc.writeUInt32BE(size, 0);
  icc.writeUInt32BE(0x04200000, 8);
  icc.write('mntrGRAYXYZ ', 12, 'latin1');
  for (const [i, part] of [2026, 1, 1, 0, 0, 0].entries()) icc.writeUInt16BE(part, 24 + i * 2);
  icc.write('acsp', 36, 'latin1');
  xyz(0.9642, 1, 0.8249).copy(icc, 68, 8);
  icc.writeUInt32BE(tags.length, 128);
  let at = start;
  for (const [i, [name, tag]] of tags.entries()) {
    icc.write(name, 132 + i * 12, 'latin1');
    icc.writeUInt32BE(at, 136 + i * 12);
    icc.writeUInt32BE(tag.length, 140 + i * 12);
    tag.copy(icc, at);
    at += padded(tag.length);
  }
  return icc;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function xyz(x: number, y: number, z: number): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 'latin1');
  for (const [i, value] of [x, y, z].entries()) tag.writeInt32BE(Math.round(value * 65536), 8 + i * 4);
  return tag;
}

function srgbCurve(): Buffer {
  const values = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
  const tag = Buffer.alloc(12 + values.length * 4);
  tag.write('para', 'latin1');
  tag.writeUInt16BE(3, 8);
  for (const [i, value] of values.entries()) tag.writeInt32BE(Math.round(value * 65536), 12 + i * 4);
  return tag;
}

function localised(text: string): Buffer {
  const tag = Buffer.alloc(28 + text.length * 2);
  tag.write('mluc', 'latin1');
  tag.writeUInt32BE(1, 8);
  tag.writeUInt32BE(12, 12);
  tag.write('enUS', 16, 'latin1');
  tag.writeUInt32BE(text.length * 2, 20);
  tag.writeUInt32BE(28, 24);
  for (let i = 0; i < text.length; i++) tag.writeUInt16BE(text.charCodeAt(i), 28 + i * 2);
  return tag;
}
