import { extname } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import { EmulsionError, STATUS } from '#lib/errors/error.ts';
import { kindOf } from './decoders.ts';
import { readFileTags, readTagsOf } from './file-tags/read-file-tags.ts';
import { readableValue } from './file-tags/readable-tags.ts';
import { type FileTags, NO_TAGS, TAG_GROUPS } from './file-tags/tags.ts';
import type { PageFacts } from './foreign/decoded.ts';
import { decodeForeign } from './foreign/decoder-pool.ts';
import { isOddTiff } from './foreign/file-blocks.ts';
import { isForeignKind } from './foreign/kinds.ts';
import { readHead, sniff } from './sniff.ts';
import { wrapTiff } from './wrap.ts';

/** What is known of a picture file without its pixels. What cannot be told is null. */
export type FileDescription = FileTags & {
  /** Of the content, whatever the file is called, such as `jpeg`. */
  format: string | null;
  /** Pixels as they lie in the file, before any orientation. */
  width: number | null;
  height: number | null;
  /** `RGB`, `CMYK`, `Grey`, `Lab` or as the library names it. */
  colour: string | null;
  /** Bits of each channel. */
  depth: number | null;
  alpha: boolean | null;
  pages: number | null;
  /** Dots per inch. */
  dpi: number | null;
  /** EXIF orientation 1..8; null when the file states none. */
  orientation: number | null;
};

const COLOURS: Readonly<Record<string, string>> = {
  srgb: 'RGB',
  rgb: 'RGB',
  rgb16: 'RGB',
  scrgb: 'RGB',
  cmyk: 'CMYK',
  'b-w': 'Grey',
  grey16: 'Grey',
  lab: 'Lab',
  labs: 'Lab',
};

const DEPTHS: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
  double: 64,
};

/** Describes a file. Rejects with ENOENT without it, and with busy when too many wait; one that is no picture is described as far as that goes. `drawnDpi`: of what has no pixels of its own. */
export async function describeFile(file: string, drawnDpi?: number): Promise<FileDescription> {
  const { head: start } = await readHead(file);
  const kind = kindOf(start, extname(file).slice(1).toLowerCase());
  if (kind !== undefined && isForeignKind(kind)) {
    const job = { file, kind, page: 1, dpi: drawnDpi, maxPixels: MOST_PIXELS, output: undefined };
    const facts = await decodeForeign(job, PATIENCE_SECONDS).catch(refusedAsNothing);
    return describeForeign(kind, facts);
  }
  if (kind === 'tiff' && isOddTiff(file, 1)) {
    const job = { file, kind: 'odd-tiff', page: 1, dpi: undefined, maxPixels: MOST_PIXELS } as const;
    const facts = await decodeForeign({ ...job, output: undefined }, PATIENCE_SECONDS).catch(
      refusedAsNothing,
    );
    // The reader of tags knows TIFF, of whatever kind its pixels are.
    const bare = facts && { ...facts, exif: undefined, xmp: undefined, iptc: undefined, icc: undefined };
    return { ...(await describeForeign(kind, bare)), ...(await readFileTags(file)) };
  }
  // First: few files are looked at for their tags at a time, and no more are to be opened.
  const tags = await readFileTags(file);
  const [{ head }, found] = await Promise.all([readHead(file), readHeader(file)]);
  return {
    ...tags,
    format: found?.format === 'heif' || found === undefined ? (sniff(head) ?? null) : found.format,
    width: found?.width ?? null,
    height: found?.pageHeight ?? found?.height ?? null,
    colour: found?.space === undefined ? null : (COLOURS[found.space] ?? found.space),
    depth: found?.bitsPerSample ?? DEPTHS[found?.depth ?? ''] ?? null,
    alpha: found?.hasAlpha ?? null,
    pages: found === undefined ? null : (found.pages ?? 1),
    dpi: found?.density ?? null,
    orientation: found?.orientation ?? null,
  };
}

/** Of the header alone, so whatever the formats can state will do. */
const MOST_PIXELS = Number.MAX_SAFE_INTEGER;
const PATIENCE_SECONDS = 10;
const SPACES = { rgb: 'RGB', gray: 'Grey', cmyk: 'CMYK' } as const;

function refusedAsNothing(error: unknown): undefined {
  if (error instanceof EmulsionError && error.status === STATUS.unsupported) return undefined;
  throw error;
}

async function describeForeign(format: string, facts: PageFacts | undefined): Promise<FileDescription> {
  return {
    ...(facts ? await tagsOf(facts) : NO_TAGS),
    format,
    width: facts?.width ?? null,
    height: facts?.height ?? null,
    colour: facts ? SPACES[facts.space] : null,
    depth: facts?.sourceDepth ?? null,
    alpha: facts?.alpha ?? null,
    pages: facts?.pages ?? null,
    dpi: facts?.dpi ?? null,
    orientation: facts?.orientation ?? null,
  };
}

/** The blocks of a file in words, read as those of files that the reader of tags knows. */
async function tagsOf(facts: PageFacts): Promise<FileTags> {
  const { icc, exif, xmp, iptc } = facts;
  // EXIF is a TIFF file by itself.
  const own = exif ? await readTagsOf(exif) : NO_TAGS;
  const others = icc || xmp || iptc ? await readTagsOf(await carrier(facts)) : NO_TAGS;
  const groups = [...withNames(own, OF_EXIF), ...withNames(others, BESIDE_EXIF), ...textsAsTags(facts)];
  return {
    groups: TAG_GROUPS.flatMap((name) => groups.filter((group) => group.name === name)),
    position: own.position,
    profile: others.profile,
  };
}

const OF_EXIF: ReadonlySet<string> = new Set(['GPS', 'TIFF', 'EXIF']);
const BESIDE_EXIF: ReadonlySet<string> = new Set(['IPTC', 'XMP', 'ICC']);

function withNames({ groups }: FileTags, names: ReadonlySet<string>): FileTags['groups'] {
  return groups.filter(({ name }) => names.has(name));
}

function textsAsTags({ texts = [] }: PageFacts): FileTags['groups'] {
  return (['IPTC', 'XMP', 'Text'] as const).flatMap((group) => {
    const own = texts.filter((text) => (text.group ?? 'Text') === group);
    const tags = own.map(({ name, value }) => ({ name, value: readableValue({ value }) }));
    const shown = tags.filter(({ value }) => value !== '');
    return shown.length === 0 ? [] : [{ name: group, tags: shown }];
  });
}

/** A TIFF of one pixel. */
function carrier({ icc, xmp, iptc }: PageFacts): Promise<Buffer> {
  const pixel = { data: Buffer.alloc(1), width: 1, height: 1, channels: 1, depth: 8 } as const;
  const raster = { ...pixel, space: 'gray', alpha: false, icc: undefined } as const;
  const [profile, packet, records] = [icc, xmp, iptc].map((bytes) => bytes && Buffer.from(bytes));
  return wrapTiff(raster, { icc: profile, xmp: packet, iptc: records });
}

/** Undefined for what cannot be read. */
function readHeader(file: string): Promise<Metadata | undefined> {
  return sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
}
