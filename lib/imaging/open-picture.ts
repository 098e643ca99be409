import type { Sharp, SharpOptions } from 'sharp';
import sharp from 'sharp';
import { unsupported } from '#lib/errors/error.ts';
import type { Size } from '#lib/transform/values.ts';
import { type ByteLru, createByteLru } from './byte-lru.ts';
import { chooseDecoder, type Decoder } from './decoders.ts';
import type { Copyright } from './exif.ts';
import type { Blocks } from './foreign/blocks.ts';
import { blocksInFile } from './foreign/file-blocks.ts';
import { isDrawnExtension, isForeignKind } from './foreign/kinds.ts';
import { rawBlocks } from './foreign/raw/raw-blocks.ts';
import { isPreview, type StandIns, type WantedPage } from './foreign/stand-ins.ts';
import { copyrightOf, type KeptMetadata } from './metadata.ts';
import type { ImagingOptions, PictureInfo, Source } from './options.ts';
import type { Raster } from './raster.ts';
import { checkSvgSize, readSafeSvg } from './svg.ts';
import { AS_STORED, exifTurn, type Turn, turnedSize } from './turns.ts';

/** One page of a picture file, its header read, its pixels not. */
export type Picture = {
  source: Source;
  kind: Decoder['kind'];
  /** Counted from 0. */
  page: number;
  pages: number;
  /** Frames of an animation, 1 for all else. */
  frames: number;
  /** Pixels as they lie in the file. */
  stored: Size;
  /** From the stored pixels to the picture as it is shown. */
  turn: Turn;
  /** As shown. */
  size: Size;
  space: Raster['space'];
  alpha: boolean;
  /** Bits per channel in which it is drawn. */
  depth: Raster['depth'];
  /** Whether the file has more than 8 bits per channel. */
  deep: boolean;
  icc: Buffer | undefined;
  dpi: number | undefined;
  copyright: Copyright | undefined;
  /** What a file says beside its pixels whose header the imaging library does not read. */
  blocks: KeptMetadata | undefined;
  delay: number[] | undefined;
  loop: number | undefined;
  /** A safe SVG, held because it is small and checked. */
  svg: Buffer | undefined;
  /** Whether the pixels are those of a preview that the file holds, because its own cannot be read. */
  isPreview: boolean;
  /** Gives the file that stands in for one that the imaging library does not read. */
  standIn: (() => Promise<string>) | undefined;
};

export type PictureOpener = {
  /**
   * Reads the header of a page (counted from 1). A page beyond the end is 415 for files of several pages and
   * the first page for others. `dpi` is for files that are drawn, such as PDF. 404 without the file, 415 for what cannot be decoded or is too large.
   */
  open(source: Source, page?: number, dpi?: number): Promise<Picture>;
  /**
   * The same without developing camera raw files, whose sizes are then those of the sensor even if only a preview can be read of
   * them. Not for drawing.
   */
  glance(source: Source, page?: number, dpi?: number): Promise<Picture>;
  /** Whether a page is read by a decoder that stands apart from the imaging library, whatever the file is called. 404 and 415 as open. */
  isReadApart(source: Source, page?: number): Promise<boolean>;
  forget(keyPrefix: string): void;
};

type Limits = Pick<ImagingOptions, 'drawnDpi' | 'autoOrient' | 'maxInputPixels' | 'timeoutSeconds'>;

const MEMO_BYTES = 16 * 1024 * 1024;
/** Frames are drawn on those before them, without a way to stop: so many pictures of the largest size, a few seconds. */
const PATIENCE = 4;
const ENTRY_BYTES = 2048;
/** What is kept about decoders, and what one of them takes with its name. */
const DECODERS_BYTES = 2 * 1024 * 1024;
const DECODER_BYTES = 512;

