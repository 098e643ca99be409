import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sniff } from '#lib/imaging/sniff.ts';
import { dngFile } from '#lib/imaging/testing/dng-file.ts';
import { photo } from '#lib/imaging/testing/pictures.ts';
import { xcfFile } from '#lib/imaging/testing/xcf-files.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { bitFlips, truncations } from './testing/damage.ts';
import { photograph } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';
import { expectHarmless } from './testing/refusals.ts';
import { grantPublic } from './testing/set-rules.ts';

/** Seconds that one picture may take. */
const PATIENCE = 3;

let server: PictureServer;

/** A page of so many points. */
function page(content: string, side = 144): string {
  return [
    '%PDF-1.4',
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    '2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj',
    `3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 ${side} ${side}]/Contents 4 0 R/Resources<<>>>> endobj`,
    `4 0 obj <</Length ${content.length}>> stream\n${content}\nendstream endobj`,
    'trailer <</Root 1 0 R>>\n%%EOF',
  ].join('\n');
}

const FILL = '1 0 0 rg 0 0 144 144 re f ';
const WIDE_FILL = '0 0 2000 2000 re f ';
const WRITERS: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['heif-enc', ['whole.png', '-o', 'whole.heic']],
  ['cjxl', ['whole.png', 'whole.jxl']],
  ['opj_compress', ['-i', 'whole.png', '-o', 'whole.jp2']],
];
/** A PDF that takes longer than that. Names tell nothing: the content alone says that it is read apart. */
const ENDLESS = 'endless.jpg';

beforeAll(async () => {
  server = await startPictureServer(
    async (folder) => {
      await writeFile(join(folder, 'photo.jpg'), await photograph(300, 200).jpeg().toBuffer());
      await writeFile(join(folder, 'red.pdf'), page(FILL));
      await writeFile(join(folder, 'whole.png'), await photograph(60, 40).png().toBuffer());
      for (const [program, args] of WRITERS) execFileSync(program, args, { cwd: folder, stdio: 'ignore' });
      await writeFile(join(folder, 'whole.xcf'), xcfFile(photo(60, 40), 'runs'));
      await writeFile(join(folder, 'whole.dng'), dngFile(photo(60, 40)));
      await writeFile(join(folder, 'red.ppm'), `P3 40 30 255 ${'255 0 0 '.repeat(1200)}`);
      await writeFile(join(folder, ENDLESS), page(WIDE_FILL.repeat(100_000), 2000));
      await writeFile(
        join(folder, 'known.dng'),
        dngFile(photo(60, 40), { preview: await photograph(30, 20).jpeg().toBuffer() }),
      );
      await writeFile(
        join(folder, 'unknown.dng'),
        dngFile(photo(60, 40), { preview: await photograph(30, 20).jpeg().toBuffer(), compression: 34_892 }),
      );
    },
    { IMAGE_TIMEOUT_SECONDS: String(PATIENCE), ICC_DIR: '' },
  );
  await grantPublic(server, '/', LEVEL.download);
}, 60_000);

afterAll(() => server?.stop());

describe('formats that the imaging library does not read', () => {
  it.each([
    ['src=red.pdf', 300, 300],
    ['src=red.pdf&dpi=75', 150, 150],
    ['src=red.pdf&width=60&format=jpg', 60, 60],
    ['src=red.pdf&tile=1:4', 150, 150],
    ['src=red.ppm', 40, 30],
    ['src=red.ppm&width=20&angle=90', 20, 27],
  ])('%s is a picture like any other', async (query, width, height) => {
    const { status, body } = await server.get(`/image?${query}`);
    expect(status).toBe(200);
    const { data, info } = await sharp(body).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([width, height]);
    expect(data[0]).toBeGreaterThan(250);
    expect(data[1]).toBeLessThan(5);
  });

  it('are written as JPEG XL when that is asked for', async () => {
    const { status, headers, body } = await server.get('/image?src=photo.jpg&width=60&format=jxl&attach=1');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('image/jxl');
    expect(headers.get('content-disposition')).toContain('photo.jxl');
    expect(sniff(body)).toBe('jxl');
  });

  it('go into print in inks, with their profile, as the README says', async () => {
    const readme = await readFile('README.md', 'utf8');
    const query = /go into print \| `(icc=[^`]+)`/.exec(readme)?.[1];
    for (const src of ['photo.jpg', 'red.ppm']) {
      const { status, body } = await server.get(`/image?src=${src}&${query}`);
      expect(status).toBe(200);
      expect(await sharp(body).metadata()).toMatchObject({ format: 'tiff', space: 'cmyk', hasProfile: true });
    }
  });

  it('tell when only a preview in a camera raw file could be read, also from the cache', async () => {
    for (let i = 0; i < 2; i++) {
      const known = await server.get('/image?src=known.dng&width=20&format=png');
      expect(known.status).toBe(200);
      expect(known.headers.get('x-emulsion-source')).toBeNull();
      const unknown = await server.get('/image?src=unknown.dng&width=20&format=png');
      expect(unknown.status).toBe(200);
      expect(unknown.headers.get('x-emulsion-source')).toBe('embedded-preview');
      expect(unknown.headers.get('x-from-cache')).toBe(i === 0 ? 'False' : 'True');
    }
  });

  it.each(['heic', 'jxl', 'jp2', 'xcf', 'dng'])(
    '%s that is damaged is drawn or refused, and nothing is told of the server',
    async (extension) => {
      const whole = await readFile(join(server.imagesDir, `whole.${extension}`));
      expect((await server.get(`/image?src=whole.${extension}&width=20&format=png`)).status).toBe(200);
      const broken = [...truncations(whole, 8), ...bitFlips(whole, 12, 7)];
      await Promise.all(
        broken.map((content, i) => writeFile(join(server.imagesDir, `broken-${i}.${extension}`), content)),
      );
      for (const i of broken.keys()) {
        const answer = await server.get(`/image?src=broken-${i}.${extension}&width=20&format=png`);
        expect(answer.status).toBeOneOf(i < 8 ? [415] : [200, 415]);
        expectHarmless(answer, [server.imagesDir, server.dataDir, '/etc/']);
      }
    },
  );

  it('do not keep other pictures waiting, however long they take', async () => {
    let hasEnded = false;
    const slow = server.get(`/image?src=${ENDLESS}&width=100&format=png`).finally(() => {
      hasEnded = true;
    });
    const quick = await Promise.all(
      [50, 60, 70, 80].map((width) => server.get(`/image?src=photo.jpg&width=${width}`)),
    );
    expect(quick.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(hasEnded).toBe(false);
    expect((await slow).status).toBe(415);
    expect((await server.get('/image?src=red.pdf&dpi=80')).status).toBe(200);
  }, 60_000);
});
