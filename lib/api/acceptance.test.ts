import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disc, photograph, save } from './testing/originals.ts';
import { type Answer, type PictureServer, startPictureServer } from './testing/picture-server.ts';
import { putTemplate } from './testing/set-rules.ts';

/** The acceptance requests of the original, with the default template that they assume. */
const DEFAULT_TEMPLATE = {
  format: { value: 'jpg' },
  quality: { value: 75 },
  strip: { value: false },
};

let server: PictureServer;

beforeAll(async () => {
  server = await startPictureServer(async (folder) => {
    await save(folder, 'A.jpg', photograph(1600, 1200).withExif({ IFD0: { Artist: 'x'.repeat(2000) } }));
    await save(folder, 'B.jpg', photograph(1200, 1600, 2));
    await save(folder, 'L.png', disc(470, 300, '#cc2200'));
    await save(folder, 'S.png', disc(110, 58, '#0044cc'));
    const pages = await Promise.all(
      ['#ff0000', '#00ff00'].map((background) =>
        sharp({ create: { width: 1000, height: 500, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    await save(folder, 'M.tif', sharp(pages, { join: { animated: true } }));
  });
  await putTemplate(server, 'Default', DEFAULT_TEMPLATE);
}, 60_000);

afterAll(() => server?.stop());

const image = (query: string) => server.get(`/image?${query}`);

async function sizeOf(answer: Answer): Promise<string> {
  expect(answer.status).toBe(200);
  const { width, height } = await sharp(answer.body).metadata();
  return `${width}x${height}`;
}

async function colourAt(body: Buffer, left: number, top: number): Promise<number[]> {
  const pixel = await sharp(body).removeAlpha().extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  return [...pixel];
}

describe('acceptance requests of the original', () => {
  it('returns the file itself when nothing changes', async () => {
    const answer = await image('src=A.jpg');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.body.equals(await readFile(join(server.imagesDir, 'A.jpg')))).toBe(true);
  });

  it.each([
    ['src=A.jpg&format=png&width=0&height=0', '1600x1200'],
    ['src=A.jpg&width=500', '500x375'],
    ['src=A.jpg&height=680', '907x680'],
    ['src=A.jpg&width=500&height=500', '500x500'],
    ['src=A.jpg&width=500&height=500&autosizefit=1', '500x375'],
    ['src=A.jpg&width=5000', '1600x1200'],
    ['src=A.jpg&width=5000&height=5000', '1600x1200'],
    ['src=A.jpg&width=2000&height=500', '1600x500'],
    ['src=A.jpg&width=600&height=5000', '600x1200'],
    ['src=A.jpg&left=.25&right=.75&width=1200', '1200x1800'],
    ['src=A.jpg&angle=90', '1200x1600'],
    ['src=A.jpg&angle=-90&width=500', '500x667'],
    ['src=B.jpg&angle=45', '1982x1982'],
    ['src=B.jpg&angle=10', '1462x1786'],
    ['src=S.png&angle=45&width=180', '120x120'],
    ['src=B.jpg&angle=90&flip=v&width=500&format=png', '500x375'],
    ['src=A.jpg&angle=45&width=&height=&fill=&left=&right=&bottom=&top=', '1982x1982'],
    ['src=M.tif&page=2&format=png&width=800&strip=1', '800x400'],
  ])('%s is %s', async (query, size) => {
    expect(await sizeOf(await image(query))).toBe(size);
  });

  it('strips to a smaller body', async () => {
    const kept = await image('src=A.jpg&width=200&strip=0');
    const stripped = await image('src=A.jpg&width=200&strip=1');
    expect(stripped.body.length).toBeLessThan(kept.body.length);
  });

  it('cuts a tile of a resized crop', async () => {
    const tile = await image('src=A.jpg&format=png&left=.24&right=.8&width=600&tile=1:4');
    const whole = await image('src=A.jpg&format=png&left=.24&right=.8&width=600');
    expect(tile.headers.get('x-from-cache')).toBe('False');
    expect(whole.headers.get('x-from-cache')).toBe('True');
    expect(await sizeOf(whole)).toMatch(/^600x/);
    expect(await sizeOf(tile)).toMatch(/^300x/);
    expect(await colourAt(tile.body, 10, 10)).toEqual(await colourAt(whole.body, 10, 10));
  });

  it.each([
    ['src=A.jpg&width=500&height=500&fill=spam', 415],
    ['src=A.jpg&width=500&fill=spam', 200],
    ['src=A.jpg&width=99999', 400],
    ['src=A.jpg&height=-10', 400],
    ['src=A.jpg&top=1.1', 400],
    ['src=A.jpg&bottom=-0.5', 400],
    ['src=A.jpg&page=1024768', 400],
    ['src=A.jpg&flip=x', 400],
    ['src=A.jpg&tile=5', 400],
    ['src=A.jpg&tile=1:12', 400],
    ['src=A.jpg&tile=10:9', 400],
    ['src=A.jpg&quality=', 400],
    ['src=A.jpg&angle=NaN', 400],
    ['src=missing.jpg&width=99999', 400],
    ['src=missing.jpg', 404],
    ['src=A.jpg&overlay=missing.png', 404],
    ['src=A.jpg&overlay=../outside.png', 403],
    ['src=A.jpg&icc=unknown', 400],
    ['src=A.jpg&tmp=unknown', 400],
  ])('%s answers %i', async (query, status) => {
    expect((await image(query)).status).toBe(status);
  });

  it('flips before it rotates', async () => {
    const answer = await image('src=B.jpg&angle=90&flip=v&format=png');
    const expected = await sharp(await sharp(join(server.imagesDir, 'B.jpg')).flip().png().toBuffer())
      .rotate(90)
      .png()
      .toBuffer();
    expect(await colourAt(answer.body, 100, 900)).toEqual(await colourAt(expected, 100, 900));
    expect(await colourAt(answer.body, 1500, 60)).toEqual(await colourAt(expected, 1500, 60));
  });

  it('sends a progressive JPEG under an ordinary name', async () => {
    const answer = await image('src=B.jpg&format=pjpg&quality=100&attach=1');
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="B.jpg"');
    expect((await sharp(answer.body).metadata()).isProgressive).toBe(true);
  });

  it('pads a transparent picture with white, not stretched', async () => {
    const answer = await image('src=L.png&width=300&height=300&format=jpg');
    expect(await sizeOf(answer)).toBe('300x300');
    // The picture is 192 high from y = 54; the disc reaches 40 % of that up and down from its middle.
    for (const [x, y] of [
      [2, 2],
      [150, 30],
      [150, 60],
      [297, 297],
    ] as const) {
      for (const channel of await colourAt(answer.body, x, y)) expect(channel).toBeGreaterThan(250);
    }
    const [red = 0, green = 255] = await colourAt(answer.body, 150, 150);
    expect(red).toBeGreaterThan(190);
    expect(green).toBeLessThan(60);
    const [, above = 0] = await colourAt(answer.body, 150, 70);
    expect(above).toBeGreaterThan(240);
    const [, inside = 255] = await colourAt(answer.body, 150, 80);
    expect(inside).toBeLessThan(90);
  });

  it('ignores an overlay without opacity or size', async () => {
    const plain = await image('src=B.jpg&width=400');
    const none = await image('src=B.jpg&width=400&overlay=S.png&ovopacity=0&ovsize=0');
    const drawn = await image('src=B.jpg&width=400&overlay=S.png');
    expect(none.body.equals(plain.body)).toBe(true);
    expect(drawn.body.equals(plain.body)).toBe(false);
  });

  it('shows the second page', async () => {
    const answer = await image('src=M.tif&page=2&format=png&width=800&strip=1');
    const [red = 255, green = 0, blue = 255] = await colourAt(answer.body, 400, 200);
    expect(Math.max(red, blue)).toBeLessThan(3);
    expect(green).toBeGreaterThan(252);
  });

  it('knows the default alignment', async () => {
    const plain = await image('src=A.jpg&width=500&height=500');
    const said = await image('src=A.jpg&width=500&height=500&halign=C0.5&valign=C0.5');
    const top = await image('src=A.jpg&width=500&height=500&valign=T0');
    expect(said.body.equals(plain.body)).toBe(true);
    expect(said.headers.get('etag')).toBe(plain.headers.get('etag'));
    expect(top.body.equals(plain.body)).toBe(false);
  });
});
