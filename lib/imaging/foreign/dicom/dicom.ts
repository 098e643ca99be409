import { type DecodeLimits, type Page, type PageFacts, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { colourRows, paletteRows } from './dicom-colour.ts';
import { readDataset } from './dicom-dataset.ts';
import { greyRows, isShownAsStored } from './dicom-grey.ts';
import { readDicomHeader } from './dicom-header.ts';
import { drawnOver, readOverlays } from './dicom-overlays.ts';
import { innerJpeg, packingOf, unpackFrame } from './dicom-pixels.ts';
import { sampleRows } from './dicom-samples.ts';
import { technicalTexts } from './dicom-texts.ts';
import { readGreyTransform } from './dicom-transform.ts';

const ICC_PROFILE = 0x0028_2000;
const GREY = new Set(['MONOCHROME1', 'MONOCHROME2']);
const COLOUR = new Set(['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_420', 'YBR_RCT', 'YBR_ICT']);

/**
 * A frame of a DICOM file: grey through its tables or its first window, colours, palettes; plain, deflated, run lengths,
 * JPEG (also lossless), JPEG-LS and JPEG 2000; with its graphics in white. Nothing that tells of people is read.
 * Source: DICOM PS3.3, PS3.5.
 */
export async function openDicom(file: FileBytes, limits: DecodeLimits): Promise<Page> {
  const dataset = readDataset(file);
  const header = readDicomHeader(dataset, limits);
  const packing = packingOf(dataset);
  if (limits.page > header.frames && header.frames > 1)
    throw new Refusal(`page: the file has ${header.frames} pages, page ${limits.page} does not exist`);
  const isGrey = GREY.has(header.photometric) && header.samples === 1;
  const isPalette = header.photometric === 'PALETTE COLOR' && header.samples === 1;
  if (!isGrey && !isPalette && !(COLOUR.has(header.photometric) && header.samples === 3))
    throw new Refusal('its kind of colours is not supported');
  const index = header.frames > 1 ? limits.page - 1 : 0;
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
    texts: technicalTexts(dataset, index),
  };
  const transform = isGrey ? readGreyTransform(dataset, header, index) : undefined;
  const overlays = readOverlays(dataset, index);
  const isAsStored = header.samples === 3 || (transform && isShownAsStored(header, transform));
  if (packing === 'jpeg' && isAsStored && overlays.length === 0)
    return { ...facts, inner: innerJpeg(dataset, header, index) };
  const pixelBytes = (isGrey ? 1 : 3) * (facts.depth / 8);
  const rows = async (): Promise<Iterable<Row>> => {
    const { frame, shown } = await unpackFrame(dataset, header, packing, index);
    const rowsAt = Array.from({ length: shown.samples }, (_, i) => sampleRows(shown, frame, i));
    const [first] = rowsAt;
    if (first === undefined) throw new Refusal('the file holds no pixels');
    if (isPalette) return paletteRows(shown, dataset, first);
    return transform ? greyRows(shown, transform, facts.depth, first) : colourRows(shown, rowsAt);
  };
  return {
    ...facts,
    rows: async () => drawnOver(await rows(), overlays, { width: header.width, pixelBytes }),
  };
}
