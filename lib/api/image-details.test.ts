import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let made = 0;

beforeAll(async () => {
  server = await startApiServer({ TRASH_KEEP_DAYS: '30' }, (imagesDir) => mkdir(join(imagesDir, 'a')));
});

afterAll(async () => {
  await server.stop();
});

/** Left half red, right half blue, twice as wide as high unless turned. */
function halves() {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">
    <rect width="200" height="200" fill="#f00"/><rect x="200" width="200" height="200" fill="#00f"/></svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

async function put(file: Buffer | ReturnType<typeof halves>, extension = 'png') {
  made += 1;
  const src = `a/${made}.${extension}`;
  const target = join(server.imagesDir, src);
  await (Buffer.isBuffer(file) ? writeFile(target, file) : file.toFile(target));
  const { data } = await server.call('GET', `/api/v1/details/?src=${src}`, { token: server.admin });
  return { id: data.id as number, src, base: `/api/v1/admin/images/${data.id}` };
}

const get = (path: string) => server.call('GET', path, { token: server.admin });
const focus = (base: string, json: unknown, headers = {}) =>
  server.call('PUT', `${base}/focus/`, { token: server.admin, json, headers });

async function cut(src: string, query: string): Promise<{ colour: number[]; etag: string | null }> {
  const { status, body, headers } = await server.get(`/image?src=${src}&format=png&gravity=smart&${query}`);
  expect(status).toBe(200);
  const { channels } = await sharp(body).stats();
  return { colour: channels.slice(0, 3).map(({ mean }) => Math.round(mean)), etag: headers.get('etag') };
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe('a focal point', () => {
  it.each([
    [0.1, 'width=100&height=100', RED],
    [0.9, 'width=100&height=100', BLUE],
    [0.1, 'width=100&height=100&flip=h', RED],
    [0.9, 'width=100&height=100&flip=h', BLUE],
    [0.1, 'width=100&height=100&angle=90', RED],
    [0.9, 'width=100&height=100&angle=-90', BLUE],
    [0.1, 'width=100&height=100&angle=180', RED],
    [0.9, 'width=90&height=90&flip=v&angle=270', BLUE],
    // Out of the crop: as near as can be.
    [0.1, 'width=50&height=100&left=0.5', BLUE],
    [0.1, 'width=400&height=100', [128, 0, 128]],
  ])('at %f with %s', async (x, query, colour) => {
    const { src, base } = await put(halves());
    await focus(base, { x, y: 0.5 });
    const found = await cut(src, query);
    for (const [i, level] of colour.entries())
      expect(Math.abs((found.colour[i] ?? 0) - level)).toBeLessThan(3);
  });

  it('counts at once for answers that are remembered, and changes their tags', async () => {
    const { src, base } = await put(halves());
    await focus(base, { x: 0.1, y: 0.5 });
    const query = 'width=60&height=60';
    const first = await cut(src, query);
    expect(await cut(src, query)).toEqual(first);
    const { data, headers } = await focus(base, { x: 0.9, y: 0.5 });
    expect(data.focus).toEqual({ x: 0.9, y: 0.5 });
    expect(headers.get('etag')).toBe(`"image-${data.id}-${data.version}"`);
    const second = await cut(src, query);
    expect([first.colour, second.colour]).toEqual([RED, BLUE]);
    expect(second.etag).not.toBe(first.etag);
  });

  it('gives way to what the address says', async () => {
    const { src, base } = await put(halves());
    await focus(base, { x: 0.1, y: 0.5 });
    const { body } = await server.get(`/image?src=${src}&width=50&height=50&focus=0.9,0.5&format=png`);
    const east = await server.get(`/image?src=${src}&width=50&height=50&gravity=e&format=png`);
    for (const each of [body, east.body]) {
      const { channels } = await sharp(each).stats();
      expect(channels.slice(0, 3).map(({ mean }) => mean)).toEqual(BLUE);
    }
  });

  it('is that of the picture as it is shown when its file lies on its side', async () => {
    const side = await halves().rotate(-90).jpeg({ quality: 95 }).toBuffer();
    const { src, base } = await put(
      await sharp(side).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      'jpg',
    );
    await focus(base, { x: 0.9, y: 0.5 });
    const { colour } = await cut(src, 'width=100&height=100');
    expect(colour[2]).toBeGreaterThan(240);
    expect(colour[0]).toBeLessThan(15);
  });

  it('is removed by nulls, stands in the history, and is refused when it is none', async () => {
    const { id, base } = await put(halves());
    await focus(base, { x: 0, y: 1 });
    expect((await get(`${base}/details/`)).data.focus).toEqual({ x: 0, y: 1 });
    expect((await focus(base, { x: null, y: null })).data.focus).toBeNull();
    const history = (await get(`${base}/history/`)).data.results;
    expect(history.slice(0, 2).map((each: any) => each.action_info)).toEqual([
      'Focal point: (removed)',
      'Focal point: 0 % from the left, 100 % from the top',
    ]);
    for (const bad of [{ x: 1.1, y: 0 }, { x: 0.5, y: null }, { x: '0', y: 0 }, { x: 0.5 }, {}]) {
      expect((await focus(base, bad)).status).toBe(400);
    }
    expect((await focus(base, { x: 0.5, y: 0.5 }, { 'If-Match': `"image-${id}-1"` })).status).toBe(409);
  });
});

describe('metadata', () => {
  it('is told in words, with where the picture was taken', async () => {
    const file = await halves()
      .withExif({
        IFD0: { Make: 'Emulsion\u0000', Copyright: `©${'x'.repeat(500)}` },
        IFD2: { FocalLength: '35/1' },
        IFD3: {
          GPSLatitudeRef: 'S',
          GPSLatitude: '0/1 0/1 0/1',
          GPSLongitudeRef: 'W',
          GPSLongitude: '10/1 30/1 0/1',
        },
      })
      .jpeg()
      .toBuffer();
    const { base } = await put(file, 'jpg');
    const { status, data } = await get(`${base}/metadata/`);
    expect(status).toBe(200);
    expect(data).toMatchObject({
      format: 'jpeg',
      width: 400,
      height: 200,
      colour: 'RGB',
      depth: 8,
      alpha: false,
      pages: 1,
      position: { latitude: 0, longitude: -10.5 },
    });
    const tags = Object.fromEntries(
      data.groups.map((group: any) => [
        group.name,
        Object.fromEntries(group.tags.map(({ name, value }: any) => [name, value])),
      ]),
    );
    expect(tags.TIFF.Make).toBe('Emulsion');
    expect(tags.TIFF.Copyright.length).toBeLessThan(310);
    expect(tags.EXIF['Focal length']).toBe('35 mm');
    expect(tags.GPS['Latitude ref']).toBe('South latitude');
  });

  it.each([
    ['png', 'png', 'two halves'],
    ['webp', 'webp', 'two halves'],
    ['avif', 'avif', 'two halves'],
    // libvips writes no description into TIFF.
    ['tif', 'tiff', 'Photometric'],
  ] as const)('is found in %s files', async (extension, format, words) => {
    const file = await halves()
      .withExif({ IFD0: { ImageDescription: 'two halves' } })
      .withIccProfile('p3')
      .toFormat(format)
      .toBuffer();
    const { base } = await put(file, extension);
    const { data } = await get(`${base}/metadata/`);
    expect(data).toMatchObject({
      format: extension === 'tif' ? 'tiff' : extension,
      colour: 'RGB',
    });
    expect(data.profile).toMatch(/P3/);
    const names = data.groups.map(({ name }: any) => name);
    expect(names).toContain('ICC');
    expect(JSON.stringify(data.groups)).toContain(words);
  });

  it('of made-up files takes bounded time and says what can be told', async () => {
    const size = 4 * 1024 * 1024;
    const bomb = Buffer.alloc(size);
    bomb.write('II*\0', 'latin1');
    bomb.writeUInt32LE(8, 4);
    bomb.writeUInt16LE(60_000, 8);
    for (let i = 0; i < 60_000; i++) {
      const at = 10 + i * 12;
      bomb.writeUInt16LE(0x9000 + (i % 500), at);
      bomb.writeUInt16LE(2, at + 2);
      bomb.writeUInt32LE(size - 1, at + 4);
    }
    const { base } = await put(bomb, 'tif');
    const start = performance.now();
    const [{ status, data }, picture] = await Promise.all([
      get(`${base}/metadata/`),
      server.get('/image?src=a/1.png&width=10'),
    ]);
    expect([status, picture.status]).toEqual([200, 200]);
    expect(data.format).toBe('tiff');
    expect(performance.now() - start).toBeLessThan(15_000);
    for (const each of ['', 'nothing', '\xff\xd8\xff\xe1\xff\xffExif\0\0']) {
      const other = await put(Buffer.from(each, 'latin1'), 'jpg');
      expect((await get(`${other.base}/metadata/`)).data.groups).toEqual([]);
    }
  }, 30_000);
});

/** Two pages of a PDF, 144 x 72 and 72 x 72 points. */
const PAPER = [
  '%PDF-1.4',
  '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
  '2 0 obj <</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>> endobj',
  '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 144 72]/Resources<<>>>> endobj',
  '4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Resources<<>>>> endobj',
  'trailer <</Root 1 0 R>>\n%%EOF',
].join('\n');

describe('a page', () => {
  it('has a size of its own, and of what is drawn one for each resolution', async () => {
    const paper = await put(Buffer.from(PAPER), 'pdf');
    const [wide, square] = await Promise.all([halves().toBuffer(), halves().resize(90, 200).toBuffer()]);
    const book = await put(
      await sharp([wide, square], { join: { animated: true } })
        .tiff()
        .toBuffer(),
      'tif',
    );
    const single = await put(halves());
    const sizeOf = async (base: string, query: string) => {
      const { status, data } = await get(`${base}/page/?${query}`);
      return status === 200 ? [data.page, data.pages, data.width, data.height, data.drawn] : status;
    };
    expect(await sizeOf(paper.base, '')).toEqual([1, 2, 300, 150, true]);
    expect(await sizeOf(paper.base, 'page=2&dpi=300')).toEqual([2, 2, 300, 300, true]);
    expect(await sizeOf(paper.base, 'page=3')).toBe(415);
    expect(await sizeOf(book.base, 'page=2&dpi=600')).toEqual([2, 2, 400, 200, false]);
    expect(await sizeOf(single.base, 'page=7')).toEqual([1, 1, 400, 200, false]);
    expect(await sizeOf(single.base, 'page=none')).toBe(400);
    const shown = await get(`/api/v1/details/?src=${paper.src}&page=2&dpi=300`);
    expect([shown.data.width, shown.data.height]).toEqual([300, 300]);
    const { data } = await get(`${paper.base}/page/?dpi=72`);
    expect(data).toMatchObject({ dpi: 72, format: 'pdf', colour: 'RGB', alpha: false });
  });
});

describe('usage', () => {
  it('counts what was served, today and in the days before', async () => {
    const { id, src, base } = await put(halves());
    const yesterday = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 20 * 3_600_000);
    await server.parts.db.imageStat.createMany({
      data: [
        {
          imageId: id,
          requests: 5,
          views: 4,
          downloads: 1,
          totalBytes: 1000,
          fromTime: yesterday,
          toTime: yesterday,
        },
        {
          imageId: id,
          requests: 9,
          views: 9,
          fromTime: new Date('2020-01-01'),
          toTime: new Date('2020-01-01'),
        },
      ],
    });
    await server.get(`/image?src=${src}&width=20`);
    await server.get(`/original?src=${src}`, {
      headers: { Authorization: `Basic ${Buffer.from(`${server.admin}:`).toString('base64')}` },
    });
    const { data } = await get(`${base}/usage/`);
    expect(data.days).toHaveLength(30);
    expect(data.days.at(-1)).toMatchObject({ requests: 2, views: 1, downloads: 1 });
    expect(data.days.at(-2)).toMatchObject({ requests: 5, views: 4, downloads: 1, bytes: 1000 });
    expect(data.last_month).toMatchObject({ requests: 7, views: 5, downloads: 2 });
    await server.parts.statistics.flush();
    expect((await get(`${base}/usage/`)).data).toEqual(data);
  });
});

describe('all that is recorded', () => {
  it('has the file, the rights and where a deleted image lies', async () => {
    const { id, base } = await put(halves());
    const { data, headers } = await get(`${base}/details/`);
    expect(data).toMatchObject({
      id,
      width: 400,
      status: 1,
      access: 70,
      public_access: 10,
      focus: null,
      trash_id: null,
    });
    expect(data.bytes).toBeGreaterThan(100);
    expect(headers.get('etag')).toBe(`"image-${id}-${data.version}"`);
    await server.call('DELETE', `/api/v1/admin/filesystem/images/${id}/`, { token: server.admin });
    const gone = (await get(`${base}/details/`)).data;
    expect(gone).toMatchObject({ status: 0, trash_id: expect.any(Number) });
    expect((await get(`${base}/metadata/`)).status).toBe(404);
  });

  it('notices a file that went away past the server', async () => {
    const { src, base } = await put(halves());
    await rename(join(server.imagesDir, src), join(server.imagesDir, `${src}.away`));
    server.parts.catalog.forget(src);
    expect((await get(`${base}/details/`)).data).toMatchObject({ status: 0, trash_id: null });
  });
});

describe('a reset', () => {
  it('forgets what was made of an image and measures it again', async () => {
    const { id, src, base } = await put(halves());
    const picture = () => server.get(`/image?src=${src}&width=33`);
    await picture();
    expect((await picture()).headers.get('x-from-cache')).toBe('True');
    await server.parts.db.image.update({ where: { id }, data: { width: 1, height: 1 } });
    const { status, data } = await server.call('POST', `${base}/reset/`, { token: server.admin, form: {} });
    expect([status, data.width, data.height]).toEqual([200, 400, 200]);
    expect((await picture()).headers.get('x-from-cache')).toBe('False');
  });
});
