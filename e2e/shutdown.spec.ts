import { createConnection, type Socket } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { runCli } from '#lib/api/testing/cli.ts';
import { connect } from '#lib/db/connection.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { databasePid, freePort, openBench } from './testing/server-program.ts';

test.setTimeout(120_000);

const bench = openBench();
const sockets: Socket[] = [];
test.afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await bench.clear();
});

/** A connection that has sent this, and what came back so far. */
async function say(port: number, text: string): Promise<{ heard: () => string; closed: () => boolean }> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  sockets.push(socket);
  let heard = '';
  let closed = false;
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(text);
  return { heard: () => heard, closed: () => closed };
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

type Row = Record<string, number>;

/** Counters that the stopped server has left in its database. */
async function writtenCounts(dataDir: string): Promise<{ image: Row; system: Row }> {
  const counters = ['requests', 'views', 'cached_views', 'downloads', 'total_bytes'];
  const sums = counters.map((name) => `coalesce(sum(${name}), 0)::int AS ${name}`).join(', ');
  const database = await startEmbeddedPostgres({ dataDir, role: 'command' });
  try {
    const client = await connect(database.url);
    try {
      const image = await client.query(
        `SELECT ${sums} FROM imagestats s JOIN images i ON i.id = s.image_id WHERE i.src = 'own/a.png'`,
      );
      const system = await client.query(`SELECT ${sums} FROM systemstats`);
      return { image: image.rows[0], system: system.rows[0] };
    } finally {
      await client.end();
    }
  } finally {
    await database.stop();
  }
}

test('a stop lets requests finish, writes the counters and leaves nothing running', async () => {
  const dataDir = await bench.makeDataDir();
  const originals = path.join(dataDir, 'images', 'own');
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const create = { channels: 3, background: '#808080', noise } as const;
  await sharp({ create: { ...create, width: 200, height: 150 } }).toFile(path.join(originals, 'a.png'));
  await sharp({ create: { ...create, width: 2800, height: 2100 } }).toFile(path.join(originals, 'slow.png'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = bench.serve({ DATA_DIR: dataDir, PORT: String(port), ADMIN_PASSWORD: 'preset-by-operator' });
  await server.ready;
  expect(server.printed()).toContain('as set in ADMIN_PASSWORD');
  expect(server.printed()).not.toContain('preset-by-operator');
  await runCli(['access', 'set', '/', 'Public', 'download'], { DATA_DIR: dataDir });

  const picture = '/image?src=own/a.png&width=100&format=png';
  const original = '/original?src=own/a.png';
  const get = async (url: string, tag?: string) => {
    const response = await fetch(
      address + url,
      tag === undefined ? {} : { headers: { 'If-None-Match': tag } },
    );
    const { byteLength } = await response.arrayBuffer();
    return { status: response.status, bytes: byteLength, tag: response.headers.get('etag') ?? '' };
  };
  // The example of the contract, in which each kind of answer counts differently. Errors count nothing, so
  // waiting until the new right is effective ends in exactly one download.
  let download = { status: 0, bytes: 0, tag: '' };
  await expect
    .poll(async () => {
      download = await get(original);
      return download.status;
    })
    .toBe(200);
  const viewed = await get(picture);
  for (let i = 1; i < 5; i++) expect(await get(picture)).toEqual(viewed);
  for (let i = 0; i < 3; i++) expect((await get(`${picture}&stats=0`)).bytes).toBe(viewed.bytes);
  for (let i = 0; i < 4; i++) expect((await get(picture, viewed.tag)).status).toBe(304);
  for (let i = 0; i < 3; i++) expect((await get(original, download.tag)).status).toBe(304);
  expect((await get('/image?src=own/none.png')).status).toBe(404);

  const idle = await say(port, 'GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n');
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  const upgraded = [
    await say(port, `GET /nowhere HTTP/1.1\r\nHost: test\r\n${upgrade}\r\n`),
    await say(
      port,
      `GET ${original} HTTP/1.1\r\nHost: test\r\n${upgrade}If-None-Match: ${download.tag}\r\n\r\n`,
    ),
  ];
  await expect.poll(() => idle.heard()).toMatch(/^HTTP\/1.1 200/);
  await expect.poll(() => upgraded[0]?.heard()).toMatch(/^HTTP\/1.1 404/);
  // The eighth 304.
  await expect.poll(() => upgraded[1]?.heard()).toMatch(/^HTTP\/1.1 304/);

  const slow = get('/image?src=own/slow.png&format=avif&quality=90');
  const active = async () => (await (await fetch(`${address}/metrics`)).text()).split('\n');
  await expect
    .poll(active, { timeout: 20_000, intervals: [20] })
    .toContain('emulsion_render_queue{lane="slow",state="active"} 1');
  let slowIsDone = false;
  void slow.then(() => {
    slowIsDone = true;
  });
  server.signal('SIGTERM');
  await expect.poll(() => isRefused(port), { timeout: 10_000, intervals: [10] }).toBe(true);
  expect(slowIsDone).toBe(false);
  const finished = await slow;
  expect(finished.status).toBe(200);
  const finishedAt = performance.now();
  expect(await server.ended).toBe(0);
  // Nothing but the database is waited for: no idle connection and no time of grace.
  expect(performance.now() - finishedAt).toBeLessThan(10_000);
  expect(await databasePid(dataDir)).toBeUndefined();

  const { image, system } = await writtenCounts(dataDir);
  const { bytes } = viewed;
  expect(image).toEqual({
    requests: 17,
    views: 5,
    cached_views: 4,
    downloads: 1,
    total_bytes: 5 * bytes + download.bytes,
  });
  // And the slow picture.
  expect(system).toEqual({
    requests: 17 + 1,
    views: 8 + 1,
    cached_views: 7,
    downloads: 1,
    total_bytes: 8 * bytes + download.bytes + finished.bytes,
  });
});
