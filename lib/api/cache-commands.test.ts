import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCli } from './testing/cli.ts';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

let server: PictureServer;

const cli = (...args: string[]) => runCli(args, { DATA_DIR: server.dataDir });
const patience = { timeout: 20_000, interval: 20 };

async function pyramids(): Promise<string[]> {
  const names = await readdir(join(server.dataDir, 'cache/pyramids')).catch(() => []);
  return names.filter((name) => name.endsWith('.tif')).sort();
}

const flat = (background: string) =>
  sharp({ create: { width: 300, height: 200, channels: 3, background } }).tiff({ compression: 'none' });

async function redness(query: string): Promise<number> {
  const { status, body } = await server.get(`/image?${query}`);
  expect(status).toBe(200);
  return (await sharp(body).stats()).channels[0]?.mean ?? -1;
}

beforeAll(async () => {
  server = await startPictureServer(
    async (folder) => {
      await save(folder, 'large.jpg', photograph(1300, 1000));
      await save(folder, 'other.jpg', photograph(1300, 1000, 2));
      await save(folder, 'flat.tif', flat('#ff0000'));
      await save(folder, 'flat too.tif', flat('#ff0000'));
    },
    { AUTO_PYRAMID_THRESHOLD: '1000000' },
  );
}, 90_000);

afterAll(() => server?.stop());

vi.setConfig({ testTimeout: 60_000 });

it('purges one image with its pyramid, and clears all with theirs', async () => {
  await server.get('/image?src=large.jpg&tile=1:4');
  await expect.poll(pyramids, patience).toHaveLength(1);
  const [ofLarge] = await pyramids();
  await server.get('/image?src=other.jpg&tile=1:4');
  await expect.poll(pyramids, patience).toHaveLength(2);

  await cli('cache', 'purge', 'large.jpg');
  await expect.poll(pyramids, patience).toHaveLength(1);
  expect(await pyramids()).not.toContain(ofLarge);

  expect(await cli('cache', 'clear')).toContain('pyramids');
  expect(await pyramids()).toEqual([]);
  expect((await server.get('/image?src=other.jpg&tile=1:4')).status).toBe(200);
});

it.each([
  ['purge of the image', 'flat.tif', ['purge', 'flat.tif']],
  ['clear', 'flat too.tif', ['clear']],
])('draws from the file again after a %s, even if the file looks unchanged', async (_case, src, command) => {
  const file = join(server.imagesDir, src);
  // Whole seconds, since utimes loses what is finer.
  const time = 1_700_000_000;
  await utimes(file, time, time);
  const before = await stat(file);
  // Decoded pixels are kept once a picture has been asked for in several sizes.
  for (const width of [100, 110, 120]) {
    expect(await redness(`src=${src}&width=${width}&format=png`)).toBeGreaterThan(250);
  }
  await save(server.imagesDir, src, flat('#0000ff'));
  await utimes(file, time, time);
  expect(await stat(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
  await cli('cache', ...command);
  // The server hears of the change a moment later.
  await expect.poll(() => redness(`src=${src}&width=100&format=png`), patience).toBeLessThan(5);
  expect(await redness(`src=${src}&width=130&format=png`)).toBeLessThan(5);
});
