import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { pngWith } from './container.ts';
import type { OutputPlan } from './encode.ts';
import { encodePipeline, encodeRaster } from './encode.ts';
import { copyrightExif, readCopyright } from './exif.ts';
import { keptMetadata, readMetadata } from './metadata.ts';
import { loadProfiles } from './profiles.ts';
import type { Raster, Space } from './raster.ts';
import { channelCount } from './raster.ts';

const WIDTH = 64;
const HEIGHT = 48;
const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="6"/>';
const IPTC = Buffer.from('\x1c\x02\x50\x00\x0bAnn Example', 'latin1');
const ANN = { artist: 'Ann Example', copyright: '(c) Ann Example (2026)' };

let icc: Record<Space, Buffer>;
/** A JPEG with everything in it, taken with the camera upright: orientation 6. */
let photo: Buffer;

beforeAll(async () => {
  const profiles = loadProfiles(undefined);
  const [p3, cmyk] = await Promise.all(['p3', 'cmyk'].map(async (name) => profiles.get(name)?.read()));
  if (p3 === undefined || cmyk === undefined) throw new Error('built-in profiles are missing');
  const { srgbGreyProfile } = await import('./colour/icc.ts');
  icc = { rgb: p3, cmyk, gray: srgbGreyProfile() };
  photo = await encodeRaster(picture('rgb', { icc: p3 }), {
    format: 'jpg',
    strip: false,
    dpi: 300,
    metadata: { exif: orientedExif(), xmp: Buffer.from(XMP), iptc: IPTC },
  });
});

/** Orientation 6, then the texts. */
function orientedExif(): Buffer {
  const texts = copyrightExif(ANN);
  const entry = Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
  const grown = Buffer.concat([texts.subarray(0, 10), entry, texts.subarray(10)]);
  grown.writeUInt16LE(3, 8);
  for (const at of [22, 34]) grown.writeUInt32LE(grown.readUInt32LE(at + 8) + 12, at + 8);
  return grown;
}

type Extra = { alpha?: boolean; depth?: 8 | 16; icc?: Buffer | undefined };

/** Smooth slopes, so that lossy formats stay close. */
function picture(space: Space, { alpha = false, depth = 8, icc: embedded }: Extra = {}): Raster {
  const channels = channelCount(space, alpha);
  const data = Buffer.alloc((WIDTH * HEIGHT * channels * depth) / 8);
  for (let i = 0; i < WIDTH * HEIGHT * channels; i++) {
    const level = Math.floor(i / channels) % WIDTH;
    const value = level * 2 + (i % channels) * 25 + 20;
    if (depth === 8) data[i] = value;
    else data.writeUInt16LE(value * 257 + 3, i * 2);
  }
  return { data, width: WIDTH, height: HEIGHT, channels, space, alpha, depth, icc: embedded };
}

/** The numbers as they are in the file, without any colour conversion. */
async function numbers(file: Buffer, space: Space, deep = false): Promise<Buffer> {
  const pipeline = sharp(file, { ignoreIcc: true });
  if (space === 'cmyk') pipeline.pipelineColourspace('cmyk').toColourspace('cmyk');
  else if (space === 'gray') pipeline.toColourspace(deep ? 'grey16' : 'b-w');
  else if (deep) pipeline.toColourspace('rgb16');
  return pipeline.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer();
}

function worst(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (const [i, value] of a.entries()) most = Math.max(most, Math.abs(value - (b[i] ?? 0)));
  return most;
}

const plan = (format: string, more: Partial<OutputPlan> = {}): OutputPlan => ({
  format,
  strip: true,
  ...more,
});

describe('pixels go into the file as they are', () => {
  const CASES: Array<[string, Space, 8 | 16, boolean, number]> = [
    ['jpg', 'rgb', 8, false, 2],
    ['jpg', 'gray', 8, false, 1],
    ['jpg', 'cmyk', 8, false, 2],
    ['png', 'rgb', 8, false, 0],
    ['png', 'rgb', 8, true, 0],
    ['png', 'rgb', 16, false, 0],
    ['png', 'gray', 8, false, 0],
    ['png', 'gray', 16, false, 0],
    ['tif', 'rgb', 8, true, 0],
    ['tif', 'rgb', 16, false, 0],
    ['tif', 'gray', 8, false, 0],
    ['tif', 'cmyk', 8, false, 0],
    ['tif', 'cmyk', 8, true, 0],
    ['webp', 'rgb', 8, true, 4],
    ['avif', 'rgb', 8, false, 3],
  ];

  it.each(CASES)('%s, %s, %s bits, alpha %s', async (format, space, depth, alpha, tolerance) => {
    for (const embedded of [undefined, icc[space]]) {
      const source = picture(space, { alpha, depth, icc: embedded });
      const file = await encodeRaster(source, plan(format, { strip: false, quality: 100 }));
      expect(worst(await numbers(file, space, depth === 16), source.data)).toBeLessThanOrEqual(tolerance);
      const found = await sharp(file).metadata();
      expect([found.width, found.height, found.channels]).toEqual([WIDTH, HEIGHT, source.channels]);
      expect(found.icc).toEqual(embedded);
    }
  });

  it.each(['jpg', 'webp', 'avif', 'gif'])('16 bits become 8 in %s', async (format) => {
    const file = await encodeRaster(picture('rgb', { depth: 16 }), plan(format, { quality: 100 }));
    expect((await sharp(file).metadata()).depth).toBe('uchar');
    const found = (await sharp(file).removeAlpha().raw().toBuffer()).subarray(0, 3);
    expect(worst(found, Buffer.from([20, 45, 70]))).toBeLessThanOrEqual(6);
  });

  it('grey with opacity keeps both in PNG', async () => {
    const file = await encodeRaster(picture('gray', { alpha: true }), plan('png'));
    expect((await sharp(file).metadata()).channels).toBe(2);
    expect((await numbers(file, 'rgb')).subarray(0, 4)).toEqual(Buffer.from([20, 20, 20, 45]));
  });
});

