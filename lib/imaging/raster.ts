import type { Sharp } from 'sharp';
import sharp from 'sharp';

export type Space = 'rgb' | 'gray' | 'cmyk';

/** Uncompressed pixels between two steps, interleaved, row by row without gaps. */
export type Raster = {
  data: Buffer;
  width: number;
  height: number;
  /** Colour channels (gray 1, rgb 3, cmyk 4) plus one for alpha. */
  channels: 1 | 2 | 3 | 4 | 5;
  space: Space;
  /** The last channel is opacity, not premultiplied. */
  alpha: boolean;
  /** Bits per channel; 16 is in the byte order of the machine. */
  depth: 8 | 16;
  /** Profile that the numbers are in; undefined = sRGB, or a plain grey or CMYK without a profile. */
  icc: Buffer | undefined;
};

/** What pixels are, without their number. */
export type PixelKind = Pick<Raster, 'space' | 'alpha' | 'icc' | 'depth'>;

const COLOURS = { gray: 1, rgb: 3, cmyk: 4 } as const;

/** Number of channels that a raster of this space has. */
export function channelCount(space: Space, alpha: boolean): Raster['channels'] {
  return (COLOURS[space] + (alpha ? 1 : 0)) as Raster['channels'];
}

/** Memory that the pixels take. */
export function rasterBytes(raster: Pick<Raster, 'width' | 'height' | 'channels' | 'depth'>): number {
  return raster.width * raster.height * raster.channels * (raster.depth / 8);
}

/** The level of full light, ink or opacity. */
export function fullLevel(depth: Raster['depth']): number {
  return depth === 16 ? 65_535 : 255;
}

/** The samples as numbers; 16-bit pixels at an odd address are copied first. */
export function samplesOf(data: Buffer, depth: Raster['depth']): Uint8Array | Uint16Array {
  return depth === 16 ? wordsOf(data) : data;
}

/** Room for samples, and the same bytes as a buffer. */
export function roomFor(count: number, depth: Raster['depth']) {
  const data = Buffer.allocUnsafeSlow(count * (depth / 8));
  return { data, samples: samplesOf(data, depth) };
}

/**
 * A sharp pipeline over the pixels of a grey or RGB raster. CMYK is refused: sharp takes four raw channels
 * for RGB with alpha; use openCmyk.
 */
export function openRaw(raster: Raster): Sharp {
  if (raster.space === 'cmyk') throw new Error('CMYK pixels cannot enter sharp as raw RGBA');
  return sharp(raster.depth === 16 ? wordsOf(raster.data) : raster.data, {
    raw: { width: raster.width, height: raster.height, channels: raster.channels as 1 | 2 | 3 | 4 },
    limitInputPixels: false,
  });
}

function wordsOf(data: Buffer): Uint16Array {
  const aligned = data.byteOffset % 2 === 0 ? data : Buffer.from(Uint8Array.from(data).buffer);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 1);
}
