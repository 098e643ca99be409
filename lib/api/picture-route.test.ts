import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { answerPicture } from './picture-route.ts';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

let server: PictureServer;

beforeAll(async () => {
  server = await startPictureServer((folder) => save(folder, 'a.jpg', photograph(300, 200)));
  provideServices(Promise.resolve(server.services));
});

afterAll(() => server?.stop());

/** What depends on the moment or on the connection. */
const PASSING = [
  'date',
  'expires',
  'x-time-taken',
  'server-timing',
  'connection',
  'keep-alive',
  'x-from-cache',
  'transfer-encoding',
];

/** Headers come in alphabetical order (Fetch standard). */
const lasting = (headers: Headers) => [...headers].filter(([name]) => !PASSING.includes(name));

it.each([
  ['image', 'src=a.jpg&width=100&attach=1', {}],
  ['image', 'src=a.jpg&width=100&format=auto', { Accept: 'image/webp' }],
  ['image', 'src=missing.jpg', {}],
  ['image', 'src=a.jpg&width=x', {}],
  ['original', 'src=a.jpg', {}],
] as const)('answers as the picture lane does: %s?%s', async (kind, query, headers) => {
  const url = `${server.address}/${kind}?${query}`;
  const lane = await fetch(url, { headers });
  const route = await answerPicture(kind, new Request(url, { headers }));
  expect(route.status).toBe(lane.status);
  expect(lasting(route.headers)).toEqual(lasting(lane.headers));
  expect(Buffer.from(await route.arrayBuffer()).equals(Buffer.from(await lane.arrayBuffer()))).toBe(true);
});

it('answers 304, HEAD and a slash too many', async () => {
  const url = `${server.address}/image?src=a.jpg&width=90`;
  const first = await answerPicture('image', new Request(url));
  const tag = first.headers.get('etag') ?? '';
  expect((await sharp(await first.arrayBuffer()).metadata()).width).toBe(90);
  expect((await answerPicture('image', new Request(url, { headers: { 'If-None-Match': tag } }))).status).toBe(
    304,
  );
  const head = await answerPicture('image', new Request(url, { method: 'HEAD' }));
  expect([head.status, head.body]).toEqual([200, null]);
  expect((await answerPicture('image', new Request(url.replace('?', '/?')))).status).toBe(404);
});
