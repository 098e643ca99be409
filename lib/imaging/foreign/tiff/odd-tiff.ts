import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { COMPRESSION, PHOTOMETRIC, readTiffHeader, type TiffHeader } from './odd-tiff-header.ts';
import { tiffBlocks } from './tiff-blocks.ts';
import { coloursOf, isLab } from './tiff-colours.ts';
import { checkPieces, sampleRows } from './tiff-samples.ts';

const MOST_SAMPLES = 16;

/**
 * A page of a TIFF that the imaging library does not read, or takes for something else: in Lab or of light in floating point, as
 * sRGB of 16 bits; YCbCr that is not JPEG; numbers of other sizes than bytes; any model packed with Zstandard. In strips, tiles and
 * planes, with predictors. Numbers of floating point are linear light, as Photoshop writes them.
 * Source: TIFF 6.0, Adobe's TIFF technical notes 1 and 3.
 */
export function openOddTiff(file: FileBytes, limits: DecodeLimits): Page {
  const header = readTiffHeader(file, limits.page);
  const { width, height, samples, bits, isFloat } = header;
  checkSize(width, height, limits);
  const colours = coloursIn(header);
  if (samples < colours || samples > MOST_SAMPLES) throw new Refusal('channels are missing');
  if (!isSound(header)) throw new Refusal('this kind of numbers in a TIFF is not supported');
  checkPieces(header);
  const alpha = header.opacity !== 'none' && samples > colours;
  // Of what the numbers were before.
  const isConverted = isFloat || isLab(header);
  const grey = colours === 1 && header.photometric !== PHOTOMETRIC.palette;
  const facts: PageFacts = {
    width,
    height,
    pages: header.pages,
    space: colours === 4 ? 'cmyk' : grey && !alpha ? 'gray' : 'rgb',
    alpha,
    depth: bits > 8 || isLab(header) ? 16 : 8,
    sourceDepth: bits,
    icc: isConverted ? undefined : header.icc,
    dpi: header.dpi,
    orientation: header.orientation,
    ...whatCanBeRead(() => tiffBlocks(file)),
  };
  return {
    ...facts,
    rows() {
      if (header.compression === COMPRESSION.lzma)
        throw new Refusal('TIFF files packed with LZMA are not supported');
      return rowsOf(file, header, facts, colours);
    },
  };
}

/** Channels that carry colour. Refuses models that are not known. */
function coloursIn(header: TiffHeader): 1 | 3 | 4 {
  if (isLab(header)) return 3;
  switch (header.photometric) {
    case PHOTOMETRIC.minIsWhite:
    case PHOTOMETRIC.minIsBlack:
    case PHOTOMETRIC.palette:
      return 1;
    case PHOTOMETRIC.rgb:
    case PHOTOMETRIC.ycc:
      return 3;
    case PHOTOMETRIC.cmyk:
      return 4;
    default:
      throw new Refusal('the colour model of the TIFF is not supported');
  }
}

function isSound(header: TiffHeader): boolean {
  const { isUnusual, isFloat, bits, photometric, samples, palette } = header;
  if (isUnusual) return false;
  const isWhole = !isFloat && bits >= 1;
  if (isLab(header)) return isWhole && (bits === 8 || bits === 16);
  if (photometric === PHOTOMETRIC.ycc) return isWhole && bits === 8 && samples === 3;
  if (photometric === PHOTOMETRIC.palette) return isWhole && bits <= 8 && palette.length === 3 * 2 ** bits;
  if (isFloat) return (bits === 32 || bits === 64) && photometric !== PHOTOMETRIC.cmyk;
  return isWhole && (bits <= 16 || bits === 32);
}

function* rowsOf(file: FileBytes, header: TiffHeader, facts: PageFacts, colours: number): Generator<Row> {
  const { width, space, alpha, depth } = facts;
  const { samples, isFloat, bits, opacity } = header;
  const most = 2 ** depth - 1;
  const spread = space === 'gray' ? 1 : space === 'cmyk' ? 4 : 3;
  const channels = spread + (alpha ? 1 : 0);
  const levels = depth === 16 ? new Uint16Array(width * channels) : new Uint8Array(width * channels);
  const bytes = new Uint8Array(levels.buffer);
  const colourAt = coloursOf(header, facts);
  const top = isFloat ? 1 : 2 ** bits - 1;
  const shown = new Array<number>(spread).fill(0);
  let y = 0;
  for (const numbers of sampleRows(file, header)) {
    for (let x = 0; x < width; x++) {
      const at = x * samples;
      const to = x * channels;
      const share = alpha ? Math.max(0, Math.min(1, (numbers[at + colours] ?? 0) / top)) : 1;
      if (opacity === 'associated' && share > 0 && share < 1) {
        for (let c = 0; c < colours; c++) numbers[at + c] = (numbers[at + c] ?? 0) / share;
      }
      colourAt(numbers, at, shown);
      for (let c = 0; c < spread; c++) {
        levels[to + c] = Math.max(0, Math.min(most, Math.round(shown[c] ?? 0)));
      }
      if (alpha) levels[to + spread] = Math.round(share * most);
    }
    yield { y, bytes };
    y += 1;
  }
}
