import type { Blocks } from '../blocks.ts';
import { type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import { type FileBytes, memoryBytes } from '../file-bytes.ts';
import { colourRows, paletteRows } from './dicom-colour.ts';
import { type Dataset, readDataset } from './dicom-dataset.ts';
import { packedFrame } from './dicom-frames.ts';
import { greyRows, isShownAsStored } from './dicom-grey.ts';
import { type DicomHeader, readDicomHeader } from './dicom-header.ts';
import { unpackRle } from './dicom-rle.ts';
import { type FrameBytes, sampleRows } from './dicom-samples.ts';
import { readJpegFrame } from './jpeg-header.ts';
import { unpackLosslessJpeg } from './lossless-jpeg.ts';
import { unpackJpeg2000, unpackJpegLs } from './medical-codecs.ts';

const ICC_PROFILE = 0x0028_2000;
type Packing = 'none' | 'rle' | 'jpeg' | 'lossless' | 'ls' | 'jp2';

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
const GREY = new Set(['MONOCHROME1', 'MONOCHROME2']);
const COLOUR = new Set(['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_420', 'YBR_RCT', 'YBR_ICT']);
/** What of the way in which pixels are shown is told in words. */
const TOLD: ReadonlyArray<readonly [name: string, tag: number]> = [
  ['Photometric interpretation', 0x0028_0004],
  ['Bits stored', 0x0028_0101],
  ['Pixel spacing', 0x0028_0030],
  ['Window centre', 0x0028_1050],
  ['Window width', 0x0028_1051],
  ['Rescale intercept', 0x0028_1052],
  ['Rescale slope', 0x0028_1053],
];
/** Those whose values are binary numbers. */
const IN_BINARY: ReadonlySet<number> = new Set([0x0028_0101]);

function technicalTexts(dataset: Dataset): Blocks['texts'] {
  const told = TOLD.map(([name, tag]) => {
    const values = IN_BINARY.has(tag) ? dataset.numbers(tag) : dataset.texts(tag);
    return { name, value: values.join(', ') };
  });
  const shown = [{ name: 'Transfer syntax', value: dataset.transferSyntax }, ...told];
  return shown.filter(({ value }) => value !== '');
}

/** An unpacked frame is held in memory. */
const LARGEST_FRAME = 512 * 1024 * 1024;
/** Tells readers of JPEG that colours are RGB already. */
const ADOBE_RGB = Buffer.from([0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]);

/**
 * A frame of a DICOM file: grey through its first window, colours, palettes; plain, deflated, run lengths, JPEG (also
 * lossless), JPEG-LS and JPEG 2000. Nothing that tells of people is read. Source: DICOM PS3.3, PS3.5.
 */
export async function openDicom(file: FileBytes, limits: DecodeLimits): Promise<Page> {
  const dataset = readDataset(file);
  const header = readDicomHeader(dataset, limits);
  const packing = PACKINGS.get(dataset.transferSyntax);
  if (packing === undefined) throw new Refusal('the way in which its pixels are packed is not supported');
  if (limits.page > header.frames && header.frames > 1)
    throw new Refusal(`page: the file has ${header.frames} pages, page ${limits.page} does not exist`);
  const isGrey = GREY.has(header.photometric) && header.samples === 1;
  const isPalette = header.photometric === 'PALETTE COLOR' && header.samples === 1;
  if (!isGrey && !isPalette && !(COLOUR.has(header.photometric) && header.samples === 3))
    throw new Refusal('its kind of colours is not supported');
  const facts: PageFacts = {
    width: header.width,
    height: header.height,
    pages: header.frames,
    space: isGrey ? 'gray' : 'rgb',
    alpha: false,
    depth: isGrey && header.stored > 8 ? 16 : 8,
    sourceDepth: header.stored,
    icc: dataset.raw(ICC_PROFILE),
    dpi: undefined,
    texts: technicalTexts(dataset),
  };
  const index = header.frames > 1 ? limits.page - 1 : 0;
  const isJpeg = packing === 'jpeg';
  if (isJpeg && (header.samples === 3 || (isGrey && isShownAsStored(header))))
    return { ...facts, inner: innerJpeg(dataset, header, index) };
  const show = (frame: FrameBytes, shown: DicomHeader) => {
    const rowsAt = Array.from({ length: shown.samples }, (_, i) => sampleRows(shown, frame, i));
    const [first] = rowsAt;
    if (first === undefined) throw new Refusal('the file holds no pixels');
    if (isPalette) return paletteRows(shown, dataset, first);
    return isGrey ? greyRows(shown, facts.depth, first) : colourRows(shown, rowsAt);
  };
  return {
    ...facts,
    rows: async () => {
      const { frame, shown } = await unpackFrame(dataset, header, packing, index);
      return show(frame, shown);
    },
  };
}

/** The pixels of a frame without packing, and the header as it counts for them. */
async function unpackFrame(
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
  const packed = packedFrame(dataset, header.frames, index);
  if (packing === 'rle') {
    const planes = { pixels: width * height, samples, bytes: (allocated / 8) as 1 | 2 };
    return { frame: inMemory(unpackRle(packed, planes)), shown: { ...header, planar: samples === 3 } };
  }
  if (packing === 'jpeg') {
    const shown = { ...header, allocated: 8, planar: false } as const;
    return { frame: inMemory(await greyJpeg(packed, header)), shown };
  }
  const size = { width, height, samples };
  if (packing === 'lossless') {
    requireWhole(photometric);
    const words = unpackLosslessJpeg(packed, size);
    const frame = inMemory(Buffer.from(words.buffer, words.byteOffset, words.byteLength));
    return { frame, shown: { ...header, allocated: 16, planar: false } };
  }
  const { bytes, bits, planar } = await (packing === 'ls' ? unpackJpegLs : unpackJpeg2000)(packed, size);
  if (bits <= 8 && header.highBit > 7) throw new Refusal('the picture inside is another one than stated');
  // The decoder has turned the colours of JPEG 2000 into RGB.
  if (packing === 'ls') requireWhole(photometric);
  return { frame: inMemory(bytes), shown: { ...header, allocated: bits > 8 ? 16 : 8, planar } };
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

/** The JPEG of a frame as it is. */
function innerJpeg(dataset: Dataset, header: DicomHeader, index: number): Buffer {
  const packed = packedFrame(dataset, header.frames, index);
  const { adobe } = checkJpeg(packed, header);
  if (header.photometric !== 'RGB' || adobe) return packed;
  return Buffer.concat([packed.subarray(0, 2), ADOBE_RGB, packed.subarray(2)]);
}

function checkJpeg(packed: Buffer, { width, height, samples }: DicomHeader) {
  const frame = readJpegFrame(packed);
  if (frame.width !== width || frame.height !== height || frame.components !== samples)
    throw new Refusal('the JPEG inside has another size than stated');
  if (frame.precision !== 8 || frame.process > 2)
    throw new Refusal(`JPEG of ${frame.precision} bits inside of DICOM is not supported`);
  return frame;
}

/** Samples of a JPEG that are to go through a window or palette. */
async function greyJpeg(packed: Buffer, header: DicomHeader): Promise<Buffer> {
  checkJpeg(packed, header);
  const { default: sharp } = await import('sharp');
  return sharp(packed, { failOn: 'error', limitInputPixels: false }).toColourspace('b-w').raw().toBuffer();
}
