import type { Transform } from '#lib/transform/values.ts';
import type { Space } from './raster.ts';

export type ImagingOptions = {
  /** 1 linear, 2 cubic, 3 Lanczos. */
  resizeQuality: 1 | 2 | 3;
  /** Whether RGB pictures are resized in linear light. */
  linearLight: boolean;
  /** Whether the EXIF orientation is applied before everything else. */
  autoOrient: boolean;
  /** Whether copyright and author survive `strip`. */
  keepCopyright: boolean;
  /** Folder of colour profiles. */
  iccDir: string | undefined;
  /** Dots per inch of what has no pixels of its own (PDF, PostScript), when nobody asks for others. */
  drawnDpi: number;
  maxInputPixels: number;
  /** Bound of every canvas, intermediate ones too. */
  maxOutputPixels: number;
  /** Frames of an animation, or pages, that are read at once. */
  maxFrames: number;
  /** Deadline of each single run of libvips. */
  timeoutSeconds: number;
  /** Decoded pixels that are kept for further requests. */
  baseMemoryBytes: number;
  /** Folder of pyramids; made when missing, may be emptied at any time. */
  pyramidDir: string;
  pyramidDiskBytes: number;
  /** Pixels from which a picture gets a pyramid; under 1,000,000 = never. */
  pyramidThreshold: number;
};

/** A picture as a local file. `key` names its content: image id and version. */
export type Source = { file: string /** Lower case, without dot. */; extension: string; key: string };

/** What is known of a picture without decoding it. */
export type PictureInfo = {
  /** As shown: after EXIF orientation where that is on. */
  width: number;
  height: number;
  pages: number;
  hasAlpha: boolean;
  space: Space;
  /** Of the content, whatever the file is called. */
  format: string;
  /** Dots per inch that the file states, or in which it is drawn. */
  dpi: number | undefined;
  /** Whether the file has no pixels of its own: it is drawn, with as many as its dots per inch give. */
  drawn: boolean;
};

export type RenderJob = { source: Source; transform: Transform; overlay?: Source | undefined };

export type Rendered = {
  data: Buffer;
  /** Extension of the format written. */
  format: string;
  mime: string;
  width: number;
  height: number;
  /** Set when the picture itself could not be read and a preview in its file stands for it. */
  isPreview?: true;
};
