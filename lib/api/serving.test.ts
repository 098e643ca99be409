import { copyFile, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/cli.ts';
import { disc, photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

let server: PictureServer;
let tracker: Server;
const tracked: string[] = [];

const cli = (args: string[], input?: string) => runCli(args, { DATA_DIR: server.dataDir }, input);
const image = (query: string, headers: Record<string, string> = {}) =>
  server.get(`/image?${query}`, { headers });
const original = (query: string, headers: Record<string, string> = {}) =>
  server.get(`/original?${query}`, { headers });

beforeAll(async () => {
  tracker = createServer((request, response) => {
    tracked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve));
  const { port } = tracker.address() as AddressInfo;
  server = await startPictureServer(
    async (folder) => {
      await save(folder, 'a.jpg', photograph(400, 300));
      await save(folder, 'blue bells.jpg', photograph(320, 240, 2));
      await save(folder, 'façade 写真.jpg', photograph(320, 240, 3));
      await save(folder, 'open/b.jpg', photograph(400, 300, 4));
      await save(folder, 'private/c.jpg', photograph(400, 300, 5));
      await save(folder, 'private/mark.png', disc(60, 60, '#ff0000'));
      await save(folder, 'logo.png', disc(200, 100, '#00aa00'));
      await save(folder, '.hidden/d.jpg', photograph(64, 64, 6));
      await writeFile(join(folder, 'notes.txt'), 'not a picture');
      await writeFile(
        join(folder, 'drawing.svg'),
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>',
      );
    },
    { XREF_TRACKING_URL: `http://127.0.0.1:${port}/seen?ref=` },
  );
  await cli(['access', 'set', '/open', 'Public', 'download']);
  await cli(['access', 'set', '/private', 'Public', 'none']);
  await cli(
    ['template', 'put', 'Marked', '-'],
    JSON.stringify({ overlay_src: { value: 'private/mark.png' }, width: { value: 90 } }),
  );
  await cli(
    ['template', 'put', 'Fresh', '-'],
    JSON.stringify({ width: { value: 80 }, expiry_secs: { value: -1 } }),
  );
  await cli(
    ['template', 'put', 'Silent', '-'],
    JSON.stringify({ width: { value: 80 }, expiry_secs: { value: 0 }, attachment: { value: true } }),
  );
}, 90_000);

afterAll(async () => {
  await server?.stop();
  tracker?.close();
});

describe('headers of a picture', () => {
  it('says what it is, how long it keeps and whether it was cached', async () => {
    const first = await image('src=a.jpg&width=101');
    const second = await image('src=a.jpg&width=101');
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe('image/jpeg');
    expect(first.headers.get('content-length')).toBe(String(first.body.length));
    expect(first.headers.get('x-from-cache')).toBe('False');
    expect(second.headers.get('x-from-cache')).toBe('True');
    expect(second.body.equals(first.body)).toBe(true);
    for (const { headers } of [first, second]) {
      expect(headers.get('cache-control')).toBe('public, max-age=604800');
      const kept = Date.parse(headers.get('expires') ?? '') - Date.parse(headers.get('date') ?? '');
      expect(Math.abs(kept - 604_800_000)).toBeLessThan(2000);
      expect(headers.get('etag')).toBe(first.headers.get('etag'));
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toContain('X-From-Cache');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-disposition')).toBeNull();
      expect(headers.get('vary')).toBeNull();
      expect(Number(headers.get('x-time-taken'))).toBeGreaterThan(0);
      expect(headers.get('server-timing')).toMatch(/^(render|memory);dur=\d+(\.\d+)?$/);
    }
  });

  it.each([
    ['the tag', (tag: string) => tag, 304],
    ['an unquoted tag', (tag: string) => tag.slice(1, -1), 304],
    ['a weak tag in a list', (tag: string) => `"x", W/${tag}`, 304],
    ['another tag', () => '"0000"', 200],
  ])('answers %s', async (_case, header, status) => {
    const { headers } = await image('src=a.jpg&width=102');
    const answer = await image('src=a.jpg&width=102', { 'If-None-Match': header(headers.get('etag') ?? '') });
    expect(answer.status).toBe(status);
    if (status !== 304) return;
    expect(answer.body.length).toBe(0);
    expect(answer.headers.get('etag')).toBe(headers.get('etag'));
    expect(answer.headers.get('cache-control')).toBe('public, max-age=604800');
    expect(answer.headers.get('x-from-cache')).toBeNull();
    expect(answer.headers.get('content-length')).toBeNull();
  });

  it('has no tag and no cache time where the template forbids keeping', async () => {
    const { headers } = await image('src=a.jpg&tmp=fresh');
    expect(headers.get('cache-control')).toBe('public, no-cache');
    expect(headers.get('expires')).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
    expect(headers.get('etag')).toBeNull();
  });

  it('says nothing about keeping where the template says 0, and attaches', async () => {
    const { headers } = await image('src=a.jpg&tmp=SILENT');
    expect(headers.get('cache-control')).toBeNull();
    expect(headers.get('expires')).toBeNull();
    expect(headers.get('etag')).not.toBeNull();
    expect(headers.get('content-disposition')).toBe('attachment; filename="a.jpg"');
    const inline = await image('src=a.jpg&tmp=silent&attach=0');
    expect(inline.headers.get('content-disposition')).toBeNull();
  });

  it.each([
    ['src=blue%20bells.jpg&width=50&attach=1', 'attachment; filename="blue bells.jpg"'],
    ['src=blue+bells.jpg&width=50&attach=1&format=png', 'attachment; filename="blue bells.png"'],
    [
      `src=${encodeURIComponent('façade 写真.jpg')}&width=50&attach=1`,
      'attachment; filename="facade .jpg"; filename*=UTF-8\'\'fa%C3%A7ade%20%E5%86%99%E7%9C%9F.jpg',
    ],
  ])('names the download: %s', async (query, disposition) => {
    expect((await image(query)).headers.get('content-disposition')).toBe(disposition);
  });
});

describe('equal requests share an entry', () => {
  it.each([
    ['width=110&height=60', 'height=60&width=110'],
    ['width=111&flip=h', 'width=111&amp;flip=h'],
    ['width=112', 'width=112&angle=360&format=jpg&left=0&right=1'],
    ['tmp=SmallJpeg', 'tmp=smalljpeg&width=200&height=200&format=jpg&quality=80&strip=1&colorspace=rgb'],
    ['width=113&height=113', 'width=113&height=113&fill=FFFFFF'],
    ['width=114', 'width=114&fill=red'],
    ['flip=h&width=115', 'angle=180&flip=v&width=115'],
    ['width=116&colorspace=srgb', 'width=116&colorspace=rgb'],
    ['width=117&xref=one', 'width=117&stats=0&attach=1'],
  ])('%s and %s', async (one, other) => {
    const first = await image(`src=a.jpg&${one}`);
    const second = await image(`src=a.jpg&${other}`);
    expect(second.status).toBe(200);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(second.headers.get('x-from-cache')).toBe('True');
  });

  it.each([
    ['width=120&angle=-90', 'width=120&angle=270'],
    ['width=121&quality=80', 'width=121&quality=81'],
    ['width=122&format=jpeg', 'width=122&format=jpg'],
  ])('%s and %s do not', async (one, other) => {
    const first = await image(`src=a.jpg&${one}`);
    const second = await image(`src=a.jpg&${other}`);
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
    expect(second.headers.get('x-from-cache')).toBe('False');
  });

  it('makes one picture for many who ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => image('src=open/b.jpg&width=333&angle=12')),
    );
    const { text } = await server.services.metrics();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.toString('base64'))).size).toBe(1);
    expect(text).toMatch(/emulsion_picture_requests_total\{status="200",from="flight"\} \d+/);
  });
});

