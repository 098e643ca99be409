import { inBands } from './bands.ts';
import { type Raster, roomFor, samplesOf } from './raster.ts';

/** The raster with so many bits per channel: 8 become 16 without loss, 16 are rounded. The same object when it has them. */
export async function toDepth(raster: Raster, depth: Raster['depth']): Promise<Raster> {
  if (raster.depth === depth) return raster;
  const count = raster.width * raster.height * raster.channels;
  const from = samplesOf(raster.data, raster.depth);
  const { data, samples } = roomFor(count, depth);
  await inBands(count, 1, (first, end) => {
    if (depth === 16) for (let i = first; i < end; i++) samples[i] = (from[i] as number) * 257;
    else for (let i = first; i < end; i++) samples[i] = ((from[i] as number) + 128) / 257;
  });
  return { ...raster, data, depth };
}
