import { checkSize, type DecodeLimits, Refusal } from '../decoded.ts';
import type { Dataset } from './dicom-dataset.ts';

/** How samples are stored. */
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
};

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
} as const;

/** The module of image pixels. Refuses what cannot be shown. */
export function readDicomHeader(dataset: Dataset, limits: DecodeLimits): DicomHeader {
  const number = (name: keyof typeof TAGS) => dataset.numbers(TAGS[name])[0];
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
  const frames = decimalOf(dataset.texts(TAGS.frames)[0]) ?? 1;
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
  };
}

/** A number as DICOM writes it in letters; undefined when it is none. */
export function decimalOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
