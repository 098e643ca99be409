import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import {
  imagingFor,
  open,
  photo,
  pixelAt,
  pixelsOf,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

const folder = scratch();
let imaging: Imaging;

beforeAll(() => {
  imaging = imagingFor(folder, { pyramidThreshold: 1_000_000 });
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const render = (source: Source, values: TransformValues = { width: 50, format: 'jpg' }) =>
  imaging.render({ source, transform: transformOf(values) });

const picture = () => open(photo(300, 200));

/** Status of two tries: nothing half-read may have been kept. */
async function statuses(source: Source, values?: TransformValues): Promise<unknown[]> {
  const found = [];
  for (let i = 0; i < 2; i++) {
    const outcome = await render(source, values).catch((error: unknown) => error);
    found.push(outcome instanceof EmulsionError ? outcome.status : outcome);
  }
  return found;
}

const REFUSED = [415, 415];

describe('content decides', () => {
  it('draws a JPEG that is called PNG, and the reverse', async () => {
    expect((await render(sourceOf(folder, 'png', await picture().jpeg().toBuffer()))).width).toBe(50);
    expect((await render(sourceOf(folder, 'jpg', await picture().png().toBuffer()))).width).toBe(50);
  });

  const others: Array<[string, string, string | Buffer]> = [
    ['text', 'jpg', 'This is not a picture.'],
    ['nothing', 'jpg', ''],
    ['one byte', 'png', 'x'],
    ['HTML', 'svg', '<!doctype html><html><body>hello</body></html>'],
    ['a script', 'jpg', '#!/bin/sh\necho hello\n'],
    ['PDF', 'pdf', '%PDF-1.7\n%%EOF'],
    ['PDF that is called JPEG', 'jpg', '%PDF-1.7\n%%EOF'],
    ['PostScript', 'eps', '%!PS-Adobe-3.0 EPSF-3.0\n(nothing that ends'],
    ['half a portable pixmap', 'ppm', 'P6 9 9 255\nabc'],
    ['a matrix', 'png', '1 1\n5\n'],
    ['FITS', 'jpg', `SIMPLE  =                    T${' '.repeat(2900)}`],
    ['libvips', 'png', Buffer.from([0xb6, 0xa6, 0xf2, 0x08, ...new Array<number>(100).fill(0)])],
    ['HEIC', 'heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['JPEG XL', 'jpg', Buffer.from([0xff, 0x0a, 1, 2, 3, 4])],
    ['a header alone', 'jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['a GIF header alone', 'gif', 'GIF89a'],
  ];
  it.each(others)('refuses %s', async (_name, extension, content) => {
    expect(await statuses(sourceOf(folder, extension, content))).toEqual(REFUSED);
  });

  it.each(['nef', 'cr2', 'dng', 'arw'])(
    'refuses camera raw called %s, which begins like a TIFF',
    async (extension) => {
      expect(await statuses(sourceOf(folder, extension, await picture().tiff().toBuffer()))).toEqual(REFUSED);
    },
  );

  it('refuses DNG that is called TIFF', async () => {
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(50706, 0);
    entry.writeUInt16LE(1, 2);
    entry.writeUInt32LE(4, 4);
    const dng = Buffer.concat([Buffer.from('II*\0\x08\0\0\0\x01\0', 'latin1'), entry, Buffer.alloc(4)]);
    expect(await statuses(sourceOf(folder, 'tif', dng))).toEqual(REFUSED);
  });

  it('is 404 without the file', async () => {
    const source = { file: `${folder}/gone.jpg`, extension: 'jpg', key: 'gone' };
    await expect(render(source)).rejects.toMatchObject({ status: 404 });
    await expect(imaging.probe(source)).rejects.toMatchObject({ status: 404 });
  });

  it('is 415 for a folder', async () => {
    await expect(render({ file: folder, extension: 'jpg', key: 'folder' })).rejects.toMatchObject({
      status: 415,
    });
  });

  it('is 415 for a format that cannot be written', async () => {
    expect(
      await statuses(sourceOf(folder, 'png', await picture().png().toBuffer()), { width: 10, format: 'nef' }),
    ).toEqual(REFUSED);
  });
});

describe('damage', () => {
  const kinds: Array<[string, () => Promise<Buffer>]> = [
    ['jpg', () => picture().jpeg().toBuffer()],
    ['png', () => picture().png().toBuffer()],
    ['webp', () => picture().webp().toBuffer()],
    ['gif', () => picture().gif().toBuffer()],
    ['tif', () => picture().tiff({ compression: 'lzw' }).toBuffer()],
    ['avif', () => picture().avif({ effort: 0 }).toBuffer()],
  ];
  it.each(kinds)('refuses %s files cut short rather than showing grey', async (extension, make) => {
    const whole = await make();
    for (const share of [0.1, 0.5, 0.9]) {
      const source = sourceOf(folder, extension, whole.subarray(0, Math.floor(whole.length * share)));
      for (const values of [{ width: 20 }, { width: 200 }, { strip: true }, { rotation: 10 }]) {
        expect(await statuses(source, { format: 'png', ...values })).toEqual(REFUSED);
      }
    }
  });

  it.each(kinds)(
    'answers or refuses %s files with overwritten bytes, never breaks',
    async (extension, make) => {
      const whole = await make();
      let seed = 99;
      for (let round = 0; round < 12; round++) {
        const broken = Buffer.from(whole);
        for (let i = 0; i < 20; i++) {
          seed = (seed * 1103515245 + 12345) & 0x7fffffff;
          broken[seed % broken.length] = (seed >> 8) & 255;
        }
        const result = await render(sourceOf(folder, extension, broken), { width: 40, format: 'png' }).catch(
          (error: unknown) => error,
        );
        const outcome = result instanceof Error && 'status' in result ? result.status : 200;
        expect([200, 400, 415]).toContain(outcome);
        expect(result instanceof Error && !('status' in result)).toBe(false);
      }
    },
  );
});

describe('size', () => {
  it('refuses a header that promises too many pixels, at once', async () => {
    const header = Buffer.from(await picture().png().toBuffer());
    header.writeUInt32BE(50_000, 16);
    header.writeUInt32BE(50_000, 20);
    const started = performance.now();
    expect(await statuses(sourceOf(folder, 'png', header))).toEqual(REFUSED);
    const bomb = sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } });
    expect(
      await statuses(sourceOf(folder, 'png', await bomb.png({ compressionLevel: 9 }).toBuffer()), {
        width: 10,
      }),
    ).toEqual(REFUSED);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('says in few words what is too large', async () => {
    const source = sourceOf(folder, 'png', await picture().png().toBuffer());
    const small = imagingFor(folder, { maxOutputPixels: 10_000 });
    const wide = { width: 290, height: 190, format: 'png' };
    await expect(small.render({ source, transform: transformOf(wide) })).rejects.toMatchObject({
      status: 400,
      publicMessage: expect.stringContaining('out of range'),
    });
    await small.close();
  });

  it('checks what a format can hold', async () => {
    const long = sharp({ create: { width: 17_000, height: 4, channels: 3, background: '#123' } });
    const source = sourceOf(folder, 'png', await long.png().toBuffer());
    expect(await statuses(source, { format: 'webp' })).toEqual(REFUSED);
    expect(await statuses(source, { format: 'avif' })).toEqual(REFUSED);
    expect((await render(source, { format: 'jpg' })).width).toBe(17_000);
  });
});

describe('drawings', () => {
  const svg = (body: string, extra = '') =>
    `<?xml version="1.0"?>${extra}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="40">${body}</svg>`;

  it('are drawn, references within and links included', async () => {
    const body =
      '<defs><rect id="r" width="60" height="40" fill="#00f"/></defs><a href="https://example.org/"><use xlink:href="#r"/></a>';
    const { data } = await render(sourceOf(folder, 'svg', svg(body)), { format: 'png' });
    expect(pixelAt(await pixelsOf(data), 30, 20)).toEqual([0, 0, 255, 255]);
  });

  const bad: Array<[string, string]> = [
    ['an address', svg('<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>')],
    ['a file', svg('<image xlink:href="file:///etc/hostname" width="9" height="9"/>')],
    ['a path', svg('<image href="../../secret.png" width="9" height="9"/>')],
    ['a drawing inside', svg('<image href="data:image/svg+xml,&lt;svg/&gt;" width="9" height="9"/>')],
    ['a style', svg('<style>@import url("http://127.0.0.1:9/x.css");</style>')],
    ['a fill', svg('<rect width="9" height="9" fill="url(http://127.0.0.1:9/x#y)"/>')],
    ['an include', svg('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>')],
    ['a style sheet', svg('', '<?xml-stylesheet href="x.css"?>')],
    ['an entity', svg('<text>&x;</text>', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>')],
    [
      'entities of entities',
      svg('<text>&b;</text>', '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'),
    ],
  ];
  it.each(bad)('are refused with %s', async (_name, text) => {
    expect(await statuses(sourceOf(folder, 'svg', text), { format: 'png' })).toEqual(REFUSED);
  });

  it('are refused when they would be huge', async () => {
    const huge = '<svg xmlns="http://www.w3.org/2000/svg" width="40000" height="40000"><rect/></svg>';
    expect(await statuses(sourceOf(folder, 'svg', huge), { format: 'png', width: 10 })).toEqual(REFUSED);
  });
});

describe('pages and frames', () => {
  const frame = (level: number) =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: { r: level, g: 0, b: 0 } } })
      .png()
      .toBuffer();
  const animation = async (count: number) => {
    const frames = [];
    for (let i = 0; i < count; i++) frames.push(await frame(Math.floor((i * 255) / count)));
    return sharp(frames, { join: { animated: true } });
  };

  it('are counted from one, and end', async () => {
    const file = await (await animation(3)).gif({ delay: [100, 200, 300], loop: 2 }).toBuffer();
    const source = sourceOf(folder, 'gif', file);
    expect(await imaging.probe(source)).toMatchObject({ width: 40, height: 30, pages: 3 });
    const { data } = await render(source, { page: 3, format: 'png' });
    expect(Math.abs((pixelAt(await pixelsOf(data), 5, 5)[0] ?? 0) - 170)).toBeLessThan(12);
    expect(await statuses(source, { page: 4, format: 'png' })).toEqual(REFUSED);
    const single = sourceOf(folder, 'png', await frame(9));
    expect((await render(single, { page: 7 })).width).toBe(40);
  });

  it.each(['gif', 'webp'])('move on in %s when asked to, with their delays and loops', async (format) => {
    const file = await (await animation(3)).gif({ delay: [100, 200, 300], loop: 2 }).toBuffer();
    const source = sourceOf(folder, 'gif', file);
    const values: TransformValues = { animate: true, width: 20, height: 20, flip: 'h', fill: 'blue', format };
    const { data, width, height } = await render(source, values);
    expect([width, height]).toEqual([20, 20]);
    const found = await sharp(data, { pages: -1 }).metadata();
    expect(found).toMatchObject({ pages: 3, pageHeight: 20, width: 20, delay: [100, 200, 300], loop: 2 });
    const last = await pixelsOf(await sharp(data, { page: 2 }).png().toBuffer());
    expect(pixelAt(last, 10, 0)[2]).toBeGreaterThan(200);
    expect(Math.abs((pixelAt(last, 10, 10)[0] ?? 0) - 170)).toBeLessThan(15);
  });

  it.each([
    { format: 'webp' },
    { format: 'gif' },
    { format: 'webp', strip: true },
    { format: 'webp', iccProfile: 'p3' },
  ] as TransformValues[])('keep the colours of their profile: %j', async (values) => {
    const data = Buffer.alloc(40 * 60 * 3, Buffer.from([220, 40, 30]));
    data.fill(90, data.length / 2);
    const film = sharp(data, { raw: { width: 40, height: 60, channels: 3, pageHeight: 30 } });
    const wide = await film.withIccProfile('p3').webp({ lossless: true }).toBuffer();
    const { icc } = await sharp(wide).metadata();
    expect(icc).toBeDefined();
    const answer = await render(sourceOf(folder, 'webp', wide), { animate: true, ...values });
    expect((await sharp(answer.data).metadata()).pages).toBe(2);
    // A viewer without a profile at hand takes the numbers for sRGB.
    const found = pixelAt(
      await pixelsOf(await sharp(answer.data, { ignoreIcc: true }).png().toBuffer()),
      20,
      15,
    );
    for (const [i, level] of [220, 40, 30].entries()) {
      expect(Math.abs((found[i] ?? 0) - level)).toBeLessThan(7);
    }
  });

  it('stay one picture otherwise', async () => {
    const source = sourceOf(folder, 'gif', await (await animation(3)).gif().toBuffer());
    expect((await sharp((await render(source, { width: 20 })).data).metadata()).pages ?? 1).toBe(1);
    const still = await render(source, { width: 20, animate: true, format: 'png' });
    expect((await sharp(still.data).metadata()).pages ?? 1).toBe(1);
  });

  it('are limited', async () => {
    const source = sourceOf(folder, 'gif', await (await animation(3)).gif().toBuffer());
    const strict = imagingFor(folder, { maxFrames: 2 });
    const transform = transformOf({ animate: true, width: 20 });
    await expect(strict.render({ source, transform })).rejects.toMatchObject({ status: 415 });
    await strict.close();
    expect((await render(source, { width: 20, format: 'png' })).width).toBe(20);
  });
});
