import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEVEL } from '#lib/permissions/levels.ts';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';
import { type RawAnswer, rawGet, sendRaw } from './testing/raw-http.ts';
import { expectHarmless, watchMemory } from './testing/refusals.ts';
import { grantPublic } from './testing/set-rules.ts';

/** Megabytes that the process may grow by at most. */
const MOST_GROWTH = 700;
/** Most milliseconds for a good request after all the bad ones. */
const PATIENCE = 3000;

let server: PictureServer;
const memory = watchMemory();

beforeAll(async () => {
  server = await startPictureServer(
    async (folder) => {
      await save(folder, 'a.jpg', photograph(64, 48));
      await mkdir(join(folder, 'sub'));
      await save(folder, 'sub/b.png', photograph(40, 30, 2));
      // Beside the originals, with a name that begins like theirs.
      await mkdir(`${folder}-secret`);
      await writeFile(`${folder}-secret/s.jpg`, await photograph(9, 9).jpeg().toBuffer());
      await writeFile(join(folder, '..', 's.jpg'), await photograph(9, 9).jpeg().toBuffer());
    },
    // Small pictures only, so that the time goes into odd requests and not into drawing.
    { MAX_IMAGE_DIMENSION: '300' },
  );
  await grantPublic(server, '/', LEVEL.download);
}, 60_000);

afterAll(async () => {
  memory.stop();
  await server?.stop();
});

/** The server's own answers end with this header; what node refuses by itself does not have it. */
const isOurs = ({ head }: RawAnswer) => /^x-time-taken:/im.test(head);

