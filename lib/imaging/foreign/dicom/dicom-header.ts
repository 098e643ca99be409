import { checkSize, type DecodeLimits, Refusal } from '../decoded.ts';
import type { Dataset } from './dicom-dataset.ts';

/** How samples are stored and shown. */
export type DicomHeader = {
  width: number;
  height: number;
  frames: number;
  samples: 1 | 3;
  photometric: string;
  /** Samples of a kind lie together instead of those of a pixel. */
  planar: boolean;
  /** Bits that a sample takes up in the file. */
  allocated: 8 | 16;
  /** Bits of it that count, and the highest of them. */
  stored: number;
  highBit: number;
  signed: boolean;
  slope: number;
  intercept: number;
  window: Window | undefined;
};

/** What range of values is shown. Source: DICOM PS3.3, C.11.2.1. */
export type Window = { centre: number; width: number; kind: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID' };

const MOST_FRAMES = 1_000_000;
const TAGS = {
  samples: 0x0028_0002,
  photometric: 0x0028_0004,
  planar: 0x0028_0006,
  frames: 0x0028_0008,
  rows: 0x0028_0010,
  columns: 0x0028_0011,
  allocated: 0x0028_0100,
  stored: 0x0028_0101,
  highBit: 0x0028_0102,
  signed: 0x0028_0103,
  centre: 0x0028_1050,
  width: 0x0028_1051,
  intercept: 0x0028_1052,
  slope: 0x0028_1053,
  windowKind: 0x0028_1056,
} as const;

/** The module of image pixels. Refuses what cannot be shown. */
export function readDicomHeader(dataset: Dataset, limits: DecodeLimits): DicomHeader {
  const number = (name: keyof typeof TAGS) => dataset.numbers(TAGS[name])[0];
  const decimal = (name: keyof typeof TAGS) => decimalOf(dataset.texts(TAGS[name])[0]);
  const width = number('columns') ?? 0;
  const height = number('rows') ?? 0;
  checkSize(width, height, limits);
  const samples = number('samples') ?? 1;
  if (samples !== 1 && samples !== 3) throw new Refusal(`pixels of ${samples} samples are not supported`);
  const allocated = number('allocated') ?? 0;
  if (allocated !== 8 && allocated !== 16)
    throw new Refusal(`samples of ${allocated} bits are not supported`);
  const stored = number('stored') ?? allocated;
  const highBit = number('highBit') ?? stored - 1;
  if (stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated)
    throw new Refusal('the header is damaged');
  const frames = decimal('frames') ?? 1;
  if (!Number.isInteger(frames) || frames < 1 || frames > MOST_FRAMES)
    throw new Refusal('the number of frames is wrong');
  return {
    width,
    height,
    frames,
    samples,
    photometric: dataset.texts(TAGS.photometric)[0] ?? '',
    planar: samples === 3 && number('planar') === 1,
    allocated,
    stored,
    highBit,
    signed: number('signed') === 1,
    slope: decimal('slope') || 1,
    intercept: decimal('intercept') ?? 0,
    window: readWindow(decimal('centre'), decimal('width'), dataset.texts(TAGS.windowKind)[0]),
  };
}

function readWindow(
  centre: number | undefined,
  width: number | undefined,
  kind: string | undefined,
): Window | undefined {
  if (centre === undefined || width === undefined) return undefined;
  const known = kind === 'LINEAR_EXACT' || kind === 'SIGMOID' ? kind : 'LINEAR';
  return (known === 'LINEAR' ? width >= 1 : width > 0) ? { centre, width, kind: known } : undefined;
}

function decimalOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
