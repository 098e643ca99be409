import type { IMagickImage } from '@imagemagick/magick-wasm';
import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { magickPage, readWithMagick } from '../magick.ts';
import { rawBlocks } from './raw-blocks.ts';
import { largestPreview } from './raw-preview.ts';

/** Orientations that swap the sides. */
const LYING = 5;
/** Pixels up to which the mosaic is filled in by the better way, which takes twice as long. */
const BETTER_UP_TO = 30_000_000;
/** Numbers of LibRaw: adaptive homogeneity, and by patterns. */
const BETTER = '3';
const FASTER = '2';

type Header = { width: number; height: number; orientation: number };

/**
 * A photograph as the camera's sensor saw it, developed by LibRaw with the white balance of the camera, in sRGB and upright. Where
 * LibRaw cannot, the largest JPEG in the file stands for it, and the facts say so. Without pixels being asked for the
 * sizes are those of the sensor.
 */
export async function openRaw(file: FileBytes, limits: DecodeLimits): Promise<Page> {
  return { ...(await openPixels(file, limits)), ...whatCanBeRead(() => rawBlocks(file)) };
}

async function openPixels(file: FileBytes, limits: DecodeLimits): Promise<Page> {
  const header = await readHeader(file, limits);
  if (header && !limits.previewOnly) {
    const facts = factsOf(header);
    checkSize(facts.width, facts.height, limits);
    if (limits.output === undefined) return magickPage(facts, () => develop(file, header, limits));
    const image = await develop(file, header, limits).catch(() => undefined);
    if (image)
      return magickPage({ ...facts, width: image.width, height: image.height }, async () => image, image);
  }
  return previewOf(file, header?.orientation, limits);
}

async function readHeader(file: FileBytes, limits: DecodeLimits): Promise<Header | undefined> {
  try {
    const image = await readWithMagick(file, { format: 'Dng', ping: true }, limits);
    const { width, height, orientation } = image;
    image.dispose();
    return width > 0 && height > 0 ? { width, height, orientation } : undefined;
  } catch {
    return undefined;
  }
}

function factsOf({ width, height, orientation }: Header): PageFacts {
  const swapped = orientation >= LYING;
  return {
    width: swapped ? height : width,
    height: swapped ? width : height,
    pages: 1,
    space: 'rgb',
    alpha: false,
    depth: 8,
    sourceDepth: 16,
    icc: undefined,
    dpi: undefined,
  };
}

async function develop(file: FileBytes, header: Header, limits: DecodeLimits): Promise<IMagickImage> {
  const quality = header.width * header.height > BETTER_UP_TO ? FASTER : BETTER;
  const defines = { 'dng:interpolation-quality': quality, 'dng:use-camera-wb': 'true' };
  const image = await readWithMagick(file, { format: 'Dng', defines }, limits);
  image.autoOrient();
  return image;
}

/** The orientation of the file counts, since the preview lies as the sensor does; without it the preview's own. */
async function previewOf(
  file: FileBytes,
  orientation: number | undefined,
  limits: DecodeLimits,
): Promise<Page> {
  const preview = largestPreview(file);
  if (!preview) throw new Refusal('the camera is not known and the file holds no preview');
  checkSize(preview.width, preview.height, limits);
  const image = await readWithMagick(preview.bytes, { format: 'Jpeg' }, limits);
  if (orientation) image.orientation = orientation as typeof image.orientation;
  image.autoOrient();
  const icc = image.getColorProfile()?.data;
  const facts: PageFacts = {
    ...factsOf({ width: image.width, height: image.height, orientation: 1 }),
    sourceDepth: 8,
    icc: icc && Uint8Array.from(icc),
    isPreview: true,
  };
  return magickPage(facts, async () => image, image);
}
