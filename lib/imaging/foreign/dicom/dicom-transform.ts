import type { Dataset, Values } from './dicom-dataset.ts';
import { type DicomHeader, decimalOf } from './dicom-header.ts';
import { readTable, type Table } from './dicom-table.ts';

/** What range of values is shown. Source: DICOM PS3.3, C.11.2.1. */
export type Window = { centre: number; width: number; kind: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID' };

/** How stored grey values become what they stand for (modality), and that what is shown (interest). */
export type GreyTransform = {
  modality: { slope: number; intercept: number } | Table;
  interest: Window | Table | undefined;
};

export function isTable(value: GreyTransform['modality'] | GreyTransform['interest']): value is Table {
  return value !== undefined && 'levels' in value;
}

const SHARED_GROUPS = 0x5200_9229;
const FRAME_GROUPS = 0x5200_9230;
/** What functional groups say of pixels: the sequence that holds it. Source: DICOM PS3.3, C.7.6.16.2. */
const MACROS = {
  measures: 0x0028_9110,
  interest: 0x0028_9132,
  modality: 0x0028_9145,
} as const;
const MODALITY_TABLE = 0x0028_3000;
const INTEREST_TABLE = 0x0028_3010;
const DESCRIPTOR = 0x0028_3002;
const CONTENT = 0x0028_3006;
const INTENSITY_RELATION = 0x0028_1040;
const CENTRE = 0x0028_1050;
const WIDTH = 0x0028_1051;
const INTERCEPT = 0x0028_1052;
const SLOPE = 0x0028_1053;
const KIND = 0x0028_1056;
/** X-ray angiography and fluoroscopy, and angiography in two planes. */
const LIVE_XRAY = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.12\.[123]$/;

/** The values of a kind that count for a frame (from 0): its own, those of all frames, those of the file. */
export function valuesOfFrame(dataset: Values, macro: keyof typeof MACROS, index: number): Values {
  const ofFrame = dataset.item(FRAME_GROUPS, index)?.item(MACROS[macro], 0);
  return ofFrame ?? dataset.item(SHARED_GROUPS, 0)?.item(MACROS[macro], 0) ?? dataset;
}

/**
 * How the grey values of a frame (from 0) are shown: a table goes before slope and intercept, and before a window of the
 * file, as its maker draws a finer curve with it; a window of the frame goes before all.
 * Source: DICOM PS3.3, C.11.1, C.11.2 and C.7.6.16.2.
 */
export function readGreyTransform(dataset: Dataset, header: DicomHeader, index: number): GreyTransform {
  return { modality: readModality(dataset, header, index), interest: readInterest(dataset, header, index) };
}

function readModality(dataset: Dataset, { signed }: DicomHeader, index: number): GreyTransform['modality'] {
  const table = isForDisplay(dataset) ? dataset.item(MODALITY_TABLE, 0) : undefined;
  if (table !== undefined) return readTable(table, DESCRIPTOR, CONTENT, signed);
  const values = valuesOfFrame(dataset, 'modality', index);
  return {
    slope: decimalOf(values.texts(SLOPE)[0]) || 1,
    intercept: decimalOf(values.texts(INTERCEPT)[0]) ?? 0,
  };
}

/** The table of live X-rays that are not linear leads back to what is, and not to what is shown. Source: PS3.4, N.2.1.2. */
function isForDisplay(dataset: Dataset): boolean {
  if (!LIVE_XRAY.test(dataset.sopClass)) return true;
  return !['LOG', 'DISP'].includes(dataset.texts(INTENSITY_RELATION)[0] ?? '');
}

function readInterest(dataset: Dataset, { signed }: DicomHeader, index: number): GreyTransform['interest'] {
  const values = valuesOfFrame(dataset, 'interest', index);
  const ofFrame = values === dataset ? undefined : readWindow(values);
  if (ofFrame !== undefined) return ofFrame;
  const table = dataset.item(INTEREST_TABLE, 0);
  if (table === undefined) return readWindow(dataset);
  const intercept = decimalOf(dataset.texts(INTERCEPT)[0]) ?? 0;
  return readTable(table, DESCRIPTOR, CONTENT, signed || intercept < 0);
}

function readWindow(values: Values): Window | undefined {
  const [centre, width] = [CENTRE, WIDTH].map((tag) => decimalOf(values.texts(tag)[0]));
  if (centre === undefined || width === undefined) return undefined;
  const stated = values.texts(KIND)[0];
  const kind = stated === 'LINEAR_EXACT' || stated === 'SIGMOID' ? stated : 'LINEAR';
  return (kind === 'LINEAR' ? width >= 1 : width > 0) ? { centre, width, kind } : undefined;
}