describe('addresses', () => {
  it.each([
    ['/image?src=/a.jpg&width=60', 200],
    ['/image?src=open//../a.jpg&width=60', 200],
    ['/image?src=a.jpg.tif&width=60', 200],
    ['/erez/erez?src=a.jpg&width=60', 200],
    ['/erez5/erez?src=a.jpg&width=60', 200],
    ['/image?src=.hidden/d.jpg&width=60', 200],
    ['/image/?src=a.jpg', 404],
    ['/original/?src=a.jpg', 404],
    ['/image', 400],
    ['/image?src=', 400],
    ['/image?src=/', 400],
    ['/image?src=open', 404],
    ['/image?src=A.JPG', 404],
    ['/image?src=../a.jpg', 403],
    ['/image?src=/etc/passwd', 404],
    ['/image?src=notes.txt', 415],
    ['/image?src=notes.txt&width=20', 415],
    ['/image?src=private/c.jpg&width=60', 403],
    // As if it were there.
    ['/image?src=private/missing.jpg&width=60', 403],
    ['/image?src=a.jpg&width=60&overlay=private/mark.png', 403],
    ['/image?src=a.jpg&tmp=marked', 200],
    ['/original?src=a.jpg', 403],
    ['/original?src=open/b.jpg', 200],
    ['/original?src=open/b.jpg&width=99999', 200],
    [`/original?src=open/b.jpg&xref=${'x'.repeat(1025)}`, 400],
  ])('%s answers %i', async (path, status) => {
    const answer = await server.get(path, { redirect: 'manual' });
    expect(answer.status).toBe(status);
    if (status < 400) return;
    expect(answer.headers.get('cache-control')).toBeNull();
    expect(answer.body.toString()).not.toContain(server.imagesDir);
    expect(answer.body.length).toBeLessThan(1000);
  });

  it('answers OPTIONS, refuses other methods', async () => {
    const options = await server.get('/image?src=a.jpg', { method: 'OPTIONS' });
    expect(options.status).toBe(200);
    expect(options.headers.get('access-control-allow-headers')).toContain('If-None-Match');
    const post = await server.get('/image?src=a.jpg', { method: 'POST', body: 'x' });
    expect(post.status).toBe(405);
    expect(post.headers.get('allow')).toContain('GET');
  });

  it('answers HEAD with everything but the body', async () => {
    const early = await server.get('/image?src=a.jpg&width=61', { method: 'HEAD' });
    const full = await image('src=a.jpg&width=61');
    const late = await server.get('/image?src=a.jpg&width=61', { method: 'HEAD' });
    for (const head of [early, late]) {
      expect(head.status).toBe(200);
      expect(head.body.length).toBe(0);
      for (const name of ['content-type', 'etag', 'cache-control']) {
        expect(head.headers.get(name)).toBe(full.headers.get(name));
      }
    }
    // Nothing was made for the first one; the picture came with the GET.
    expect(full.headers.get('x-from-cache')).toBe('False');
    expect(late.headers.get('content-length')).toBe(String(full.body.length));
  });

  it('shows a vector without a format as PNG', async () => {
    const answer = await image('src=drawing.svg&width=20');
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect((await sharp(answer.body).metadata()).width).toBe(20);
  });
});