/** Checks an answer of the server or of node's parser; returns its status, 0 for a closed connection. */
function judge(answer: RawAnswer): number {
  const { status, head, body } = answer;
  const lines = head.split('\r\n');
  for (const line of lines.slice(1)) expect(line).toMatch(/^[A-Za-z-]+: [\x20-\x7e\x80-\xff]*$/);
  expect(head).not.toMatch(/[\r\n]injected/i);
  expect(lines.filter((line) => /^content-length:/i.test(line)).length).toBeLessThanOrEqual(1);
  if (!isOurs(answer)) {
    expect([0, 200, 400, 404, 431]).toContain(status);
    expect(body.length).toBeLessThan(200);
    return status;
  }
  const headers = new Headers(lines.slice(1).map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return expectHarmless({ status, body, headers }, [server.imagesDir, server.dataDir]);
}

const ask = async (target: string, headers?: string[]) =>
  judge(await sendRaw(server.address, rawGet(target, headers)));

async function expectAlive(): Promise<void> {
  const start = performance.now();
  expect(await ask('/image?src=a.jpg&width=33')).toBe(200);
  expect(performance.now() - start).toBeLessThan(PATIENCE);
}

describe('paths', () => {
  it.each([
    ['/image?src=%2e%2e%2fs.jpg', 403],
    ['/image?src=../s.jpg', 403],
    ['/image?src=sub/../../s.jpg', 403],
    ['/image?src=%2e%2e/originals-secret/s.jpg', 403],
    ['/image?src=..%5cs.jpg', 404],
    ['/image?src=%5c..%5cs.jpg', 404],
    ['/image?src=\\../s.jpg', 403],
    ['/image?src=sub\\..\\..\\s.jpg', 404],
    ['/image?src=%252e%252e%252fs.jpg', 404],
    ['/image?src=%c0%ae%c0%ae%c0%afs.jpg', 404],
    ['/image?src=%e0%80%ae%e0%80%ae/s.jpg', 404],
    ['/image?src=%f8%80%80%80%ae./s.jpg', 404],
    ['/image?src=..%c0%afs.jpg', 404],
    ['/image?src=\xc0\xae\xc0\xae/s.jpg', 400],
    ['/image?src=\x80\xfe\xff', 400],
    ['/image?src=%ff%fe%00', 400],
    ['/image?src=a.jpg%00.png', 400],
    ['/image?src=%00', 400],
    ['/image?src=a.jpg%0d%0aInjected:%20x', 400],
    ['/image?src=a.jpg%0aInjected:%20x', 400],
    ['/image?src=a.jpg%7f', 400],
    ['/image?src=%2', 404],
    ['/image?src=%zz%', 404],
    ['/image?src=%ed%a0%80', 404],
    ['/image?src=/etc/passwd', 404],
    ['/image?src=file:///etc/passwd', 404],
    ['/image?src=http://127.0.0.1/a.jpg', 404],
    ['/image?src=//127.0.0.1/a.jpg', 404],
    ['/image?src=/proc/self/environ', 404],
    ['/image?src=a.jpg/', 200],
    ['/image?src=a.jpg/.', 200],
    ['/image?src=./sub/./../a.jpg', 200],
    ['/image?src=sub', 404],
    ['/image?src=.', 400],
    ['/image?src=sub/..', 400],
    ['/image?src=a.jpg&overlay=../s.jpg', 403],
    ['/image?src=a.jpg&overlay=%00', 400],
    ['/image?src=a.jpg&overlay=/etc/passwd', 404],
    ['/original?src=../s.jpg', 403],
    ['/original?src=%2e%2e%2foriginals-secret%2fs.jpg', 403],
    ['/original?src=a.jpg%00', 400],
    ['/original?src=sub', 404],
    ['/original?src=/etc/passwd', 404],
  ])('%s answers %i', async (target, status) => {
    expect(await ask(target)).toBe(status);
  });

  it.each(['\\..', '..\\', '.\\.', '%2e', '%252e', '..;', '..%00', '～', '‥', '。。'])(
    'made of %s many times stay inside',
    async (part) => {
      const text = encodeURI(part).replaceAll('%25', '%');
      for (const target of [
        `${`${text}/`.repeat(20)}s.jpg`,
        `a/${`${text}/`.repeat(5)}s.jpg`,
        `sub/${text}`,
      ]) {
        expect([400, 403, 404]).toContain(await ask(`/image?src=${target}`));
      }
    },
  );
});

describe('queries', () => {
  it.each([
    ['/image?', 400],
    ['/image?src', 400],
    ['/image?&&&&=&=&src=a.jpg', 200],
    ['/image?src=a.jpg&src=../s.jpg', 200],
    ['/image?src=../s.jpg&src=a.jpg', 403],
    ['/image?src=a.jpg&width=10&width=99999', 200],
    ['/image?src=a.jpg&amp;width=10&amp;amp;width=99999', 200],
    ['/image?src[]=a.jpg', 400],
    ['/image?src=a.jpg&__proto__=1&constructor=1&toString=1&width[__proto__]=1', 200],
    ['/image?src=__proto__&tmp=__proto__', 400],
    ['/image?src=a.jpg&tmp=constructor', 400],
    ['/image?src=a.jpg&tmp=%00', 400],
    ['/image?src=a.jpg&format=__proto__', 400],
    ['/image?src=a.jpg&format=toString', 400],
    ['/image?src=a.jpg&icc=constructor', 400],
    ['/image?src=a.jpg&icc=../../etc/passwd', 400],
    ['/image?src=a.jpg&width=9&height=9&fill=constructor', 415],
    ['/image?src=a.jpg&width=999999999999999999999999', 400],
    ['/image?src=a.jpg&width=-1', 400],
    ['/image?src=a.jpg&width=1e9', 400],
    ['/image?src=a.jpg&width=0x10', 400],
    ['/image?src=a.jpg&width=NaN', 400],
    ['/image?src=a.jpg&width=Infinity', 400],
    ['/image?src=a.jpg&width=%D9%A1%D9%A2', 400],
    ['/image?src=a.jpg&angle=1e309', 400],
    ['/image?src=a.jpg&tile=1:99999999999', 400],
    ['/image?src=a.jpg&tile=0:0', 400],
    ['/image?src=a.jpg&left=2&right=-1', 400],
    ['/image?src=a.jpg&dpr=1e99', 400],
    ['/image?src=a.jpg&focus=1,2,3', 400],
    ['/image?src=a.jpg&xref=%0d%0aInjected:%20x', 200],
    ['/image?src=a.jpg&recache=1&cache=0', 200],
  ])('%s answers %i', async (target, status) => {
    const found = await ask(target);
    expect(found).toBe(status);
  });

  it('of any length and number are answered', async () => {
    expect(await ask(`/image?src=a.jpg&${'&'.repeat(10_000)}`)).toBe(200);
    expect(await ask(`/image?src=a.jpg${'&a'.repeat(5000)}`)).toBe(200);
    expect(await ask(`/image?src=a.jpg${'&amp;amp;'.repeat(1500)}`)).toBe(200);
    expect(await ask(`/image?src=a.jpg&width=${'9'.repeat(15_000)}`)).toBe(400);
    expect(await ask(`/image?src=a.jpg&angle=0.${'1'.repeat(15_000)}`)).toBe(200);
    expect(await ask(`/image?src=a.jpg&fill=${'%'.repeat(15_000)}`)).toBe(400);
    expect(await ask(`/image?src=${'%f0%9f'.repeat(2500)}`)).toBe(400);
    expect(await ask(`/image?src=${'../'.repeat(5000)}`)).toBe(403);
    expect(await ask(`/image?src=${'a/../'.repeat(3000)}a.jpg`)).toBe(200);
    expect(await ask(`/image?src=a.jpg&xref=${'x'.repeat(2000)}`)).toBe(400);
    // Node itself refuses what is longer than it takes for headers.
    for (const length of [17_000, 100_000, 1_000_000]) {
      expect([0, 431]).toContain(await ask(`/image?src=a.jpg&x=${'x'.repeat(length)}`));
    }
    await expectAlive();
  });

  /** Pieces that queries are made of, good and bad, in every order. */
  const pieces = [
    'src= a.jpg sub/b.png width= height= format= fill= angle= tile= tmp= overlay= top= left= bottom= right=',
    'gravity= focus= dpr= icc= page= animate= colorspace= png webp auto none smart 1 0 -1 1e9 99999 0.5 2:4',
    'rgb(1,2,3) SmallJpeg & &amp; = ? / // .. ../ . \\ % %2 %2e %2f %00 %0d%0a %25 %c0%ae %ff %f0%9f%8c%bb',
    '+ ; , : # " \' < { \xc3\xa9 \xff \x80',
  ];
  const piece = fc.oneof(
    fc.constantFrom(...pieces.join(' ').split(' ')),
    fc.integer().map(String),
    fc.double().map(String),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).map((text) => text.replaceAll(' ', '')),
  );
  const text = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(''));

  it('made of any pieces are answered, and nothing breaks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/image?', '/original?', '/image?src=a.jpg&'),
        text,
        async (path, query) => {
          await ask(path + query);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
    await expectAlive();
  }, 60_000);

  const value = fc.oneof(
    fc.integer({ min: -5, max: 400 }).map(String),
    fc.double({ min: -2, max: 2, noNaN: true }).map(String),
    fc.constantFrom(
      '',
      '1',
      '0',
      '0.5',
      '1e-7',
      '359.99',
      'c',
      'n',
      'C0.3',
      'l',
      'none',
      'auto',
      'white',
      '2:4',
      '1:1',
    ),
  );
  const names = [
    'width height angle top left bottom right halign valign autocropfit autosizefit fill flip tile sharpen',
    'quality dpr focus gravity ovsize ovpos ovopacity dpi page strip colorspace intent bpc animate attach stats',
  ];
  it('with any values are drawn or refused', async () => {
    const pair = fc.tuple(fc.constantFrom(...names.join(' ').split(' ')), value);
    const format = fc.constantFrom('jpg', 'png', 'gif', 'webp', 'tif', 'pjpg');
    const pairs = fc.array(pair, { maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(pairs, format, fc.boolean(), async (list, wanted, overlay) => {
        const query = list.map(([name, each]) => `${name}=${encodeURIComponent(each)}`).join('&');
        expect([200, 400, 415]).toContain(
          await ask(`/image?src=a.jpg&${query}&format=${wanted}${overlay ? '&overlay=sub/b.png' : ''}`),
        );
      }),
      { numRuns: 250, seed: 2 },
    );
    await expectAlive();
  }, 60_000);

  it('of raw bytes are answered or refused by node', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(bytes, async (raw) => {
        const query = Buffer.from(raw.filter((byte) => byte !== 0x20 && byte !== 0x0d && byte !== 0x0a));
        await ask(`/image?src=${query.toString('latin1')}`);
      }),
      { numRuns: 200, seed: 3 },
    );
    await expectAlive();
  }, 60_000);
});

