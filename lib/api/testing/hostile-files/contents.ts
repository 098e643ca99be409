import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { oddTiff } from '../bombs.ts';
import { bitFlips, truncations } from '../damage.ts';
import { photograph } from '../originals.ts';
import { ask, put, statusOf } from './ground.ts';

const FORMATS = ['jpg', 'png', 'gif', 'webp', 'tif', 'avif'] as const;
const SHARP_NAMES = { jpg: 'jpeg', png: 'png', gif: 'gif', webp: 'webp', tif: 'tiff' } as const;
const CUTS = 18;
const FLIPS = 24;

/** Files whose content is damaged, or not what their names say. */
export function contentTests(): void {
  describe('damaged files', () => {
    const whole = (format: (typeof FORMATS)[number]) =>
      format === 'avif'
        ? photograph(120, 80).avif({ effort: 0 }).toBuffer()
        : photograph(120, 80).toFormat(SHARP_NAMES[format]).toBuffer();

    it.each(FORMATS)('%s cut short is refused wherever it ends', async (format) => {
      const broken = truncations(await whole(format), CUTS);
      await Promise.all(broken.map((content, i) => put(`cut-${i}.${format}`, content)));
      const statuses = await Promise.all(broken.map((_, i) => statusOf(`cut-${i}.${format}`)));
      expect(statuses).toEqual(broken.map(() => 415));
    });

    it.each(FORMATS)('%s with turned bits is drawn or refused', async (format) => {
      const broken = bitFlips(await whole(format), FLIPS, 7);
      await Promise.all(broken.map((content, i) => put(`flip-${i}.${format}`, content)));
      for (const rest of ['width=40&format=png', 'strip=0&angle=5&format=jpg&page=2']) {
        const statuses = await Promise.all(broken.map((_, i) => statusOf(`flip-${i}.${format}`, rest)));
        expect(statuses.filter((status) => status !== 200 && status !== 415)).toEqual([]);
      }
    });
  });

  describe('files under a wrong name', () => {
    it('are drawn by their content', async () => {
      await put('jpeg.png', await photograph(60, 40).jpeg().toBuffer());
      await put('png.jpg', await photograph(60, 40).png().toBuffer());
      await put('webp.tif', await photograph(60, 40).webp().toBuffer());
      for (const name of ['jpeg.png', 'png.jpg', 'webp.tif']) {
        const { status, body } = await ask(`/image?src=${name}&width=30&format=png`);
        expect(status).toBe(200);
        expect((await sharp(body).metadata()).width).toBe(30);
      }
    });

    const others: Array<[string, Buffer | string]> = [
      ['nothing', ''],
      ['one byte', '\xff'],
      ['text', 'This is not a picture.'],
      ['html', '<!doctype html><script>alert(1)</script>'],
      ['html with a drawing', '<!doctype html><body><svg><script>alert(1)</script></svg></body>'],
      ['elf', Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1')],
      ['zip', Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1')],
      ['gzip', gzipSync('x'.repeat(10_000_000))],
      ['svgz', gzipSync('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
      ['pdf', '%PDF-1.7\n%%EOF'],
      ['postscript', '%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file'],
      ['mvg', "push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 '/etc/passwd'"],
      ['msl', '<?xml version="1.0"?><image><read filename="/etc/passwd"/><write filename="/tmp/x"/></image>'],
      ['heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
      ['jxl', Buffer.from([0xff, 0x0a, 1, 2, 3, 4])],
      ['jxl box', Buffer.from('\0\0\0\x0cJXL \r\n\x87\n', 'latin1')],
      ['jp2', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1')],
      ['exr', Buffer.from([0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0])],
      ['hdr', '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n'],
      ['pixmap', 'P3 1 1 255 1 2'],
      ['bitmap', 'P4 90 90\n'],
      ['icon', Buffer.from('\0\0\x01\0\x01\0\x10\x10', 'latin1')],
      ['targa', Buffer.from('\0\0\x02\0\0\0\0\0\0\0\0\0\x09\0\x09\0\x18\0', 'latin1')],
      ['vips', Buffer.from([0xb6, 0xa6, 0xf2, 0x08, ...new Array<number>(200).fill(1)])],
      ['fits', `SIMPLE  =                    T${' '.repeat(2900)}`],
      ['matrix', '2 2\n1 2\n3 4\n'],
      ['table', '1,2,3\n4,5,6\n'],
      ['bmp', Buffer.from('BM\x46\0\0\0\0\0\0\0\x36\0\0\0', 'latin1')],
      ['psd', Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03', 'latin1')],
    ];
    const own = [
      'jpg',
      'png',
      'svg',
      'tif',
      'gif',
      'webp',
      'avif',
      'pdf',
      'eps',
      'v',
      'fits',
      'mvg',
      'msl',
      'dng',
      'bmp',
      'tga',
      'psd',
    ];
    it.each(others)('that hold %s are refused under every one', async (kind, content) => {
      for (const extension of own) await put(`${kind}.${extension}`, content);
      const statuses = await Promise.all(own.map((extension) => statusOf(`${kind}.${extension}`)));
      expect(statuses).toEqual(own.map(() => 415));
      expect(await statusOf('good.jpg', `width=30&overlay=${encodeURIComponent(`${kind}.jpg`)}`)).toBe(415);
      expect((await ask(`/image?src=${encodeURIComponent(`${kind}.jpg`)}`)).status).toBe(415);
    });

    it('that are camera raw inside a TIFF are refused', async () => {
      await put('raw.tif', oddTiff([{ tag: 50706, type: 1, count: 4, value: 1 }]));
      await put('raw.dng', oddTiff());
      expect([await statusOf('raw.tif'), await statusOf('raw.dng')]).toEqual([415, 415]);
    });
  });
}
