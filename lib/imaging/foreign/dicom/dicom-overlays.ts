import type { Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import type { Dataset } from './dicom-dataset.ts';
import { decimalOf } from './dicom-header.ts';

/** A plane of one bit a pixel that lies on a frame. */
export type Overlay = {
  /** Where its first pixel lies on the picture, from 0; less than 0 is outside. */
  top: number;
  left: number;
  rows: number;
  columns: number;
  bytes: FileBytes;
  /** Where its data begin, and the bit of them with which the frame does. */
  at: number;
  firstBit: number;
  /** Bytes of a pair are in the order of words that hold them. */
  swapped: boolean;
};

const FIRST_GROUP = 0x6000_0000;
const NEXT_GROUP = 0x0002_0000;
const MOST_PLANES = 16;
const ELEMENTS = {
  rows: 0x0010,
  columns: 0x0011,
  frames: 0x0015,
  type: 0x0040,
  origin: 0x0050,
  firstFrame: 0x0051,
  data: 0x3000,
} as const;
const REGION = 'R';

/**
 * The planes of graphics that lie on a frame (from 0). Regions of interest, which mark what was measured, are none; neither
 * are bits of the pixels themselves, whose contents the standard leaves open today; and what is damaged is left away.
 * Source: DICOM PS3.3, C.9.2 and C.9.3; PS3.5, 8.1.2.
 */
export function readOverlays(dataset: Dataset, index: number): Overlay[] {
  const planes = Array.from({ length: MOST_PLANES }, (_, i) => FIRST_GROUP + i * NEXT_GROUP);
  return planes.map((group) => readOverlay(dataset, group, index)).filter((plane) => plane !== undefined);
}

function readOverlay(dataset: Dataset, group: number, index: number): Overlay | undefined {
  const number = (name: keyof typeof ELEMENTS) => dataset.numbers(group + ELEMENTS[name]);
  const data = dataset.element(group + ELEMENTS.data);
  if (data?.length === undefined || dataset.texts(group + ELEMENTS.type)[0] === REGION) return undefined;
  const [rows = 0] = number('rows');
  const [columns = 0] = number('columns');
  const frame = frameOf(dataset, group, index);
  if (frame === undefined || (frame + 1) * rows * columns > data.length * 8) return undefined;
  const [top = 1, left = 1] = number('origin').map((place) => (place << 16) >> 16);
  return {
    top: top - 1,
    left: left - 1,
    rows,
    columns,
    bytes: dataset.bytes.fork(),
    at: data.at,
    firstBit: frame * rows * columns,
    swapped: !dataset.littleEndian && data.vr === 'OW',
  };
}

/** Which frame of a plane lies on a frame of the picture, both from 0; undefined = none does. */
function frameOf(dataset: Dataset, group: number, index: number): number | undefined {
  const frames = decimalOf(dataset.texts(group + ELEMENTS.frames)[0]);
  // One that counts no frames lies on all.
  if (frames === undefined) return 0;
  const [first = 1] = dataset.numbers(group + ELEMENTS.firstFrame);
  const frame = index - (first - 1);
  return frame >= 0 && frame < frames ? frame : undefined;
}

/** Draws planes in white on rows of so many bytes a pixel. How they look is left open by the standard; viewers do so. */
export function* drawnOver(
  rows: Iterable<Row>,
  overlays: readonly Overlay[],
  { width, pixelBytes }: { width: number; pixelBytes: number },
): Generator<Row> {
  for (const row of rows) {
    for (const overlay of overlays) drawRow(row, overlay, width, pixelBytes);
    yield row;
  }
}

function drawRow({ y, bytes }: Row, overlay: Overlay, width: number, pixelBytes: number): void {
  const { top, left, rows, columns, swapped } = overlay;
  if (y < top || y >= top + rows) return;
  const from = Math.max(0, left);
  const to = Math.min(width, left + columns);
  if (from >= to) return;
  const rowBit = overlay.firstBit + (y - top) * columns - left;
  const firstByte = Math.floor((rowBit + from) / 16) * 2;
  const lastByte = Math.floor((rowBit + to - 1) / 16) * 2 + 1;
  const bits = overlay.bytes.slice(overlay.at + firstByte, lastByte - firstByte + 1);
  for (let x = from; x < to; x++) {
    const bit = rowBit + x - firstByte * 8;
    const byte = bits[swapped ? (bit >> 3) ^ 1 : bit >> 3] ?? 0;
    if ((byte >> (bit & 7)) & 1) bytes.fill(0xff, x * pixelBytes, (x + 1) * pixelBytes);
  }
}
