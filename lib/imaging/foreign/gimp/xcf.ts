import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { xcfBlocks } from './xcf-blocks.ts';
import { composeXcf } from './xcf-compose.ts';
import { readXcf, type XcfImage } from './xcf-header.ts';
import { xcfMode } from './xcf-modes.ts';
import { TILE } from './xcf-tiles.ts';

/**
 * The flattened picture of a GIMP file: RGB, grey or indexed in all its precisions, with groups, masks, opacity and the
 * usual modes of layers, composed band by band.
 */
export function openXcf(file: FileBytes, limits: DecodeLimits): Page {
  const image = readXcf(file);
  const { width, height, base, sample, icc, dpi } = image;
  checkSize(width, height, limits);
  const alpha = !isOpaque(image);
  const facts: PageFacts = {
    width,
    height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: base === 1 && !alpha ? 'gray' : 'rgb',
    alpha,
    depth: sample.bytes === 1 ? 8 : 16,
    sourceDepth: sample.bytes * 8,
    icc,
    dpi,
    ...whatCanBeRead(() => xcfBlocks(image.parasites)),
  };
  return { ...facts, rows: () => rowsOf(composeXcf(file, image, limits), facts) };
}

/** Whether the lowest layer covers everything. */
function isOpaque({ layers, width, height }: XcfImage): boolean {
  const lowest = layers.findLast((layer) => layer.visible && !layer.isFloating);
  if (lowest === undefined || lowest.path !== undefined || lowest.alpha || lowest.opacity < 1) return false;
  if (lowest.maskAt !== undefined || xcfMode(lowest.mode).clipped) return false;
  const { x, y } = lowest;
  return x <= 0 && y <= 0 && x + lowest.width >= width && y + lowest.height >= height;
}

function* rowsOf(
  band: (index: number) => Float32Array,
  { width, height, space, alpha, depth }: PageFacts,
): Generator<Row> {
  const colours = space === 'gray' ? 1 : 3;
  const channels = colours + (alpha ? 1 : 0);
  const most = depth === 16 ? 65_535 : 255;
  const levels = depth === 16 ? new Uint16Array(width * channels) : new Uint8Array(width * channels);
  const bytes = new Uint8Array(levels.buffer);
  for (let index = 0; index * TILE < height; index++) {
    const numbers = band(index);
    for (let y = index * TILE; y < Math.min(height, (index + 1) * TILE); y++) {
      const row = (y - index * TILE) * width * 4;
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          const number = numbers[row + x * 4 + (c < colours ? c : 3)] ?? 0;
          levels[x * channels + c] = Math.round(Math.max(0, Math.min(1, number)) * most);
        }
      }
      yield { y, bytes };
    }
  }
}