describe('headers', () => {
  it.each<[string, string[], number]>([
    ['a long list of tags', [`If-None-Match: ${'"x",'.repeat(3500)}`], 200],
    ['one long tag', [`If-None-Match: ${'W/'.repeat(7000)}`], 200],
    ['commas', [`If-None-Match: ${','.repeat(15_000)}`], 200],
    ['a star', ['If-None-Match: *'], 304],
    ['tags twice', ['If-None-Match: "a"', 'If-None-Match: *'], 304],
    ['many types', [`Accept: ${'a/b;q=1,'.repeat(1900)}`], 200],
    ['semicolons', [`Accept: image/webp${';'.repeat(15_000)}`], 200],
    ['odd weights', ['Accept: image/webp;q=1e9,image/avif;q=NaN,;;,,=;q'], 200],
    ['odd bytes', ['Accept: \xff\xfe\x80', 'If-None-Match: \xe9'], 200],
    ['forwarding tricks', ['X-Forwarded-For: <script>', 'X-Forwarded-Host: evil', 'Forwarded: for=x'], 200],
    ['an odd range', ['Range: bytes=-1,0-0,9999999999999999999999-'], 200],
    ['an upgrade', ['Connection: Upgrade', 'Upgrade: h2c'], 200],
    ['a method inside', ['X-HTTP-Method-Override: DELETE'], 200],
    ['a bad expectation', ['Expect: nonsense'], 417],
  ])('%s', async (_name, headers, status) => {
    const answer = await sendRaw(server.address, rawGet('/image?src=a.jpg&width=30&format=auto', headers));
    if (status === 417) expect(answer.status).toBe(417);
    else expect(judge(answer)).toBe(status);
  });

  it.each(['Host: a b', 'Host: [::1', 'Host: \xff', 'Host: ../../', 'Host: a@b:99999', ''])(
    'host %j does not matter',
    async (host) => {
      const lines = [
        'GET /image?src=a.jpg HTTP/1.1',
        ...(host === '' ? [] : [host]),
        'Connection: close',
        '',
        '',
      ];
      expect([200, 400]).toContain(
        judge(await sendRaw(server.address, Buffer.from(lines.join('\r\n'), 'latin1'))),
      );
    },
  );

  it.each([
    'GET /image?src=a jpg HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /image?src=a.jpg HTTP/9.9\r\nHost: x\r\n\r\n',
    'GET /image?src=a.jpg HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET /image?src=a.jpg HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
    'GET /image?src=a.jpg HTTP/1.1\r\nHost: x\r\nX: a\rInjected: b\r\n\r\n',
    'GET /image?src=a.jpg HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n',
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
  ])('%j is refused', async (request) => {
    expect([0, 400, 505]).toContain((await sendRaw(server.address, Buffer.from(request, 'latin1'))).status);
  });
});

