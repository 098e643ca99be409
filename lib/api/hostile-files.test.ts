import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blackPng,
  emptyPng,
  manyPageTiff,
  oddTiff,
  pngWithPackedChunks,
  repeatGifFrame,
  repeatJpegScan,
} from './testing/bombs.ts';
import { runCli } from './testing/cli.ts';
import { bitFlips, truncations } from './testing/damage.ts';
import { HARMLESS_DRAWINGS, refusedDrawings } from './testing/hostile-drawings.ts';
import { photograph } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';
import { expectHarmless, watchMemory } from './testing/refusals.ts';

/** Most that one answer may take; the machine may be busy with other tests. */
const PATIENCE = 20_000;
/** Megabytes that the process may grow by at most; a 17,000 x 17,000 bomb is among the files. */
const MOST_GROWTH = 1500;

const FORMATS = ['jpg', 'png', 'gif', 'webp', 'tif', 'avif'] as const;
const SHARP_NAMES = { jpg: 'jpeg', png: 'png', gif: 'gif', webp: 'webp', tif: 'tiff' } as const;
/** Node itself cannot make a pipe that lies in a folder. */
const MAKE_PIPE = 'mkfifo';
const CUTS = 18;
const FLIPS = 24;

let server: PictureServer;
let trap: Server;
let trapAddress = '';
const trapped: string[] = [];
const memory = watchMemory();

async function ask(path: string): Promise<{ status: number; body: Buffer }> {
  const answer = await server.get(path, { signal: AbortSignal.timeout(PATIENCE) });
  expectHarmless(answer, [server.imagesDir, server.dataDir, '/etc/']);
  return answer;
}

const statusOf = async (name: string, rest = 'width=40&format=png') =>
  (await ask(`/image?src=${encodeURIComponent(name)}&${rest}`)).status;

const put = (name: string, content: Buffer | string) => writeFile(join(server.imagesDir, name), content);

