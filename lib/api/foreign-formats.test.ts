import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './testing/cli.ts';
import { photograph } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

/** Seconds that one picture may take. */
const PATIENCE = 3;
/** Files that take longer than that. */
const SLOW = 2;

let server: PictureServer;

/** A page of 144 points in red. */
function page(content: string): string {
  return [
    '%PDF-1.4',
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    '2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj',
    '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 144 144]/Contents 4 0 R/Resources<<>>>> endobj',
    `4 0 obj <</Length ${content.length}>> stream\n${content}\nendstream endobj`,
    'trailer <</Root 1 0 R>>\n%%EOF',
  ].join('\n');
}

const FILL = '1 0 0 rg 0 0 144 144 re f ';

beforeAll(async () => {
  server = await startPictureServer(
    async (folder) => {
      await writeFile(join(folder, 'photo.jpg'), await photograph(300, 200).jpeg().toBuffer());
      await writeFile(join(folder, 'red.pdf'), page(FILL));
      await writeFile(join(folder, 'red.ppm'), `P3 40 30 255 ${'255 0 0 '.repeat(1200)}`);
      for (let i = 0; i < SLOW; i++)
        await writeFile(join(folder, `endless-${i}.pdf`), page(FILL.repeat(150_000)));
    },
    { IMAGE_TIMEOUT_SECONDS: String(PATIENCE), ICC_DIR: '' },
  );
  await runCli(['access', 'set', '/', 'Public', 'download'], { DATA_DIR: server.dataDir });
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

  it('do not keep other pictures waiting, however long they take', async () => {
    let ended = 0;
    const slow = Array.from({ length: SLOW }, async (_, i) => {
      const answer = await server.get(`/image?src=endless-${i}.pdf&dpi=1500`);
      ended += 1;
      return answer;
    });
    const quick = await Promise.all(
      [50, 60, 70, 80].map((width) => server.get(`/image?src=photo.jpg&width=${width}`)),
    );
    expect(quick.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(ended).toBeLessThan(SLOW);
    const statuses = (await Promise.all(slow)).map(({ status }) => status);
    expect(statuses).toEqual(statuses.map(() => 503));
    expect((await server.get('/image?src=red.pdf&dpi=80')).status).toBe(200);
  }, 60_000);
});