describe('the original file', () => {
  it('arrives byte for byte, never cached, inline unless attached', async () => {
    const answer = await original('src=open/b.jpg');
    expect(answer.body.equals(await readFile(join(server.imagesDir, 'open/b.jpg')))).toBe(true);
    expect(answer.headers.get('content-disposition')).toBe('inline; filename="b.jpg"');
    expect(answer.headers.get('x-from-cache')).toBe('False');
    const attached = await original('src=open/b.jpg&attach=1', {
      'If-None-Match': answer.headers.get('etag') ?? '',
    });
    expect(attached.status).toBe(304);
    expect((await original('src=open/b.jpg&attach=1')).headers.get('content-disposition')).toBe(
      'attachment; filename="b.jpg"',
    );
  });
});

describe('parts of the original file', () => {
  const url = 'src=open/b.jpg';
  const file = () => readFile(join(server.imagesDir, 'open/b.jpg'));

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, undefined],
    ['bytes=-50', -50, undefined],
  ])('%s', async (range, start, end) => {
    const whole = await file();
    const part = whole.subarray(start, end);
    const answer = await original(url, { Range: range });
    expect(answer.status).toBe(206);
    expect(answer.body.equals(part)).toBe(true);
    expect(answer.headers.get('content-length')).toBe(String(part.length));
    const from = start < 0 ? whole.length + start : start;
    expect(answer.headers.get('content-range')).toBe(
      `bytes ${from}-${from + part.length - 1}/${whole.length}`,
    );
  });

  it('answers 416 beyond the end, the whole to a stale If-Range, 304 to its date', async () => {
    const { size } = await stat(join(server.imagesDir, 'open/b.jpg'));
    const beyond = await original(url, { Range: `bytes=${size}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
    const whole = await original(url, { Range: 'bytes=0-1', 'If-Range': '"old"' });
    expect([whole.status, whole.body.length]).toEqual([200, size]);
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    const modified = whole.headers.get('last-modified') ?? '';
    expect((await original(url, { 'If-Modified-Since': modified })).status).toBe(304);
    const before = new Date(Date.parse(modified) - 1000).toUTCString();
    expect((await original(url, { 'If-Modified-Since': before })).status).toBe(200);
    const etag = whole.headers.get('etag') ?? '';
    const valid = await original(url, { Range: 'bytes=0-1', 'If-Range': etag });
    expect([valid.status, valid.body.length]).toEqual([206, 2]);
  });
});

describe('the best type', () => {
  it.each([
    ['image/avif,image/webp,*/*', 'a.jpg', 'image/avif'],
    ['image/webp,*/*', 'a.jpg', 'image/webp'],
    ['*/*', 'a.jpg', 'image/jpeg'],
    ['image/avif;q=0,image/webp;q=0.5', 'logo.png', 'image/webp'],
    ['', 'logo.png', 'image/png'],
  ])('for Accept %s of %s', async (accept, src, type) => {
    const answer = await image(`src=${src}&width=70&format=auto`, { Accept: accept });
    const again = await image(`src=${src}&width=70&format=auto`, { Accept: accept });
    for (const { headers } of [answer, again]) {
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('vary')).toBe('Accept');
    }
    expect(again.headers.get('x-from-cache')).toBe('True');
    const plain = await image(`src=${src}&width=70`, { Accept: accept });
    expect(plain.headers.get('vary')).toBeNull();
  });
});

describe('files that come and go', () => {
  const redness = async (body: Buffer) => (await sharp(body).stats()).channels[0]?.mean ?? 0;
  const plain = (colour: string) =>
    sharp({ create: { width: 100, height: 80, channels: 3, background: colour } })
      .jpeg()
      .toBuffer();

  it('serves a new one at once, follows its changes, its end and its return', async () => {
    const file = join(server.imagesDir, 'new/one.jpg');
    const query = 'src=new/one.jpg&width=50';
    expect((await image(query)).status).toBe(404);
    await mkdir(join(server.imagesDir, 'new'));
    await writeFile(file, await plain('#000000'));
    await vi.waitFor(async () => expect((await image(query)).status).toBe(200), { timeout: 5000 });
    expect(await redness((await image(query)).body)).toBeLessThan(5);
    const before = (await image(query)).headers.get('etag');

    await writeFile(file, await plain('#ff0000'));
    await vi.waitFor(async () => expect(await redness((await image(query)).body)).toBeGreaterThan(250), {
      timeout: 5000,
    });
    expect((await image(query)).headers.get('etag')).not.toBe(before);

    await rm(join(server.imagesDir, 'new'), { recursive: true });
    await vi.waitFor(async () => expect((await image(query)).status).toBe(404), { timeout: 5000 });

    await mkdir(join(server.imagesDir, 'new'));
    await writeFile(file, await plain('#000000'));
    await vi.waitFor(async () => expect((await image(query)).status).toBe(200), { timeout: 5000 });
    expect(await redness((await image(query)).body)).toBeLessThan(5);
  });

  it('serves many new ones of a new folder that are asked for at once', async () => {
    const folder = join(server.imagesDir, 'deep/down/many');
    await mkdir(folder, { recursive: true });
    const bytes = await plain('#00ff00');
    const names = Array.from({ length: 40 }, (_, i) => `${i}.jpg`);
    await Promise.all(names.map((name) => writeFile(join(folder, name), bytes)));
    const answers = await Promise.all(names.map((name) => image(`src=deep/down/many/${name}&width=20`)));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
  });

  it('notices a file of the same size', async () => {
    const file = join(server.imagesDir, 'same.png');
    const flat = (colour: string) =>
      sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
        .png({ compressionLevel: 0 })
        .toBuffer();
    await writeFile(file, await flat('#ff0000'));
    const { size } = await stat(file);
    expect(await redness((await image('src=same.png&width=20')).body)).toBeGreaterThan(250);
    await writeFile(file, await flat('#000000'));
    await utimes(file, new Date(), new Date());
    expect((await stat(file)).size).toBe(size);
    await vi.waitFor(
      async () => expect(await redness((await image('src=same.png&width=20')).body)).toBeLessThan(5),
      { timeout: 5000 },
    );
  });

  it('refuses a broken file until it is replaced', async () => {
    const file = join(server.imagesDir, 'broken.jpg');
    await writeFile(file, (await plain('#ffffff')).subarray(0, 200));
    expect((await image('src=broken.jpg&width=20')).status).toBe(415);
    expect((await image('src=broken.jpg&width=20')).status).toBe(415);
    await copyFile(join(server.imagesDir, 'a.jpg'), file);
    await vi.waitFor(async () => expect((await image('src=broken.jpg&width=20')).status).toBe(200), {
      timeout: 5000,
    });
  });
});

describe('rights and templates', () => {
  it('change at once for pictures that are cached', async () => {
    const query = 'src=open/b.jpg&width=130&tmp=fresh';
    expect((await image(query)).status).toBe(200);
    await cli(['access', 'set', '/open', 'Public', 'none']);
    await vi.waitFor(async () => expect((await image(query)).status).toBe(403), { timeout: 5000 });
    await cli(['access', 'set', '/open', 'Public', 'download']);
    await vi.waitFor(async () => expect((await image(query)).status).toBe(200), { timeout: 5000 });
    await cli(['template', 'put', 'Fresh', '-'], JSON.stringify({ expiry_secs: { value: 60 } }));
    await vi.waitFor(
      async () => expect((await image(query)).headers.get('cache-control')).toBe('public, max-age=60'),
      { timeout: 5000 },
    );
  });

  it('asks for a request of its own: a cached picture of a private folder stays private', async () => {
    await cli(['access', 'set', '/private', 'Public', 'view']);
    await vi.waitFor(async () => expect((await image('src=private/c.jpg&width=66')).status).toBe(200), {
      timeout: 5000,
    });
    await cli(['access', 'set', '/private', 'Public', 'none']);
    await vi.waitFor(async () => expect((await image('src=private/c.jpg&width=66')).status).toBe(403), {
      timeout: 5000,
    });
  });
});

describe('tracking', () => {
  it('calls the tracking address on each 200, with the reference encoded, and not on a 304', async () => {
    tracked.length = 0;
    const { headers } = await image('src=a.jpg&width=140&xref=one%26two');
    await image('src=a.jpg&width=140&xref=one%26two');
    await image('src=a.jpg&width=140&xref=one%26two', { 'If-None-Match': headers.get('etag') ?? '' });
    await original('src=open/b.jpg&xref=three');
    await vi.waitFor(() => expect(tracked).toHaveLength(3), { timeout: 5000 });
    expect(tracked.toSorted()).toEqual(['/seen?ref=one%26two', '/seen?ref=one%26two', '/seen?ref=three']);
  });
});
