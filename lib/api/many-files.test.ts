import { link, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { connect } from '#lib/db/connection.ts';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

const FOLDERS = 100;
const FILES = 100;
const ASKED = 300;
/** As many at once as a busy page has. */
const AT_ONCE = 30;

let postgres: TestPostgres;
let server: PictureServer;

beforeAll(async () => {
  postgres = await startPostgres();
  server = await startPictureServer((folder) => save(folder, 'first.jpg', photograph(64, 48)), {
    DATABASE_URL: postgres.url,
  });
}, 90_000);
afterAll(async () => {
  await server?.stop();
  await postgres?.stop();
});

/** Names of `count` different files, spread over all folders in a fixed disorder. */
function someNames(count: number): string[] {
  // A step without a common divisor visits every number once.
  return Array.from({ length: count }, (_, i) => {
    const number = (i * 7919) % (FOLDERS * FILES);
    return `dropped/${number % FOLDERS}/${Math.floor(number / FOLDERS)}.jpg`;
  });
}

async function imageRecords(): Promise<string[]> {
  const client = await connect(postgres.url);
  try {
    const { rows } = await client.query('SELECT src FROM images WHERE status = 1 ORDER BY src');
    return rows.map(({ src }) => src);
  } finally {
    await client.end();
  }
}

it('serves a folder of ten thousand files at once, and makes records only of what is asked for', async () => {
  const draft = join(server.dataDir, 'draft');
  const kinds = ['0.jpg', '1.jpg', '2.jpg', '3.jpg'];
  for (const [i, name] of kinds.entries()) await save(server.dataDir, name, photograph(64 + i, 48, i));
  for (let folder = 0; folder < FOLDERS; folder++) {
    await mkdir(join(draft, String(folder)), { recursive: true });
    await Promise.all(
      Array.from({ length: FILES }, (_, file) =>
        link(
          join(server.dataDir, kinds[file % kinds.length] ?? ''),
          join(draft, String(folder), `${file}.jpg`),
        ),
      ),
    );
  }
  await rename(draft, join(server.imagesDir, 'dropped'));
  const droppedAt = performance.now();

  const first = await server.get(`/image?src=${someNames(1)[0]}&width=32`);
  expect(first.status).toBe(200);
  expect(performance.now() - droppedAt).toBeLessThan(20_000);

  const names = someNames(ASKED);
  const waiting = names.slice();
  const statuses: number[] = [];
  const ask = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      statuses.push((await server.get(`/image?src=${name}&width=32`)).status);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  expect(statuses).toEqual(Array(ASKED).fill(200));
  expect(performance.now() - droppedAt).toBeLessThan(50_000);

  expect(await readdir(join(server.imagesDir, 'dropped'))).toHaveLength(FOLDERS);
  expect(await imageRecords()).toEqual(names.toSorted());
});