beforeAll(async () => {
  trap = createServer((request, response) => {
    trapped.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  trapAddress = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/trap.png`;
  server = await startPictureServer(
    async (folder) => writeFile(join(folder, 'good.jpg'), await photograph(200, 150).jpeg().toBuffer()),
    { IMAGE_TIMEOUT_SECONDS: '15', ICC_DIR: '' },
  );
  await runCli(['access', 'set', '/', 'Public', 'download'], { DATA_DIR: server.dataDir });
}, 60_000);

afterAll(async () => {
  memory.stop();
  await server?.stop();
  trap?.close();
});

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

describe('what is no file', () => {
  it('is not found: pipes, folders and links that lead nowhere or in circles', async () => {
    execFileSync(MAKE_PIPE, [join(server.imagesDir, 'pipe.jpg')]);
    await mkdir(join(server.imagesDir, 'folder.jpg'));
    await symlink('loop.jpg', join(server.imagesDir, 'loop.jpg'));
    await symlink('missing.jpg', join(server.imagesDir, 'dangling.jpg'));
    await symlink('/dev/zero', join(server.imagesDir, 'zero.jpg'));
    for (const name of ['pipe.jpg', 'folder.jpg', 'loop.jpg', 'dangling.jpg', 'zero.jpg', 'good.jpg/x.jpg']) {
      expect([name, await statusOf(name)]).toEqual([name, 404]);
      expect((await ask(`/original?src=${name}`)).status).toBe(404);
      expect(await statusOf('good.jpg', `width=50&overlay=${name}`)).toBe(404);
    }
  });

  it('is not shown when it may not be read', async () => {
    await put('closed.jpg', await photograph(30, 20).jpeg().toBuffer());
    await chmod(join(server.imagesDir, 'closed.jpg'), 0);
    // Root reads everything, so there the file is like any other.
    const isRoot = process.getuid?.() === 0;
    const status = await statusOf('closed.jpg');
    if (isRoot) expect(status).toBe(200);
    else expect([403, 404, 415]).toContain(status);
    expect((await ask('/original?src=closed.jpg')).status).toBe(isRoot ? 200 : 404);
  });
});

describe('names', () => {
  it('of all kinds find their files', async () => {
    const picture = await photograph(30, 20).jpeg().toBuffer();
    const names = [
      '50%.jpg',
      '%2e%2e.jpg',
      '"q\'<b>&amp.jpg',
      '🌻 写真.jpg',
      'a;b=c#d?.jpg',
      'back\\slash.jpg',
    ];
    for (const name of [...names, `${'n'.repeat(251)}.jpg`, `${'é'.repeat(125)}.jpg`]) {
      await put(name, picture);
      expect([name, await statusOf(name)]).toEqual([name, 200]);
      const { status } = await ask(`/original?src=${encodeURIComponent(name)}&attach=1`);
      expect([name, status]).toEqual([name, 200]);
    }
  });

  it('with line ends or over-long are refused', async () => {
    await put('line\nend.jpg', await photograph(30, 20).jpeg().toBuffer());
    expect(await statusOf('line\nend.jpg')).toBe(400);
    expect(await statusOf(`${'n'.repeat(300)}.jpg`)).toBe(404);
    expect(await statusOf(`${'写'.repeat(100)}.jpg`)).toBe(404);
    expect(await statusOf('folder/'.repeat(140))).toBe(404);
    expect(await statusOf(`${'写/'.repeat(511)}x`)).toBe(404);
    expect(await statusOf('a/'.repeat(3000))).toBe(400);
  });

  it.each([
    [850, 200],
    [900, 400],
  ])('of %i characters without pattern, which no index can shorten, answer %i', async (length, status) => {
    const part = (seed: number) =>
      String.fromCodePoint(
        ...Array.from({ length: 80 }, (_, i) => 0x4e00 + ((i * 7919 + seed * 104_729) % 20_000)),
      );
    let folder = part(0);
    while (folder.length < length - 6) folder += `/${part(folder.length)}`;
    const path = `${folder.slice(0, length - 6)}/x.jpg`;
    await mkdir(join(server.imagesDir, path, '..'), { recursive: true });
    await put(path, await photograph(30, 20).jpeg().toBuffer());
    expect(await statusOf(path)).toBe(status);
  });
});

describe('files that change while they are read', () => {
  const size = 64 * 1024 * 1024;

  it('never get an answer of another length than promised', async () => {
    await put('growing.jpg', Buffer.alloc(1000, 1));
    let writing = true;
    const writer = (async () => {
      for (let length = 1000; writing; length += 50_000)
        await put('growing.jpg', Buffer.alloc(length % 4_000_000, 1));
    })();
    for (let i = 0; i < 30; i++) {
      // The answer may break off, or say that the file is being changed; it may not lie or hang.
      const answer = await server
        .get('/original?src=growing.jpg', { signal: AbortSignal.timeout(PATIENCE) })
        .catch((error: Error) => error);
      if (answer instanceof Error) expect(answer.name).not.toBe('TimeoutError');
      else if (answer.status === 200)
        expect(String(answer.body.length)).toBe(answer.headers.get('content-length'));
      else expect([404, 503]).toContain(answer.status);
    }
    writing = false;
    await writer;
  });

  it(
    'break the answer off when they become shorter',
    async () => {
      await put('shrinking.jpg', Buffer.alloc(size, 1));
      const { port } = new URL(server.address);
      const socket = connect(Number(port), '127.0.0.1');
      let received = 0;
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.on('data', (chunk) => {
          received += chunk.length;
          socket.pause();
          resolve();
        });
        socket.write('GET /original?src=shrinking.jpg HTTP/1.1\r\nHost: x\r\n\r\n');
      });
      await truncate(join(server.imagesDir, 'shrinking.jpg'), 1_000_000);
      socket.removeAllListeners('data');
      socket.on('data', (chunk) => {
        received += chunk.length;
      });
      socket.on('error', () => undefined);
      socket.resume();
      await closed;
      expect(received).toBeLessThan(size);
    },
    PATIENCE,
  );
});

describe('the server', () => {
  it('still answers at once and did not grow without bound', async () => {
    const start = performance.now();
    expect(await statusOf('good.jpg', 'width=77')).toBe(200);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(memory.growth()).toBeLessThan(MOST_GROWTH);
  });
});