/** Reads headers and keeps the last ones. */
export function createOpener(limits: Limits, standIns: StandIns): PictureOpener {
  const memo: ByteLru<Promise<Picture>> = createByteLru(MEMO_BYTES);
  const decoders: ByteLru<Promise<Decoder>> = createByteLru(DECODERS_BYTES);

  /** The beginning of a file is read once, however many pictures are made of it. */
  async function decoderOf({ file, key, extension }: Source, page: number): Promise<Decoder> {
    const name = `${key}\0${page}\0${extension}`;
    const known = decoders.get(name);
    if (known !== undefined) return known;
    const choosing = chooseDecoder(file, extension, page);
    decoders.set(name, choosing, DECODER_BYTES);
    try {
      return await choosing;
    } catch (error) {
      decoders.forget(name);
      throw error;
    }
  }

  async function opened(file: Source, page: number, dpi: number | undefined, glance: boolean) {
    // Drawn in another size it is another picture.
    const drawnDpi = isDrawnExtension(file.extension) ? dpi || limits.drawnDpi : undefined;
    const source = drawnDpi === undefined ? file : { ...file, key: `${file.key}@${drawnDpi}dpi` };
    const key = `${source.key}\0${page}\0${source.extension}`;
    const known = memo.get(key) ?? (glance ? memo.get(`${key}\0glance`) : undefined);
    if (known !== undefined) return { ...(await known), source };
    const name = glance ? `${key}\0glance` : key;
    const choose = () => decoderOf(file, Math.max(1, page));
    const reading = readHeader(source, page, drawnDpi, { limits, standIns, glance, choose });
    memo.set(name, reading, ENTRY_BYTES);
    try {
      const picture = await reading;
      memo.set(name, reading, ENTRY_BYTES + bytesHeld(picture));
      return picture;
    } catch (error) {
      memo.forget(name);
      throw error;
    }
  }

  return {
    open: (file, page = 1, dpi?: number) => opened(file, page, dpi, false),
    glance: (file, page = 1, dpi?: number) => opened(file, page, dpi, true),
    isReadApart: async (file, page = 1) => isForeignKind((await decoderOf(file, Math.max(1, page))).kind),
    forget(keyPrefix) {
      memo.forget(keyPrefix);
      decoders.forget(keyPrefix);
    },
  };
}

function bytesHeld({ icc, svg, blocks }: Picture): number {
  const held = [icc, svg, blocks?.exif, blocks?.xmp, blocks?.iptc];
  return held.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
}

/** Header facts for those who plan. */
export function pictureInfo(picture: Picture): PictureInfo {
  return {
    ...picture.size,
    pages: picture.pages,
    hasAlpha: picture.alpha,
    space: picture.space,
    format: picture.kind === 'odd-tiff' ? 'tiff' : picture.kind,
    dpi: picture.dpi,
    drawn: isDrawnExtension(picture.source.extension),
  };
}

type Reading = { limits: Limits; standIns: StandIns; glance: boolean; choose: () => Promise<Decoder> };

async function readHeader(
  source: Source,
  page: number,
  dpi: number | undefined,
  { limits, standIns, glance, choose }: Reading,
): Promise<Picture> {
  const decoder = await choose();
  if (isForeignKind(decoder.kind)) {
    const wanted = { source, kind: decoder.kind, page: Math.max(1, page), dpi };
    return decoder.kind === 'raw' && !glance
      ? openDeveloped(wanted, standIns)
      : openForeign(wanted, standIns, limits);
  }
  const svg = decoder.kind === 'svg' ? await readSafeSvg(source.file, decoder.bytes) : undefined;
  const head = await sharp(svg?.data ?? source.file, BASE_OPTIONS).metadata();
  const pages =
    decoder.kind === 'tiff' || decoder.kind === 'gif' || decoder.kind === 'webp' ? (head.pages ?? 1) : 1;
  if (pages > 1 && page > pages) {
    throw unsupported(`page: the file has ${pages} pages, page ${page} does not exist.`);
  }
  const index = pages > 1 ? page - 1 : 0;
  const meta = index === 0 ? head : await sharp(source.file, { ...BASE_OPTIONS, page: index }).metadata();
  const stored = { width: meta.width, height: meta.pageHeight ?? meta.height };
  if (stored.width * stored.height > limits.maxInputPixels) {
    throw unsupported(
      `The image could not be processed: ${stored.width} x ${stored.height} pixels are more than the allowed ${limits.maxInputPixels}.`,
    );
  }
  if (svg) checkSvgSize(svg.cost, stored.width * stored.height);
  const animated = decoder.kind === 'gif' || decoder.kind === 'webp';
  if (animated && stored.width * stored.height * (index + 1) > limits.maxInputPixels * PATIENCE) {
    throw unsupported(`page: frame ${page} comes after too many pixels to be looked for.`);
  }
  const turn = limits.autoOrient ? exifTurn(meta.orientation) : AS_STORED;
  const space = spaceOf(meta.space, meta.channels, meta.hasAlpha);
  return {
    source,
    kind: decoder.kind,
    page: index,
    pages,
    frames: animated ? pages : 1,
    stored,
    turn,
    size: turnedSize(stored, turn),
    space,
    alpha: meta.hasAlpha,
    ...depthsOf(space, SHALLOW.has(meta.depth) ? 8 : 16),
    icc: profileFor(space, meta.icc),
    dpi: meta.density,
    copyright: copyrightOf({ exif: meta.exif }),
    blocks: undefined,
    delay: meta.delay,
    loop: meta.loop,
    svg: svg?.data,
    isPreview: false,
    standIn: undefined,
  };
}

