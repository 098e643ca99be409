import type { IMagickImage } from '@imagemagick/magick-wasm';
import { type DecodeLimits, type Page, type PageFacts, Refusal, type Row } from './decoded.ts';
import type { FileBytes } from './file-bytes.ts';
import { compileMagick } from './magick-module.ts';

type Magick = typeof import('@imagemagick/magick-wasm');

/** The file is held in memory, twice. */
const LARGEST_FILE = 256 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;
/** Bytes of pixels that ImageMagick itself may hold; beyond it would write to a disk that is memory too. */
const PIXEL_BYTES = 1_500_000_000n;
const LONGEST_SIDE = 300_000n;
/** Pictures in one file. */
const MOST_PAGES = 1000n;
const DAMAGED = 'the file is damaged or holds what is not supported';
const MOST_LEAKS = 20;
/** Pixels that leave its memory at a time. */
const BAND_PIXELS = 1_000_000;
/** ColorSpace.CMYK, a number that only the loaded library could name. */
const CMYK_SPACE = 2;
const COLOURS = { gray: 'R', rgb: 'RGB', cmyk: 'CMYK' } as const;

let compiled: WebAssembly.Module | undefined;
let library: Promise<Magick> | undefined;
/** Failures that passed through the library without its tidying up, each of which may have left memory behind. */
let leaks = 0;

/** Whether nothing has gone wrong here that the library could not clear away. */
export function isMagickSound(): boolean {
  return leaks < MOST_LEAKS;
}

/** The compiled library, when this thread has one, for threads to come. */
export function magickModule(): WebAssembly.Module | undefined {
  return compiled;
}

/** Takes over what another thread has compiled. */
export function useMagickModule(module: WebAssembly.Module): void {
  compiled ??= module;
}

async function loadMagick(): Promise<Magick> {
  compiled ??= compileMagick();
  const magick = await import('@imagemagick/magick-wasm');
  await magick.initializeImageMagick(compiled);
  return magick;
}

type Wanted = {
  format: keyof Magick['MagickFormat'];
  /** The picture inside the file, from 0. */
  index?: number;
  /** The header only. */
  ping?: boolean;
  /** Settings of the reader of this format. */
  defines?: Readonly<Record<string, string>>;
};

/**
 * Has ImageMagick read a picture of a file, with at most 8 bits a channel. Whoever asks disposes of it. Refuses what is damaged
 * or too much, in words that name nothing of the server.
 */
export async function readWithMagick(
  source: FileBytes | Uint8Array,
  { format, index = 0, ping = false, defines = {} }: Wanted,
  { maxPixels }: Pick<DecodeLimits, 'maxPixels'>,
): Promise<IMagickImage> {
  const size = source instanceof Uint8Array ? source.length : source.size;
  if (size > LARGEST_FILE) {
    throw new Refusal(`files of this kind of more than ${LARGEST_FILE} bytes are not read`);
  }
  library ??= loadMagick();
  const magick = await library;
  const { ResourceLimits, MagickImage, MagickReadSettings, MagickFormat } = magick;
  ResourceLimits.width = LONGEST_SIDE;
  ResourceLimits.height = LONGEST_SIDE;
  ResourceLimits.area = BigInt(Math.min(maxPixels, Number.MAX_SAFE_INTEGER));
  ResourceLimits.memory = PIXEL_BYTES;
  ResourceLimits.disk = 0n;
  ResourceLimits.listLength = MOST_PAGES;
  const settings = new MagickReadSettings({
    format: MagickFormat[format],
    frameIndex: index,
    frameCount: 1,
  });
  for (const [name, value] of Object.entries(defines)) settings.setDefine(name, value);
  const image = MagickImage.create();
  try {
    const bytes = source instanceof Uint8Array ? source : readWhole(source);
    if (ping) image.ping(bytes, settings);
    else image.read(bytes, settings);
    return image;
  } catch (error) {
    image.dispose();
    throw refusalOf(error, magick);
  }
}

function refusalOf(error: unknown, { MagickError }: Magick): unknown {
  if (!(error instanceof MagickError)) {
    // What is no Error is an exception of C++, which says that a library gave up on the file.
    if (!(error instanceof Error)) {
      leaks += 1;
      return new Refusal(DAMAGED);
    }
    leaks = MOST_LEAKS;
    return error;
  }
  if (/MemoryAllocationFailed|CacheResourcesExhausted|Memory limit/i.test(error.message)) {
    return new Refusal('the picture takes too much memory');
  }
  return new Refusal(DAMAGED);
}

/** The picture as a file of a format; refused as when it is read. */
export async function writeWithMagick(
  image: IMagickImage,
  format: keyof Magick['MagickFormat'],
  defines: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  library ??= loadMagick();
  const magick = await library;
  for (const [name, value] of Object.entries(defines)) image.settings.setDefine(name, value);
  try {
    return image.write(magick.MagickFormat[format], (bytes) => Uint8Array.from(bytes));
  } catch (error) {
    throw refusalOf(error, magick);
  }
}

function readWhole(file: FileBytes): Uint8Array {
  const whole = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += PIECE)
    whole.set(file.slice(at, Math.min(PIECE, file.size - at)), at);
  return whole;
}

/**
 * A page whose header is known and whose pixels are read when they are asked for.
 *
 * @param image the picture when it has been read already
 */
export function magickPage(facts: PageFacts, read: () => Promise<IMagickImage>, image?: IMagickImage): Page {
  return {
    ...facts,
    async rows() {
      image ??= await read();
      return rowsOf(image, facts);
    },
    close: () => image?.dispose(),
  };
}

/** The pixels in the model that was announced. Refuses a picture of another size. */
function* rowsOf(image: IMagickImage, facts: PageFacts): Generator<Row> {
  const { width, height, space, alpha } = facts;
  if (image.width !== width || image.height !== height) {
    throw new Refusal(
      `the header says ${width} x ${height} pixels, but ${image.width} x ${image.height} were found`,
    );
  }
  const mapping = COLOURS[space] + (alpha ? 'A' : '');
  const stride = width * mapping.length;
  const bandRows = Math.max(1, Math.floor(BAND_PIXELS / width));
  for (let top = 0; top < height; top += bandRows) {
    const rows = Math.min(bandRows, height - top);
    const band = image.getPixels((pixels) =>
      // Four inks of JPEG 2000 it takes for three colours and something else.
      space === 'cmyk' && image.colorSpace !== CMYK_SPACE
        ? pixels.getArea(0, top, width, rows)
        : pixels.toByteArray(0, top, width, rows, mapping),
    );
    if (band?.length !== rows * stride) throw new Refusal('the pixels cannot be read');
    for (let y = 0; y < rows; y++) yield { y: top + y, bytes: band.subarray(y * stride, (y + 1) * stride) };
  }
}
