import { Refusal } from '../decoded.ts';
import { type Bits, bitsOf } from './bits.ts';

/** What the header of a JPEG XL codestream says. */
export type JxlHeader = {
  /** As stored, before the orientation. */
  width: number;
  height: number;
  /** As in EXIF, 1 to 8. */
  orientation: number;
  depth: number;
  grey: boolean;
  alpha: boolean;
  /** Whether a channel of black ink stands beside the colours. */
  black: boolean;
  /** Whether the colours are those of sRGB (or of a grey like it), so that no profile is needed. */
  standardColour: boolean;
  /** Whether the numbers are linear light of sRGB's colours: of lossy pictures with a profile that cannot be named. */
  linearLight: boolean;
};

/** Width to height. */
const RATIOS: ReadonlyArray<readonly [number, number]> = [
  [0, 1],
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
];
const ALPHA = 0;
const SPOT = 2;
const BLACK = 4;
const CFA = 5;
const GREY = 1;
const XYB = 2;
const D65 = 1;
const CUSTOM = 2;
const SRGB_PRIMARIES = 1;
const SRGB_TRANSFER = 13;

/**
 * Reads the header of a codestream, up to its colours. Source: ISO/IEC 18181-1, annex D.
 *
 * @param bytes the codestream from its mark on, a few kilobytes of it
 */
export function readJxlHeader(bytes: Uint8Array): JxlHeader {
  const bits = bitsOf(bytes);
  if (bits.number(16) !== 0x0aff) throw new Refusal('the picture has no header');
  const size = readSize(bits);
  const header: JxlHeader = {
    ...size,
    orientation: 1,
    depth: 8,
    grey: false,
    alpha: false,
    black: false,
    standardColour: true,
    linearLight: false,
  };
  if (bits.flag()) return header;
  if (bits.flag()) header.orientation = readExtras(bits);
  header.depth = readDepth(bits);
  bits.skip(1);
  const channels = bits.choice([
    [0, 0],
    [1, 0],
    [2, 4],
    [1, 12],
  ]);
  for (let i = 0; i < channels; i++) {
    const type = readChannel(bits);
    header.alpha ||= type === ALPHA;
    header.black ||= type === BLACK;
  }
  const isLossy = bits.flag();
  const { grey, standard, hasProfile } = readColour(bits);
  const linearLight = isLossy && hasProfile;
  return { ...header, grey, linearLight, standardColour: standard || linearLight };
}

function readSize(bits: Bits): { width: number; height: number } {
  const small = bits.flag();
  const side = () =>
    small
      ? (bits.number(5) + 1) * 8
      : bits.choice([
          [1, 9],
          [1, 13],
          [1, 18],
          [1, 30],
        ]);
  const height = side();
  return { width: readWidth(bits, height, side), height };
}

function readWidth(bits: Bits, height: number, side: () => number): number {
  const ratio = bits.number(3);
  const [wide, high] = RATIOS[ratio] ?? [0, 1];
  return ratio === 0 ? side() : Math.floor((height * wide) / high);
}

/** Orientation, and what is read over: size to show, preview, animation. */
function readExtras(bits: Bits): number {
  const orientation = bits.number(3) + 1;
  if (bits.flag()) readSize(bits);
  if (bits.flag()) readPreview(bits);
  if (bits.flag()) {
    bits.choice([
      [100, 0],
      [1000, 0],
      [1, 10],
      [1, 30],
    ]);
    bits.choice([
      [1, 0],
      [1001, 0],
      [1, 8],
      [1, 10],
    ]);
    bits.choice([
      [0, 0],
      [0, 3],
      [0, 16],
      [0, 32],
    ]);
    bits.skip(1);
  }
  return orientation;
}

function readPreview(bits: Bits): void {
  const inEights = bits.flag();
  const side = () =>
    inEights
      ? bits.choice([
          [16, 0],
          [32, 0],
          [1, 5],
          [33, 9],
        ])
      : bits.choice([
          [1, 6],
          [65, 8],
          [321, 10],
          [1345, 12],
        ]);
  readWidth(bits, side(), side);
}

function readDepth(bits: Bits): number {
  if (!bits.flag()) {
    return bits.choice([
      [8, 0],
      [10, 0],
      [12, 0],
      [1, 6],
    ]);
  }
  const depth = bits.choice([
    [32, 0],
    [16, 0],
    [24, 0],
    [1, 6],
  ]);
  bits.skip(4);
  return depth;
}

const readEnum = (bits: Bits) =>
  bits.choice([
    [0, 0],
    [1, 0],
    [2, 4],
    [18, 6],
  ]);

/** The type of a channel beside the colours. */
function readChannel(bits: Bits): number {
  if (bits.flag()) return ALPHA;
  const type = readEnum(bits);
  readDepth(bits);
  bits.choice([
    [0, 0],
    [3, 0],
    [4, 0],
    [1, 3],
  ]);
  const nameBytes = bits.choice([
    [0, 0],
    [0, 4],
    [16, 5],
    [48, 10],
  ]);
  bits.skip(nameBytes * 8);
  if (type === ALPHA) bits.skip(1);
  if (type === SPOT) bits.skip(4 * 16);
  if (type === CFA) {
    bits.choice([
      [1, 0],
      [0, 2],
      [3, 4],
      [19, 8],
    ]);
  }
  return type;
}

function readColour(bits: Bits): { grey: boolean; standard: boolean; hasProfile: boolean } {
  if (bits.flag()) return { grey: false, standard: true, hasProfile: false };
  const hasProfile = bits.flag();
  const space = readEnum(bits);
  const grey = space === GREY;
  if (hasProfile || space > GREY) return { grey, standard: space === XYB && !hasProfile, hasProfile };
  const white = readEnum(bits);
  if (white === CUSTOM) skipPoints(bits, 1);
  const primaries = grey ? SRGB_PRIMARIES : readEnum(bits);
  if (primaries === CUSTOM) skipPoints(bits, 3);
  const transfer = bits.flag() ? -1 : readEnum(bits);
  const standard = white === D65 && primaries === SRGB_PRIMARIES && transfer === SRGB_TRANSFER;
  return { grey, standard, hasProfile };
}

function skipPoints(bits: Bits, count: number): void {
  for (let i = 0; i < count * 2; i++) {
    bits.choice([
      [0, 19],
      [524_288, 19],
      [1_048_576, 20],
      [2_097_152, 21],
    ]);
  }
}