/** A picture whose pixels come from a stand-in, which is made when they are first asked for. */
async function openForeign(wanted: WantedPage, standIns: StandIns, limits: Limits): Promise<Picture> {
  const { source, kind } = wanted;
  const facts = await standIns.facts(wanted);
  const stored = { width: facts.width, height: facts.height };
  const blocks = keptBlocks(facts, facts.orientation);
  const turn = limits.autoOrient ? exifTurn(facts.orientation) : AS_STORED;
  return {
    source,
    kind,
    page: facts.pages > 1 ? wanted.page - 1 : 0,
    pages: facts.pages,
    frames: 1,
    stored,
    turn,
    size: turnedSize(stored, turn),
    space: facts.space,
    alpha: facts.alpha,
    ...depthsOf(facts.space, facts.depth),
    icc: profileFor(facts.space, facts.icc && Buffer.from(facts.icc)),
    dpi: facts.dpi,
    copyright: blocks && copyrightOf(blocks),
    blocks,
    delay: undefined,
    loop: undefined,
    svg: undefined,
    isPreview: facts.isPreview ?? false,
    standIn: () => standIns.obtain(facts.pages > 1 ? wanted : { ...wanted, page: 1 }),
  };
}

/** A camera raw file: only developing it tells whether that can be done, and so its size. */
async function openDeveloped(wanted: WantedPage, standIns: StandIns): Promise<Picture> {
  const file = await standIns.obtain(wanted);
  const { width, height, icc, density } = await sharp(file, BASE_OPTIONS).metadata();
  const stored = { width, height };
  const blocks = keptBlocks(blocksInFile(wanted.source.file, rawBlocks));
  return {
    source: wanted.source,
    kind: wanted.kind,
    page: 0,
    pages: 1,
    frames: 1,
    stored,
    turn: AS_STORED,
    size: stored,
    space: 'rgb',
    alpha: false,
    ...depthsOf('rgb', 8),
    icc: profileFor('rgb', icc),
    dpi: density,
    copyright: blocks && copyrightOf(blocks),
    blocks,
    delay: undefined,
    loop: undefined,
    svg: undefined,
    isPreview: isPreview(file),
    standIn: () => standIns.obtain(wanted),
  };
}

/** `orientation`: what is left to be applied. */
function keptBlocks({ exif, xmp, iptc }: Blocks, orientation?: number): KeptMetadata | undefined {
  if (!exif && !xmp && !iptc) return undefined;
  const [e, x, i] = [exif, xmp, iptc].map((block) => block && Buffer.from(block));
  return { exif: e, xmp: x, iptc: i, orientation };
}

const SHALLOW: ReadonlySet<string> = new Set(['uchar', 'char']);

/** Eight bits are enough for most; the imaging library cannot reduce CMYK to them, it cuts off what is above. */
function depthsOf(space: Raster['space'], depth: Raster['depth']): Pick<Picture, 'depth' | 'deep'> {
  const deep = depth === 16;
  return { deep, depth: deep && space === 'cmyk' ? 16 : 8 };
}

/** The same picture, to be drawn in 16 bits. What is kept of it is kept apart. */
export function inSixteenBits(picture: Picture): Picture {
  const { source } = picture;
  return { ...picture, depth: 16, source: { ...source, key: `${source.key}@16bit` } };
}

/** Grey with opacity is drawn as RGB, since raw output of sharp has no such kind of pixel. */
function spaceOf(space: string, channels: number, alpha: boolean): Raster['space'] {
  if (space === 'cmyk') return 'cmyk';
  return (space === 'b-w' || space === 'grey16') && channels === 1 && !alpha ? 'gray' : 'rgb';
}

/** The profile, if it is one for the model in which the pixels are handed on. */
function profileFor(space: Raster['space'], icc: Buffer | undefined): Buffer | undefined {
  if (icc === undefined || icc.length < 128) return undefined;
  const signature = { rgb: 'RGB ', gray: 'GRAY', cmyk: 'CMYK' }[space];
  return icc.toString('latin1', 16, 20) === signature ? icc : undefined;
}

const BASE_OPTIONS: SharpOptions = {
  failOn: 'error',
  // Checked against the settings here, before any pixel is read.
  limitInputPixels: false,
  ignoreIcc: true,
};

/**
 * A pipeline over the stored pixels of a picture, numbers as they are (no profile applied), stopped at the
 * deadline. CMYK stays CMYK, which costs shrinking while decoding.
 */
export async function decode(
  picture: Picture,
  timeoutSeconds: number,
  options: SharpOptions = {},
): Promise<Sharp> {
  const input = picture.svg ?? (picture.standIn ? await picture.standIn() : picture.source.file);
  const pipeline = sharp(input, {
    ...BASE_OPTIONS,
    // A stand-in holds this page alone.
    page: picture.standIn ? 0 : picture.page,
    ...options,
  });
  pipeline.timeout({ seconds: timeoutSeconds });
  return picture.space === 'cmyk' ? pipeline.pipelineColourspace('cmyk') : pipeline;
}