describe('strip', () => {
  it.each(['jpg', 'pjpg', 'png', 'tif', 'webp', 'avif', 'gif'])(
    'leaves nothing but pixels in %s',
    async (format) => {
      const { xmp, iptc, exif } = await readMetadata(photo);
      const metadata = { xmp, iptc, exif };
      for (const file of [
        await encodeRaster(picture('rgb', { icc: icc.rgb }), plan(format, { metadata })),
        await encodePipeline(sharp(photo), plan(format, { metadata })),
      ]) {
        const found = await sharp(file).metadata();
        expect([found.exif, found.xmp, found.iptc, found.icc, found.comments]).toEqual(
          new Array(5).fill(undefined),
        );
        for (const trace of ['Ann', 'xmpmeta', 'ICC_PROFILE']) expect(file.includes(trace)).toBe(false);
      }
    },
  );

  it('removes texts and gamma of a PNG', async () => {
    const png = await sharp(picture('rgb').data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer();
    const marked = pngWith(png, { exif: copyrightExif(ANN) });
    const comment = Buffer.from('\0\0\0\x0ctEXtComment\0Anna\0\0\0\0', 'latin1');
    const { crc32 } = await import('node:zlib');
    comment.writeUInt32BE(crc32(comment.subarray(4, -4)), comment.length - 4);
    const source = Buffer.concat([marked.subarray(0, 33), comment, marked.subarray(33)]);
    expect((await sharp(source).metadata()).comments).toEqual([{ keyword: 'Comment', text: 'Anna' }]);
    const file = await encodePipeline(sharp(source), plan('png'));
    for (const chunk of ['tEXt', 'eXIf', 'gAMA', 'iTXt', 'zTXt', 'pHYs'])
      expect(file.includes(chunk)).toBe(false);
  });

  it.each(['jpg', 'png', 'webp', 'avif', 'tif'])('can leave author and rights in %s', async (format) => {
    const { exif, iptc, copyright } = await readMetadata(photo);
    const file = await encodeRaster(picture('rgb'), plan(format, { metadata: { exif, iptc }, copyright }));
    const found = await readMetadata(file);
    expect(found.copyright).toEqual(ANN);
    expect([found.orientation, found.iptc, found.xmp]).toEqual([1, undefined, undefined]);
  });
});

describe('without strip', () => {
  it.each(['jpg', 'png', 'webp', 'avif', 'tif'])(
    'EXIF, XMP and profile survive in %s, upright',
    async (format) => {
      const source = await readMetadata(photo);
      expect(source.orientation).toBe(6);
      const out = plan(format, { strip: false, metadata: keptMetadata(source, true) });
      for (const file of [
        await encodeRaster(picture('rgb', { icc: icc.rgb }), out),
        await encodePipeline(sharp(photo).resize(WIDTH, HEIGHT), out),
      ]) {
        const found = await readMetadata(file);
        expect(found.copyright).toEqual(ANN);
        expect(found.orientation).toBe(1);
        expect(found.xmp?.toString()).toBe(XMP.replace('"6"', '"1"'));
        expect(found.icc).toEqual(icc.rgb);
        const { width, height } = await sharp(file).metadata();
        expect([width, height]).toEqual([WIDTH, HEIGHT]);
      }
    },
  );

  it('an orientation that was not applied stays', async () => {
    const metadata = keptMetadata(await readMetadata(photo), false);
    const file = await encodeRaster(picture('rgb'), plan('jpg', { strip: false, metadata }));
    expect((await sharp(file).metadata()).orientation).toBe(6);
  });

  it('TIFF keeps IPTC, and is upright', async () => {
    const metadata = keptMetadata(await readMetadata(photo), true);
    const out = plan('tif', { strip: false, metadata });
    const file = await encodeRaster(picture('rgb', { icc: icc.rgb }), out);
    expect((await readMetadata(file)).iptc?.subarray(0, IPTC.length)).toEqual(IPTC);
    const direct = await encodePipeline(sharp(photo).rotate(90), out);
    expect((await readMetadata(direct)).orientation).toBe(1);
    const turned = { ...out, metadata: keptMetadata(await readMetadata(photo), false) };
    for (const answer of [
      await encodeRaster(picture('rgb'), turned),
      await encodePipeline(sharp(photo), turned),
    ]) {
      expect((await readMetadata(answer)).orientation).toBe(6);
      const { width, height } = await sharp(answer).metadata();
      expect([width, height]).toEqual([WIDTH, HEIGHT]);
    }
    const stripped = await encodePipeline(sharp(photo), { ...turned, strip: true });
    expect((await readMetadata(stripped)).orientation).toBe(1);
  });

  it('IPTC survives JPEG to JPEG and TIFF to JPEG', async () => {
    const { iptc } = await readMetadata(photo);
    expect(iptc?.includes(IPTC)).toBe(true);
    const tiff = await encodeRaster(picture('rgb'), plan('tif', { strip: false, metadata: { iptc } }));
    const { iptc: bare } = await readMetadata(tiff);
    for (const block of [iptc, bare]) {
      const file = await encodeRaster(
        picture('rgb'),
        plan('jpg', { strip: false, metadata: { iptc: block } }),
      );
      expect((await sharp(file).metadata()).iptc?.includes(IPTC)).toBe(true);
    }
  });

  it('CMYK with profile survives JPEG', async () => {
    const source = picture('cmyk', { icc: icc.cmyk });
    const file = await encodeRaster(source, plan('jpg', { strip: false, quality: 100, dpi: 200 }));
    const found = await sharp(file).metadata();
    expect([found.space, found.density, found.icc]).toEqual(['cmyk', 200, icc.cmyk]);
    expect(worst(await numbers(file, 'cmyk'), source.data)).toBeLessThanOrEqual(2);
  });
});

describe('resolution', () => {
  const wanted: Array<[string, Partial<OutputPlan>, number | undefined]> = [
    ['asked for', { dpi: 300, sourceDpi: 72 }, 300],
    ['0 keeps the source’s', { dpi: 0, sourceDpi: 240 }, 240],
    ['unset keeps the source’s', { sourceDpi: 96 }, 96],
  ];
  it.each(wanted)('%s', async (_, more, expected) => {
    for (const format of ['jpg', 'pjpg', 'png', 'tif']) {
      for (const strip of [true, false]) {
        const { exif } = await readMetadata(photo);
        const file = await encodeRaster(picture('rgb'), plan(format, { ...more, strip, metadata: { exif } }));
        expect((await sharp(file).metadata()).density, `${format} strip ${strip}`).toBe(expected);
        expect(file.includes('Ann')).toBe(!strip);
      }
    }
  });

  it('is not made up when nobody knows it', async () => {
    const jpeg = await encodeRaster(picture('rgb'), plan('jpg'));
    expect(jpeg.subarray(6, 18)).toEqual(Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01', 'latin1'));
    const png = await encodeRaster(picture('rgb'), plan('png'));
    expect(png.includes('pHYs')).toBe(false);
  });

  it('replaces the one in EXIF, which readers prefer', async () => {
    const camera = await sharp(photo).keepExif().withDensity(72).jpeg().toBuffer();
    const { exif } = await readMetadata(camera);
    const file = await encodeRaster(
      picture('rgb'),
      plan('jpg', { strip: false, dpi: 150, metadata: { exif } }),
    );
    expect((await sharp(file).metadata()).density).toBe(150);
  });
});

describe('quality and kind', () => {
  async function noise(): Promise<Raster> {
    const size = { width: 256, height: 256, channels: 3 } as const;
    const data = Buffer.alloc(256 * 256 * 3);
    let seed = 1;
    for (let i = 0; i < data.length; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      data[i] = ((i / 3) % 256) / 2 + (seed % 64);
    }
    return { ...size, data, space: 'rgb', alpha: false, depth: 8, icc: undefined };
  }

  it.each(['jpg', 'webp', 'avif'])('%s: more quality, more bytes', async (format) => {
    const source = await noise();
    const sizes: number[] = [];
    for (const quality of [10, 50, 80, 95]) {
      sizes.push((await encodeRaster(source, plan(format, { quality }))).length);
    }
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBe(4);
    const unset = (await encodeRaster(source, plan(format))).length;
    expect(unset).toBe(sizes[2]);
  });

  it('PNG: tens are the compression level, units choose filters, pixels stay', async () => {
    const source = await noise();
    const bytes = async (quality?: number) => {
      const file = await encodeRaster(source, plan('png', { quality }));
      expect(await numbers(file, 'rgb')).toEqual(source.data);
      return file.length;
    };
    expect(await bytes(5)).toBeGreaterThan(source.data.length);
    expect(await bytes(9)).toBe(await bytes(1));
    expect(await bytes(90)).toBeLessThan(await bytes(10));
    expect(await bytes(100)).toBe(await bytes(90));
    expect(await bytes(79)).toBe(await bytes(70));
    expect(await bytes(75)).not.toBe(await bytes(70));
    expect(await bytes(78)).toBe(await bytes(75));
    expect(await bytes()).toBe(await bytes(79));
  });

  it.each([
    ['jpg', false],
    ['jpeg', false],
    ['pjpg', true],
    ['pjpeg', true],
  ])('%s progressive: %s', async (format, progressive) => {
    const file = await encodeRaster(picture('rgb'), plan(format));
    expect((await sharp(file).metadata()).isProgressive).toBe(progressive);
  });

  it.each([
    [{}, '4:2:0'],
    [{ quality: 89 }, '4:2:0'],
    [{ quality: 90 }, '4:4:4'],
    [{ quality: 60, fullChroma: true }, '4:4:4'],
  ])('JPEG with %o has chroma %s', async (more, expected) => {
    const file = await encodeRaster(picture('rgb'), plan('jpg', more));
    expect((await sharp(file).metadata()).chromaSubsampling).toBe(expected);
  });

  it('TIFF keeps the compression of its source, else LZW', async () => {
    for (const compression of ['none', 'lzw', 'deflate', 'packbits', 'jpeg'] as const) {
      const file = await encodeRaster(picture('rgb'), plan('tif', { compression }));
      expect((await readMetadata(file)).compression).toBe(compression);
    }
    const file = await encodeRaster(picture('rgb'), plan('tif'));
    expect((await readMetadata(file)).compression).toBe('lzw');
  });

  it.each(['gif', 'webp'])('%s keeps the frames and their timing', async (format) => {
    const frames = Buffer.concat([Buffer.alloc(300, 10), Buffer.alloc(300, 200), Buffer.alloc(300, 90)]);
    const film = sharp(frames, { raw: { width: 10, height: 30, channels: 3, pageHeight: 10 } });
    const exif = copyrightExif(ANN);
    const animation = { delay: [100, 200, 300], loop: 2 };
    const file = await encodePipeline(film, plan(format, { strip: false, animation, metadata: { exif } }));
    const found = await sharp(file).metadata();
    expect([found.pages, found.delay, found.loop]).toEqual([3, [100, 200, 300], 2]);
    expect(found.width).toBe(10);
    if (format === 'webp' && found.exif) expect(readCopyright(found.exif)).toEqual(ANN);
  });

  it('GIF has at most 256 colours, dithered', async () => {
    const file = await encodeRaster(await noise(), plan('gif'));
    const data = await sharp(file).removeAlpha().raw().toBuffer();
    const colours = new Set<number>();
    for (let i = 0; i < data.length; i += 3) colours.add(data.readUIntBE(i, 3));
    expect(colours.size).toBeGreaterThan(64);
    expect(colours.size).toBeLessThanOrEqual(256);
  });

  it('gives up at its deadline', async () => {
    const size = { width: 6000, height: 6000, channels: 3 } as const;
    const large = sharp({
      create: { ...size, background: '#123456', noise: { type: 'gaussian', mean: 90, sigma: 60 } },
    });
    await expect(encodePipeline(large, plan('avif', { quality: 100, timeoutSeconds: 1 }))).rejects.toThrow(
      /timeout/,
    );
  });

  it.each(['bmp', 'pdf', 'constructor', ''])('%s is 415', async (format) => {
    await expect(encodeRaster(picture('rgb'), plan(format))).rejects.toMatchObject({ status: 415 });
  });
});

describe('reading metadata', () => {
  it('is 415 for what is no picture', async () => {
    for (const file of [Buffer.alloc(0), Buffer.from('hello'), photo.subarray(0, 20)]) {
      await expect(readMetadata(file)).rejects.toMatchObject({ status: 415 });
    }
  });

  it('survives a TIFF whose directory is damaged', async () => {
    const tiff = await encodeRaster(picture('gray'), plan('tif', { strip: false, metadata: { iptc: IPTC } }));
    const start = tiff.readUInt32LE(4);
    for (let at = start; at < Math.min(start + 200, tiff.length); at++) {
      const broken = Buffer.from(tiff);
      broken[at] = 0xff;
      await readMetadata(broken).catch((error: unknown) => expect(error).toMatchObject({ status: 415 }));
    }
    expect((await readMetadata(tiff)).compression).toBe('lzw');
  });
});
