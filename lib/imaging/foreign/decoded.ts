import type { Space } from '../raster.ts';
import type { Blocks } from './blocks.ts';

/** What is known of a page before its pixels are read. */
export type PageFacts = Blocks & {
  width: number;
  height: number;
  pages: number;
  space: Space;
  alpha: boolean;
  /** Bits per channel in which the pixels are handed on. */
  depth: 8 | 16;
  /** Bits per channel as the file counts them. */
  sourceDepth: number;
  icc: Uint8Array | undefined;
  /** Dots per inch. */
  dpi: number | undefined;
  /** EXIF orientation 1..8 that is left to be applied; unset where pixels come upright. */
  orientation?: number | undefined;
  /** Set when the pixels are not those of the picture itself but of a smaller one that the file holds of it. */
  isPreview?: true;
};

/** One row of pixels as a TIFF holds them: interleaved, 16 bits as little-endian words, no ink = 0. */
export type Row = { y: number; bytes: Uint8Array };

/**
 * A page whose header was read. Its pixels are either `rows`, in ascending or descending order, the bytes of each
 * valid until the next is asked for; or the file of another kind that it holds inside.
 */
export type Page = PageFacts & {
  /** Gives up what the page holds, when it holds anything. */
  close?: () => void;
} & (
    | { rows: () => Iterable<Row> | Promise<Iterable<Row>>; inner?: undefined }
    | { inner: Uint8Array; rows?: undefined }
  );

/** A page whose rows need not be waited for. */
export type RowsPage = PageFacts & { rows: () => Iterable<Row> };

/** What a decoder may use up. */
export type DecodeLimits = {
  maxPixels: number;
  /** The wanted page, from 1; formats of one page have no other. */
  page: number;
  /** Dots per inch for what is drawn; undefined = as usual. */
  dpi: number | undefined;
  /** Set when the pixels will be asked for. */
  output?: string | undefined;
  /** Of camera raw files: show what they hold beside the picture. */
  previewOnly?: boolean;
};

/** A reason that can be told to whoever asked for the picture. */
export class Refusal extends Error {}

/** Longest side of any format here (PSB). Bounds a row, which is held in memory. */
const LONGEST_SIDE = 300_000;

/** Refuses sizes that are none or too much, before anything is set aside for their pixels. */
export function checkSize(
  width: number,
  height: number,
  { maxPixels }: Pick<DecodeLimits, 'maxPixels'>,
): void {
  if (!(width >= 1 && height >= 1)) throw new Refusal('the file states no size');
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > maxPixels) {
    throw new Refusal(`${width} x ${height} pixels are more than the allowed ${maxPixels}`);
  }
}
