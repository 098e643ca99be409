import type { PageFacts } from '../decoded.ts';
import { encoded, srgbOfLab } from '../srgb-light.ts';
import { CIELAB, ICCLAB, PHOTOMETRIC, type TiffHeader, type YccHeader } from './odd-tiff-header.ts';

/** Colours of a pixel whose numbers begin at a place, in levels of the answer. */
export type ColoursAt = (numbers: Float64Array, at: number, into: number[]) => void;

/** Levels of 0 to `most` out of the numbers of a page. */
export function coloursOf(header: TiffHeader, { space, depth }: PageFacts): ColoursAt {
  const most = 2 ** depth - 1;
  const { photometric, bits, isFloat } = header;
  const spread = space === 'gray' ? 1 : space === 'cmyk' ? 4 : 3;
  if (isLab(header)) return labColours(header, most);
  if (photometric === PHOTOMETRIC.ycc) return yccColours(header.ycc);
  if (photometric === PHOTOMETRIC.palette) return paletteColours(header);
  const isGrey = photometric === PHOTOMETRIC.minIsWhite || photometric === PHOTOMETRIC.minIsBlack;
  const isInverted = photometric === PHOTOMETRIC.minIsWhite;
  const top = isFloat ? 1 : 2 ** bits - 1;
  return (numbers, at, into) => {
    for (let c = 0; c < spread; c++) {
      const share = (numbers[at + (isGrey ? 0 : c)] ?? 0) / top;
      const shown = isInverted ? 1 - share : share;
      // Numbers of floating point are linear light.
      into[c] = (isFloat ? encoded(shown) : shown) * most;
    }
  };
}

export function isLab({ photometric }: TiffHeader): boolean {
  return photometric === CIELAB || photometric === ICCLAB;
}

/** Lightness of all levels for 0 to 100. Of 16 bits 256 steps make one of the others, 257 where they have no sign. */
function labColours({ bits, photometric }: TiffHeader, most: number): ColoursAt {
  const top = 2 ** bits - 1;
  const half = 2 ** (bits - 1);
  const coloured = (level: number) => {
    if (photometric === ICCLAB) return (level * 255) / top - 128;
    return (level >= half ? level - half * 2 : level) / (half / 128);
  };
  return (numbers, at, into) => {
    const [light = 0, a = 0, b = 0] = [numbers[at], numbers[at + 1], numbers[at + 2]];
    const shown = srgbOfLab((light * 100) / top, coloured(a), coloured(b));
    for (let c = 0; c < 3; c++) into[c] = (shown[c] ?? 0) * most;
  };
}

/** Source: TIFF 6.0, sections 20 and 21. */
function yccColours({ weights, range }: YccHeader): ColoursAt {
  const [red, green, blue] = weights;
  const [black = 0, white = 255, blueFrom = 128, blueTo = 255, redFrom = 128, redTo = 255] = range;
  const part = (from: number, to: number) => (to === from ? 0 : 1 / (to - from));
  const [light, blues, reds] = [
    255 * part(black, white),
    127 * part(blueFrom, blueTo) * (2 - 2 * blue),
    127 * part(redFrom, redTo) * (2 - 2 * red),
  ];
  return (numbers, at, into) => {
    const y = ((numbers[at] ?? 0) - black) * light;
    const b = y + ((numbers[at + 1] ?? 0) - blueFrom) * blues;
    const r = y + ((numbers[at + 2] ?? 0) - redFrom) * reds;
    into[0] = r;
    into[1] = (y - blue * b - red * r) / green;
    into[2] = b;
  };
}

/** Palettes of 16 bits; some writers fill only 8 of them. */
function paletteColours({ palette }: TiffHeader): ColoursAt {
  const size = palette.length / 3;
  const isWide = palette.some((level) => level > 255);
  return (numbers, at, into) => {
    const index = numbers[at] ?? 0;
    for (let c = 0; c < 3; c++) {
      const level = palette[c * size + index] ?? 0;
      into[c] = isWide ? level >> 8 : level;
    }
  };
}
