import type { Row } from '../decoded.ts';
import type { DicomHeader } from './dicom-header.ts';
import type { SampleRow } from './dicom-samples.ts';
import { levelOf } from './dicom-table.ts';
import { type GreyTransform, isTable, type Window } from './dicom-transform.ts';

/** Whether samples are shown as they are stored. */
export function isShownAsStored(
  { stored, signed, photometric }: DicomHeader,
  { modality, interest }: GreyTransform,
): boolean {
  if (isTable(modality) || interest !== undefined) return false;
  const isPlain = modality.slope === 1 && modality.intercept === 0;
  return stored === 8 && !signed && isPlain && photometric === 'MONOCHROME2';
}

/**
 * Grey values as levels of 8 or 16 bits: through what they stand for, then through the window or table of the file. Without
 * one, values of up to 8 bits are shown in their whole range, others between the least and the most value of the frame.
 * Source: DICOM PS3.3, C.11.1 and C.11.2.
 */
export function* greyRows(
  header: DicomHeader,
  transform: GreyTransform,
  depth: 8 | 16,
  rowAt: SampleRow,
): Generator<Row> {
  const { width, height } = header;
  const levels = levelTable(header, transform, depth, rowAt);
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

/** The level of each value that a sample can have. */
function levelTable(
  header: DicomHeader,
  transform: GreyTransform,
  depth: 8 | 16,
  rowAt: SampleRow,
): Uint16Array {
  const offset = leastSample(header);
  const most = 2 ** depth - 1;
  const meant = meaningOf(transform);
  const shownPart = partOf(transform.interest ?? wholeWindow(header, transform, rowAt));
  const table = new Uint16Array(2 ** header.stored);
  for (let i = 0; i < table.length; i++) {
    const part = Math.max(0, Math.min(1, shownPart(meant(i + offset))));
    table[i] = Math.round((header.photometric === 'MONOCHROME1' ? 1 - part : part) * most);
  }
  return table;
}

/** What a sample stands for. */
function meaningOf({ modality }: GreyTransform): (sample: number) => number {
  if (isTable(modality)) return (sample) => levelOf(modality, sample);
  return (sample) => sample * modality.slope + modality.intercept;
}

function wholeWindow(header: DicomHeader, transform: GreyTransform, rowAt: SampleRow): Window {
  const [least, most] = rangeOf(header, transform, rowAt);
  const width = most - least;
  return { centre: least + width / 2, width: Math.max(width, 1e-9), kind: 'LINEAR_EXACT' };
}

/** The least and the most value that is shown without a window. */
function rangeOf(header: DicomHeader, transform: GreyTransform, rowAt: SampleRow): [number, number] {
  const { modality } = transform;
  const meant = meaningOf(transform);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const widen = (value: number) => {
    if (value < least) least = value;
    if (value > most) most = value;
  };
  if (isTable(modality) && modality.bits <= 8) return [0, 2 ** modality.bits - 1];
  if (!isTable(modality) && header.stored <= 8) {
    const first = leastSample(header);
    widen(meant(first));
    widen(meant(first + 2 ** header.stored - 1));
    return [least, most];
  }
  for (let y = 0; y < header.height; y++) for (const sample of rowAt(y)) widen(meant(sample));
  return [least, most];
}

/** Where a value lies in a window or table, 0..1 inside of it. */
function partOf(interest: NonNullable<GreyTransform['interest']>): (value: number) => number {
  if (isTable(interest)) {
    const most = 2 ** interest.bits - 1;
    return (value) => levelOf(interest, Math.round(value)) / most;
  }
  const { centre, width, kind } = interest;
  if (kind === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (kind === 'LINEAR_EXACT') return (value) => (value - centre) / width + 0.5;
  if (width === 1) return (value) => (value <= centre - 0.5 ? 0 : 1);
  return (value) => (value - (centre - 0.5)) / (width - 1) + 0.5;
}
