import type { PageSize } from './page-sizes.ts';

/**
 * A picture request as data. Every field is optional: absent means "says nothing" and leaves the decision
 * to a template or to the picture itself. Names follow the stored template fields (snake_case there).
 */
export type TransformValues = {
  /** 1-based page of a multi-page file. */
  page?: number;
  /** Output format: a file extension, lower case, or `auto` (best type the client accepts). */
  format?: string;
  /** 1..100. */
  quality?: number;
  /** Pixels. 0 is an explicit "no width", which cancels a template's. */
  width?: number;
  height?: number;
  /** Query `autosizefit`: both dimensions are a box to fit into, without padding. */
  sizeFit?: boolean;
  /** Edge letter and position, such as `c0.5` or `r1`. */
  alignH?: string;
  alignV?: string;
  /** Degrees, clockwise positive, -360..360. */
  rotation?: number;
  flip?: 'h' | 'v';
  /** Crop edges as fractions 0..1 of the flipped and rotated picture. */
  top?: number;
  left?: number;
  bottom?: number;
  right?: number;
  /** Query `autocropfit`: grow the crop towards the requested shape. */
  cropFit?: boolean;
  /** Colour text; see colour.ts. */
  fill?: string;
  /** -500..500, negative blurs. */
  sharpen?: number;
  overlaySrc?: string;
  /** 0..1 of the main picture. */
  overlaySize?: number;
  overlayPos?: OverlayPosition;
  /** 0..1. */
  overlayOpacity?: number;
  /** Name of an installed profile, lower case, without extension. */
  iccProfile?: string;
  iccIntent?: Intent;
  iccBpc?: boolean;
  colorspace?: 'rgb' | 'cmyk' | 'gray';
  strip?: boolean;
  /** Emulsion: bits per channel at most; 16 counts where both the source and the format have them. */
  depth?: 8 | 16;
  /** Emulsion: how the pixels of a TIFF are packed. */
  compression?: TiffCompression;
  /** Emulsion: WebP and AVIF that keep every pixel; `near` is for WebP, where quality says how near. */
  lossless?: Lossless;
  /** Emulsion: paper that a PDF is put on. */
  pageSize?: PageSize;
  /** Dots per inch, 0 = leave. */
  dpi?: number;
  tile?: TileRef;
  /** Emulsion: how to place the window when both dimensions are given and the picture is cut to fill them. */
  gravity?: Gravity;
  /** Emulsion: focal point as fractions 0..1 of the flipped and rotated picture; implies cutting to fill. */
  focusX?: number;
  focusY?: number;
  /** Emulsion: keep the frames of an animated source. */
  animate?: boolean;
  /** Template only: client cache time in seconds, -1 = must revalidate, 0 = say nothing. */
  expirySecs?: number;
  attachment?: boolean;
  recordStats?: boolean;
};

export type OverlayPosition = 'c' | 'n' | 'e' | 's' | 'w' | 'ne' | 'nw' | 'se' | 'sw';
export type TiffCompression = 'none' | 'lzw' | 'deflate' | 'packbits' | 'jpeg' | 'ccittfax4';
export type Lossless = 'no' | 'near' | 'yes';
export type Intent = 'saturation' | 'perceptual' | 'absolute' | 'relative';
/** `smart` looks for what draws attention; the rest are compass points. */
export type Gravity = 'smart' | OverlayPosition;

/** Tile `number` (1 = top left, row by row) of a grid of `grid` tiles (a square number). */
export type TileRef = { number: number; grid: number };

declare const normalized: unique symbol;

/**
 * Values after merging and normalisation: no redundant value is left, so two requests for the same picture
 * are equal. Only normalize() makes one.
 */
export type Transform = Omit<TransformValues, 'expirySecs' | 'attachment' | 'recordStats'> & {
  readonly [normalized]: true;
};

export type Size = { width: number; height: number };
/** Whole pixels, right and bottom exclusive. */
export type Rect = { left: number; top: number; right: number; bottom: number };

/**
 * Every integer that drawing needs, in the order of work: flip, rotate, crop, resize, pad, tile.
 * All in pixels.
 */
export type Plan = {
  /** The picture as it enters: one page, after EXIF orientation where that is on. */
  page: Size;
  flip: 'h' | 'v' | undefined;
  /** Degrees clockwise, 0 = none. */
  rotation: number;
  /** The picture after rotation. Equals the page, or its transpose, for multiples of 90 degrees. */
  rotated: Size;
  /** What is kept of `rotated`; the whole of it when there is no crop. */
  crop: Rect;
  /** Size that the crop is resized to. */
  inner: Size;
  /** The finished canvas, larger than `inner` when padded. */
  canvas: Size;
  /** Top left corner of `inner` on the canvas. */
  offset: { x: number; y: number };
  /** What is cut from the canvas at the end; undefined = all of it. */
  tile: Rect | undefined;
  /** Size of the answer: of the tile, else of the canvas. */
  output: Size;
};
