import { inBands } from '../bands.ts';
import { type Raster, roomFor, samplesOf } from '../raster.ts';
import { srgbDecode, srgbEncode } from './icc.ts';

/** Entries of the table that leads from linear light back to numbers. */
const STEPS = 65535;

/** Luminance of an sRGB colour (levels 0..255) as a level of grey with the sRGB curve. */
export function greyLevel(red: number, green: number, blue: number): number {
  const light = luminance(srgbDecode(red / 255), srgbDecode(green / 255), srgbDecode(blue / 255));
  return Math.round(srgbEncode(light) * 255);
}

/** An sRGB picture as one channel of luminance (BT.709 weights in linear light); opacity is carried along. */
export async function toGrey(raster: Raster): Promise<Raster> {
  const { alpha, depth } = raster;
  const top = depth === 16 ? 65535 : 255;
  const decode = Float32Array.from({ length: top + 1 }, (_, i) => srgbDecode(i / top));
  const encode = new Uint16Array(STEPS + 1);
  await inBands(encode.length, 8, (from, to) => {
    for (let i = from; i < to; i++) encode[i] = Math.round(srgbEncode(i / STEPS) * top);
  });
  const step = alpha ? 2 : 1;
  const input = samplesOf(raster.data, depth);
  const pixels = raster.width * raster.height;
  const { data, samples: output } = roomFor(pixels * step, depth);
  await inBands(pixels, 1, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = i * raster.channels;
      const light = luminance(
        decode[input[at] as number] as number,
        decode[input[at + 1] as number] as number,
        decode[input[at + 2] as number] as number,
      );
      output[i * step] = encode[Math.round(light * STEPS)] as number;
      if (alpha) output[i * step + 1] = input[at + 3] as number;
    }
  });
  return { ...raster, data, channels: alpha ? 2 : 1, space: 'gray', icc: undefined };
}

/** A plain grey picture (sRGB curve) as RGB. */
export async function fromGrey(raster: Raster): Promise<Raster> {
  const { alpha, depth } = raster;
  const step = alpha ? 4 : 3;
  const input = samplesOf(raster.data, depth);
  const pixels = raster.width * raster.height;
  const { data, samples: output } = roomFor(pixels * step, depth);
  await inBands(pixels, 1, (from, to) => {
    for (let i = from; i < to; i++) {
      const grey = input[i * raster.channels] as number;
      const at = i * step;
      output[at] = grey;
      output[at + 1] = grey;
      output[at + 2] = grey;
      if (alpha) output[at + 3] = input[i * raster.channels + 1] as number;
    }
  });
  return { ...raster, data, channels: step, space: 'rgb', icc: undefined };
}

function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
