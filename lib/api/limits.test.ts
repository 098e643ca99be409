import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';
import { putTemplate } from './testing/set-rules.ts';

let server: PictureServer;

beforeAll(async () => {
  server = await startPictureServer(
    async (folder) => {
      await save(folder, 'a.jpg', photograph(1600, 1200));
      await save(folder, 'tall.jpg', photograph(400, 1600));
      await save(folder, 'small.jpg', photograph(470, 300));
    },
    { PUBLIC_MAX_IMAGE_WIDTH: '800', PUBLIC_MAX_IMAGE_HEIGHT: '800', BENCHMARKING: 'true' },
  );
  await putTemplate(server, 'Large', {
    width: { value: 1000 },
    height: { value: 1000 },
    size_fit: { value: true },
  });
});

afterAll(() => server?.stop());

const image = (query: string) => server.get(`/image?${query}`);

describe('sizes for visitors', () => {
  it.each([
    ['src=a.jpg', '800x600'],
    ['src=tall.jpg', '200x800'],
    ['src=small.jpg', '470x300'],
    ['src=a.jpg&autosizefit=0', '800x800'],
    ['src=a.jpg&tmp=large', '1000x750'],
    ['src=a.jpg&width=400&dpr=2', '800x600'],
    ['src=a.jpg&tile=1:4', '800x600'],
  ])('%s is %s', async (query, size) => {
    const answer = await image(query);
    expect(answer.status).toBe(200);
    const { width, height } = await sharp(answer.body).metadata();
    expect(`${width}x${height}`).toBe(size);
  });

  it.each([
    'src=a.jpg&width=900',
    'src=a.jpg&width=500&dpr=2',
    'src=a.jpg&tmp=large&width=1100',
    'src=tall.jpg&width=400',
    'src=a.jpg&tile=1:1&width=900',
  ])('%s is refused, also the second time', async (query) => {
    for (const _time of ['first', 'second']) {
      const answer = await image(query);
      expect(answer.status).toBe(400);
      expect(answer.body.toString()).toContain('exceeds');
    }
  });
});

describe('benchmark switches', () => {
  it('cache=0 does not store', async () => {
    const query = 'src=a.jpg&width=301';
    expect((await image(`${query}&cache=0`)).headers.get('x-from-cache')).toBe('False');
    expect((await image(`${query}&cache=0`)).headers.get('x-from-cache')).toBe('False');
    expect((await image(query)).headers.get('x-from-cache')).toBe('False');
    expect((await image(`${query}&cache=0`)).headers.get('x-from-cache')).toBe('True');
  });

  it('recache=1 makes it anew', async () => {
    const query = 'src=a.jpg&width=302';
    await image(query);
    expect((await image(query)).headers.get('x-from-cache')).toBe('True');
    expect((await image(`${query}&recache=1`)).headers.get('x-from-cache')).toBe('False');
    expect((await image(query)).headers.get('x-from-cache')).toBe('True');
  });
});
