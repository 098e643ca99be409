import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

let server: PictureServer;

beforeAll(async () => {
  server = await startPictureServer((folder) => save(folder, 'large.jpg', photograph(2400, 1800)), {
    RENDER_CONCURRENCY: '1',
    RENDER_QUEUE_LIMIT: '2',
  });
}, 60_000);

afterAll(() => server?.stop());

async function metric(pattern: RegExp): Promise<number> {
  const { text } = await server.services.metrics();
  return Number(pattern.exec(text)?.[1] ?? 0);
}
const active = () => metric(/emulsion_render_queue\{lane="render",state="active"\} (\d+)/);
const waiting = () => metric(/emulsion_render_queue\{lane="render",state="waiting"\} (\d+)/);
const made = () => metric(/emulsion_render_seconds_count\{lane="render"\} (\d+)/);

/** A picture that takes long enough for others to arrive meanwhile. */
const slow = (angle: number) => server.get(`/image?src=large.jpg&angle=${angle}&format=png&quality=20`);

it('turns requests away when the queue is full, and says when to come back', async () => {
  const first = slow(11);
  await vi.waitFor(async () => expect(await active()).toBe(1), { timeout: 10_000, interval: 5 });
  const others = [301, 302, 303, 304].map((width) => server.get(`/image?src=large.jpg&width=${width}`));
  const answers = await Promise.all([first, ...others]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 503, 503]);
  for (const { status, headers } of answers) {
    if (status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  }
});

it('does not make what nobody waits for any more', async () => {
  const before = await made();
  const first = slow(13);
  await vi.waitFor(async () => expect(await active()).toBe(1), { timeout: 10_000, interval: 5 });
  const leaving = new AbortController();
  const left = server.get('/image?src=large.jpg&width=310', { signal: leaving.signal }).catch(() => 'left');
  await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 10_000, interval: 5 });
  leaving.abort();
  expect(await left).toBe('left');
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 10_000, interval: 5 });
  expect((await first).status).toBe(200);
  expect((await made()) - before).toBe(1);
  const later = await server.get('/image?src=large.jpg&width=310');
  expect(later.headers.get('x-from-cache')).toBe('False');
});
