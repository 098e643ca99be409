import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { image, server } from './ground.ts';

/** What a picture is answered with, and which requests are the same. */
export function answerTests(): void {
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
      const answer = await image('src=a.jpg&width=102', {
        'If-None-Match': header(headers.get('etag') ?? ''),
      });
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
}
