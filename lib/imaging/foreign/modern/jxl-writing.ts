import { readWithMagick, writeWithMagick } from '../magick.ts';
import type { JxlJob } from './jxl-writer.ts';

/** Of 1 to 9: from 5 on lossy pictures take ten times as long for no fewer bytes. */
const EFFORT = '3';
/** At this quality nothing is lost. */
const LOSSLESS = 100;

/** Carried out on a thread of its own. Refuses what takes too much memory. */
export async function writeJxl({ png, quality, lossless }: JxlJob): Promise<Uint8Array> {
  const image = await readWithMagick(png, { format: 'Png' }, { maxPixels: Number.MAX_SAFE_INTEGER });
  try {
    // It means something else by 100 than other formats do.
    image.quality = lossless ? LOSSLESS : Math.min(quality, LOSSLESS - 1);
    return await writeWithMagick(image, 'Jxl', { 'jxl:effort': EFFORT });
  } finally {
    image.dispose();
  }
}
