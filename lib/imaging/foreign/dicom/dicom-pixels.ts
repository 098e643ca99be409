import { Refusal } from '../decoded.ts';
import { memoryBytes } from '../file-bytes.ts';
import type { Dataset } from './dicom-dataset.ts';
import { packedFrame } from './dicom-frames.ts';
import type { DicomHeader } from './dicom-header.ts';
import { unpackRle } from './dicom-rle.ts';
import type { FrameBytes } from './dicom-samples.ts';
import { readJpegFrame } from './jpeg-header.ts';
import { unpackLosslessJpeg } from './lossless-jpeg.ts';
import { unpackLossyJpeg } from './lossy-jpeg.ts';
import { unpackJpeg2000, unpackJpegLs } from './medical-codecs.ts';

export type Packing = 'none' | 'rle' | 'jpeg' | 'lossless' | 'ls' | 'jp2';

/** How pixels are packed. Source: DICOM PS3.6, annex A. */
const PACKINGS: ReadonlyMap<string, Packing> = new Map([
  ['1.2.840.10008.1.2', 'none'],
  ['1.2.840.10008.1.2.1', 'none'],
  ['1.2.840.10008.1.2.2', 'none'],
  ['1.2.840.10008.1.2.1.99', 'none'],
  ['1.2.840.10008.1.2.5', 'rle'],
  ['1.2.840.10008.1.2.4.50', 'jpeg'],
  ['1.2.840.10008.1.2.4.51', 'jpeg'],
  ['1.2.840.10008.1.2.4.57', 'lossless'],
  ['1.2.840.10008.1.2.4.70', 'lossless'],
  ['1.2.840.10008.1.2.4.80', 'ls'],
  ['1.2.840.10008.1.2.4.81', 'ls'],
  ['1.2.840.10008.1.2.4.90', 'jp2'],
  ['1.2.840.10008.1.2.4.91', 'jp2'],
]);
/** An unpacked frame is held in memory. */
const LARGEST_FRAME = 512 * 1024 * 1024;
/** Tells readers of JPEG that colours are RGB already. */
const ADOBE_RGB = Buffer.from([0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]);

/** Refuses what cannot be unpacked, by the name that the standard gives it. */
export function packingOf({ transferSyntax }: Dataset): Packing {
  const packing = PACKINGS.get(transferSyntax);
  if (packing !== undefined) return packing;
  const name = /^[\d.]{1,64}$/.test(transferSyntax) ? ` (${transferSyntax})` : '';
  throw new Refusal(`the way in which its pixels are packed${name} is not supported`);
}

/** The pixels of a frame (from 0) without packing, and the header as it counts for them. */
export async function unpackFrame(
  dataset: Dataset,
  header: DicomHeader,
  packing: Packing,
  index: number,
): Promise<{ frame: FrameBytes; shown: DicomHeader }> {
  const { width, height, samples, allocated, photometric } = header;
  if (packing === 'none') return { frame: plainFrame(dataset, header, index), shown: header };
  if (width * height * samples * 2 > LARGEST_FRAME) throw new Refusal('the frame is too large');
  const inMemory = (bytes: Buffer): FrameBytes => ({
    bytes: memoryBytes(bytes),
    at: 0,
    littleEndian: true,
    swapped: false,
  });
  const inWords = (words: Uint16Array) =>
    inMemory(Buffer.from(words.buffer, words.byteOffset, words.byteLength));
  const packed = packedFrame(dataset, header.frames, index);
  const size = { width, height, samples };
  if (packing === 'jpeg' && samples === 1 && readJpegFrame(packed).precision === 12) {
    const frame = inWords(unpackLossyJpeg(packed, size));
    return { frame, shown: { ...header, allocated: 16 } };
  }
  if (packing === 'jpeg') {
    const frame = inMemory(await jpegPixels(innerJpeg(dataset, header, index), samples));
    // Colours are RGB by now.
    return { frame, shown: { ...header, allocated: 8, planar: false, photometric: rgbFor(header) } };
  }
  if (packing === 'rle') {
    const planes = { pixels: width * height, samples, bytes: (allocated / 8) as 1 | 2 };
    return { frame: inMemory(unpackRle(packed, planes)), shown: { ...header, planar: samples === 3 } };
  }
  if (packing === 'lossless') {
    requireWhole(photometric);
    const frame = inWords(unpackLosslessJpeg(packed, size));
    return { frame, shown: { ...header, allocated: 16, planar: false } };
  }
  const { bytes, bits, planar } = await (packing === 'ls' ? unpackJpegLs : unpackJpeg2000)(packed, size);
  if (bits <= 8 && header.highBit > 7) throw new Refusal('the picture inside is another one than stated');
  // The decoder has turned the colours of JPEG 2000 into RGB.
  if (packing === 'ls') requireWhole(photometric);
  return { frame: inMemory(bytes), shown: { ...header, allocated: bits > 8 ? 16 : 8, planar } };
}

function rgbFor({ samples, photometric }: DicomHeader): string {
  return samples === 3 ? 'RGB' : photometric;
}

/** Refuses colours of which some are stored for several pixels together. */
function requireWhole(photometric: string): void {
  if (photometric.startsWith('YBR') && photometric !== 'YBR_FULL')
    throw new Refusal('its kind of colours is not supported');
}

function plainFrame(dataset: Dataset, header: DicomHeader, index: number): FrameBytes {
  const { width, height, samples, allocated, photometric } = header;
  const { pixels, littleEndian, bytes } = dataset;
  const frameBytes = width * height * samples * (allocated / 8);
  if (pixels.length === undefined || pixels.length < frameBytes * header.frames)
    throw new Refusal('the file ends too early');
  requireWhole(photometric);
  const swapped = !littleEndian && allocated === 8 && pixels.vr === 'OW';
  const at = index * frameBytes;
  if (swapped && at % 2 === 1) throw new Refusal('its frames do not begin at a word');
  return { bytes, at: pixels.at + at, littleEndian, swapped };
}

/** The JPEG of a frame (from 0), so that readers of JPEG show it as DICOM has it. */
export function innerJpeg(dataset: Dataset, header: DicomHeader, index: number): Buffer {
  const packed = packedFrame(dataset, header.frames, index);
  const { width, height, components, precision, process, adobe } = readJpegFrame(packed);
  if (width !== header.width || height !== header.height || components !== header.samples)
    throw new Refusal('the JPEG inside has another size than stated');
  if (precision !== 8)
    throw new Refusal(
      `lossy JPEG of ${precision} bits inside of DICOM (${dataset.transferSyntax}) is not supported`,
    );
  if (process > 2) throw new Refusal('the JPEG inside is of another kind than stated');
  if (header.photometric !== 'RGB' || adobe) return packed;
  return Buffer.concat([packed.subarray(0, 2), ADOBE_RGB, packed.subarray(2)]);
}

/** Samples of a JPEG that are to go through a window or palette, or under graphics. */
async function jpegPixels(jpeg: Buffer, samples: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(jpeg, { failOn: 'error', limitInputPixels: false });
  return picture
    .toColourspace(samples === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
}
