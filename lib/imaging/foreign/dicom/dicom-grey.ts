import type { Row } from '../decoded.ts';
import type { DicomHeader, Window } from './dicom-header.ts';
import type { SampleRow } from './dicom-samples.ts';

/** Whether samples are shown as they are stored. */
export function isShownAsStored({
  stored,
  signed,
  slope,
  intercept,
  window,
  photometric,
}: DicomHeader): boolean {
  return (
    stored === 8 && !signed && slope === 1 && intercept === 0 && !window && photometric === 'MONOCHROME2'
  );
}

/**
 * Grey values as levels of 8 or 16 bits: through slope and intercept, then through the first window of the file. Without one
 * samples of up to 8 bits are shown in their whole range, others between the least and the most value of the frame.
 * Source: DICOM PS3.3, C.11.1 and C.11.2.
 */
export function* greyRows(header: DicomHeader, depth: 8 | 16, rowAt: SampleRow): Generator<Row> {
  const { width, height } = header;
  const levels = levelTable(header, depth, header.window ?? wholeWindow(header, rowAt));
  const words = new Uint16Array(depth === 16 ? width : 0);
  const bytes = depth === 16 ? new Uint8Array(words.buffer) : new Uint8Array(width);
  const row = depth === 16 ? words : bytes;
  const offset = leastSample(header);
  for (let y = 0; y < height; y++) {
    const samples = rowAt(y);
    for (let x = 0; x < width; x++) row[x] = levels[(samples[x] ?? 0) - offset] ?? 0;
    yield { y, bytes };
  }
}

function leastSample({ signed, stored }: DicomHeader): number {
  return signed ? -(2 ** (stored - 1)) : 0;
}

function wholeWindow(header: DicomHeader, rowAt: SampleRow): Window {
  const { height, slope, intercept, stored } = header;
  let least = leastSample(header);
  let most = least + 2 ** stored - 1;
  if (stored > 8) {
    [least, most] = [most, least];
    for (let y = 0; y < height; y++) {
      for (const sample of rowAt(y)) {
        if (sample < least) least = sample;
        if (sample > most) most = sample;
      }
    }
  }
  const ends = [least * slope + intercept, most * slope + intercept].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return { centre: (ends[0] + ends[1]) / 2, width: Math.max(ends[1] - ends[0], 1e-9), kind: 'LINEAR_EXACT' };
}

/** The level of each value that a sample can have. */
function levelTable(header: DicomHeader, depth: 8 | 16, window: Window): Uint16Array {
  const { stored, slope, intercept, photometric } = header;
  const offset = leastSample(header);
  const most = 2 ** depth - 1;
  const table = new Uint16Array(2 ** stored);
  for (let i = 0; i < table.length; i++) {
    const shown = Math.max(0, Math.min(1, partOf((i + offset) * slope + intercept, window)));
    table[i] = Math.round((photometric === 'MONOCHROME1' ? 1 - shown : shown) * most);
  }
  return table;
}

/** Where a value lies in a window, 0..1 inside of it. */
function partOf(value: number, { centre, width, kind }: Window): number {
  if (kind === 'SIGMOID') return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (kind === 'LINEAR_EXACT') return (value - centre) / width + 0.5;
  if (width === 1) return value <= centre - 0.5 ? 0 : 1;
  return (value - (centre - 0.5)) / (width - 1) + 0.5;
}
