import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  blackPng,
  emptyPng,
  manyPageTiff,
  oddTiff,
  pngWithPackedChunks,
  repeatGifFrame,
  repeatJpegScan,
} from '../bombs.ts';
import { HARMLESS_DRAWINGS, refusedDrawings } from '../hostile-drawings.ts';
import { put, statusOf, trapAddress, trapped } from './ground.ts';

/** Files that are far more than they seem. */
export function excessTests(): void {
  describe('pictures that are far more than their files', () => {
    it('refuses what promises or holds too many pixels', async () => {
      await put('promise.png', emptyPng(50_000, 50_000));
      await put('promise2.png', emptyPng(17_000, 17_000));
      await put('promise3.png', emptyPng(17_000, 17_000, true));
      await put('bomb20.png', await blackPng(20_000, 20_000));
      for (const name of ['promise.png', 'promise2.png', 'promise3.png', 'bomb20.png']) {
        expect(await statusOf(name)).toBe(415);
        expect(await statusOf('good.jpg', `width=50&overlay=${name}`)).toBe(415);
      }
    });

    it('draws what is large and allowed within bounds', async () => {
      await put('bomb17.png', await blackPng(17_000, 17_000));
      expect(await statusOf('bomb17.png')).toBe(200);
      expect(await statusOf('good.jpg', 'width=50&overlay=bomb17.png')).toBe(200);
      expect(await statusOf('bomb17.png', 'width=16000')).toBe(400);
      expect(await statusOf('bomb17.png', 'format=png&colorspace=rgb')).toBe(400);
    });

    it.each([
      ['iCCP', 200_000_000, 1],
      ['zTXt', 200_000_000, 1],
      ['zTXt', 7_000_000, 50],
      ['iTXt', 7_000_000, 50],
    ] as const)('unpacks no endless %s chunks (%i bytes, %i times)', async (type, bytes, times) => {
      const name = `${type}-${times}.png`;
      await put(name, await pngWithPackedChunks(type, bytes, times));
      for (const rest of ['width=20', 'strip=0&width=21&format=jpg']) {
        expect([200, 415]).toContain(await statusOf(name, rest));
      }
    });

    it('ends with TIFF directories that never do', async () => {
      const files: Record<string, Buffer> = {
        self: manyPageTiff(1, true),
        circle: manyPageTiff(3, true),
        many: manyPageTiff(10_000),
        outside: oddTiff([], 0x7fffffff),
        inPixels: oddTiff([], 9),
      };
      for (const [name, content] of Object.entries(files)) {
        await put(`${name}.tif`, content);
        expect([200, 415]).toContain(await statusOf(`${name}.tif`));
        expect([200, 415]).toContain(await statusOf(`${name}.tif`, 'page=2&format=tif&strip=0'));
        expect([200, 415]).toContain(await statusOf(`${name}.tif`, 'page=999999&format=png'));
      }
      expect(await statusOf('many.tif', 'page=10000&format=png')).toBe(200);
    });

    it('survives absurd TIFF tags', async () => {
      const most = 0xffffffff;
      const tags = [
        { tag: 256, type: 4, count: 1, value: most },
        { tag: 257, type: 4, count: 1, value: most },
        { tag: 258, type: 3, count: 1, value: 65535 },
        { tag: 259, type: 3, count: 1, value: 34712 },
        { tag: 262, type: 3, count: 1, value: 9999 },
        { tag: 273, type: 4, count: 0x0fffffff, value: 8 },
        { tag: 273, type: 4, count: 1, value: most },
        { tag: 277, type: 3, count: 1, value: 65535 },
        { tag: 278, type: 4, count: 1, value: 0 },
        { tag: 279, type: 4, count: 1, value: most },
        { tag: 322, type: 4, count: 1, value: 0x7ffffff0 },
        { tag: 315, type: 2, count: most, value: 8 },
        { tag: 330, type: 4, count: 60_000, value: 264 },
        { tag: 700, type: 1, count: 0x7fffffff, value: 8 },
        { tag: 33723, type: 4, count: 0x3fffffff, value: 8 },
        { tag: 34665, type: 4, count: 1, value: 264 },
        { tag: 34675, type: 1, count: most, value: 8 },
      ] as const;
      for (const [i, tag] of tags.entries()) {
        await put(`odd-${i}.tif`, oddTiff([tag]));
        for (const rest of ['width=20&format=png', 'format=tif&strip=0&angle=3']) {
          expect([200, 415]).toContain(await statusOf(`odd-${i}.tif`, rest));
        }
      }
    });

    it('draws one of ten thousand frames, and moves only so many', async () => {
      const flat = (side: number) =>
        sharp({ create: { width: side, height: side, channels: 3, background: '#123456' } });
      await put('frames.gif', repeatGifFrame(await flat(2).gif().toBuffer(), 10_000));
      await put('large-frames.gif', repeatGifFrame(await flat(1000).gif().toBuffer(), 2000));
      const frames = await Promise.all(
        Array.from({ length: 600 }, (_, i) =>
          sharp({
            create: { width: 8, height: 8, channels: 3, background: { r: i % 256, g: (i * 91) % 256, b: 9 } },
          })
            .png()
            .toBuffer(),
        ),
      );
      await put(
        'frames.webp',
        await sharp(frames, { join: { animated: true } })
          .webp({ effort: 0, lossless: true })
          .toBuffer(),
      );
      for (const name of ['frames.gif', 'large-frames.gif', 'frames.webp']) {
        expect(await statusOf(name)).toBe(200);
        expect(await statusOf(name, 'page=300&width=20&format=png')).toBe(200);
      }
      expect(await statusOf('frames.gif', 'animate=1&width=20')).toBe(415);
      expect(await statusOf('frames.webp', 'animate=1&width=20')).toBe(415);
      expect(await statusOf('large-frames.gif', 'animate=1&width=1500')).toBe(415);
      // Each frame is drawn on those before it.
      expect(await statusOf('large-frames.gif', 'page=2000&width=20&format=png')).toBe(415);
      expect(await statusOf('frames.gif', 'page=10000&width=20&format=png')).toBe(200);
      expect(await statusOf('frames.gif', 'page=10001&width=20&format=png')).toBe(415);
    });

    it('does not decode a progressive JPEG of endless scans', async () => {
      const progressive = await sharp({
        create: { width: 3000, height: 3000, channels: 3, background: '#123456' },
      })
        .jpeg({ progressive: true })
        .toBuffer();
      await put('scans.jpg', repeatJpegScan(progressive, 400));
      expect(await statusOf('scans.jpg')).toBe(415);
    });
  });

  describe('drawings', () => {
    it('that reach out or grow without bound are refused, also as overlays', async () => {
      const drawings = refusedDrawings(trapAddress);
      const statuses: Record<string, number> = {};
      for (const [name, text] of Object.entries(drawings)) {
        await put(`bad-${name}.svg`, text);
        statuses[name] = await statusOf(`bad-${name}.svg`);
        statuses[`${name} as overlay`] = await statusOf('good.jpg', `width=50&overlay=bad-${name}.svg`);
      }
      expect(Object.entries(statuses).filter(([, status]) => status !== 415)).toEqual([]);
      expect(trapped).toEqual([]);
    });

    it.each(Object.entries(HARMLESS_DRAWINGS))('with %s are drawn', async (name, text) => {
      await put(`fine-${name}.svg`, text);
      expect(await statusOf(`fine-${name}.svg`)).toBe(200);
    });

    it('may say any size', async () => {
      await put(
        'wide.svg',
        '<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><rect width="9" height="9"/></svg>',
      );
      expect(await statusOf('wide.svg')).toBe(415);
      await put('odd.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"><rect/></svg>');
      expect(await statusOf('odd.svg')).toBe(415);
    });
  });
}
