import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { connect } from '#lib/db/connection.ts';
import { photograph } from './testing/originals.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';
import { tusClient } from './testing/tus-client.ts';

let folder: string;
let postgres: TestPostgres;
let server: ServerProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulsion-upload-'));
  await mkdir(join(folder, 'originals/shop'), { recursive: true });
  postgres = await startPostgres();
});

afterAll(async () => {
  await server?.kill();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<ServerProcess> {
  server = await startServerProcess({
    DATABASE_URL: postgres.url,
    DATA_DIR: join(folder, 'data'),
    IMAGES_DIR: join(folder, 'originals'),
  });
  return server;
}

async function adminToken(address: string): Promise<string> {
  const client = await connect(postgres.url);
  await client.query('UPDATE users SET allow_api = true WHERE id = 1');
  await client.end();
  const body = new URLSearchParams({ username: 'admin', password: 'a password for tests' });
  const answer = await fetch(`${address}/api/v1/token/`, { method: 'POST', body });
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

test('a server that is killed in the middle of a part goes on from what has arrived', async () => {
  const first = await start();
  const token = await adminToken(first.address);
  const headers = { Authorization: `Bearer ${token}` };
  const content = Buffer.concat([await photograph(300, 200).jpeg().toBuffer(), randomBytes(3_000_000)]);
  const sender = tusClient(first.address, headers);
  const { location } = await sender.create({ filename: 'killed.jpg', folder: '/shop' }, content.length);
  await sender.patch(location, 0, content.subarray(0, 1_000_000));

  const { hostname, port } = new URL(first.address);
  const socket = dial(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `PATCH ${location} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 1000000\r\n` +
      `Authorization: Bearer ${token}\r\nContent-Type: application/offset+octet-stream\r\n` +
      `Content-Length: ${content.length - 1_000_000}\r\n\r\n`,
  );
  socket.write(content.subarray(1_000_000, 2_000_000));
  const name = location.slice(location.indexOf('-') + 1);
  const part = join(folder, 'originals/.emulsion/uploads/1', `${name}.part`);
  await expect.poll(async () => (await stat(part)).size, { timeout: 10_000 }).toBe(2_000_000);
  await first.kill();
  socket.destroy();

  const second = await start();
  const again = tusClient(second.address, headers);
  const { offset = 0 } = await again.head(location);
  expect(offset).toBe(2_000_000);
  const last = await again.patch(location, offset, content.subarray(offset));
  expect([last.status, last.data.src]).toEqual([200, 'shop/killed.jpg']);
  const stored = await fetch(`${second.address}/original?src=shop/killed.jpg`, { headers });
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(sum(Buffer.from(await stored.arrayBuffer()))).toBe(sum(content));
});