describe('methods and addresses', () => {
  it.each([
    ['POST', 405],
    ['PUT', 405],
    ['PATCH', 405],
    ['DELETE', 405],
    ['TRACE', 405],
    ['PROPFIND', 405],
    ['OPTIONS', 200],
    ['CONNECT', 0],
    ['BREW', 400],
  ])('%s answers %i', async (method, status) => {
    for (const path of ['/image?src=a.jpg', '/original?src=a.jpg']) {
      const request = `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
      const answer = await sendRaw(server.address, Buffer.from(request));
      expect(answer.status).toBe(status);
      if (status === 405) expect(answer.head).toMatch(/^allow: GET, HEAD, OPTIONS$/im);
      // A request is never echoed.
      expect(answer.body.toString()).not.toContain('Host');
    }
  });

  it('a body that comes along is not waited for', async () => {
    const head =
      'POST /image?src=a.jpg HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9999999999\r\n\r\n';
    expect((await sendRaw(server.address, Buffer.from(`${head}${'x'.repeat(100_000)}`))).status).toBe(405);
  });

  it.each([
    '/image/?src=a.jpg',
    '/image%2f?src=a.jpg',
    '//image?src=a.jpg',
    '/image;x?src=a.jpg',
    '/IMAGE?src=a.jpg',
    '/image%3fsrc=a.jpg',
    '/image/../original?src=a.jpg',
    '/./image?src=a.jpg',
    '/image\\?src=a.jpg',
    '/ima%67e?src=a.jpg',
    '/image%00?src=a.jpg',
    '/erez9/erez?src=a.jpg',
    'http://evil/image?src=a.jpg',
    '*',
    '/\xff',
  ])('%s is nowhere, and never a redirect', async (target) => {
    expect([400, 404]).toContain(await ask(target));
  });
});

describe('the server', () => {
  it('still answers, and has not grown without bound', async () => {
    await expectAlive();
    expect(memory.growth()).toBeLessThan(MOST_GROWTH);
  });
});
