import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '#lib/db/client.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type Cluster, startCluster } from './testing/cluster.ts';
import { photograph, save } from './testing/originals.ts';
import type { ServerProcess } from './testing/server-process.ts';
import { unzip } from './testing/unzip.ts';

/** For waiting until something has happened on a busy machine. */
const patience = { timeout: 30_000, interval: 20 };

const IMAGES = 6;
const PATH = '/api/v1/portfolios/';

let cluster: Cluster;
let token: string;

/** Data of a call that has to succeed, to one of the processes. */
async function call(to: ServerProcess, method: string, path: string, json?: object) {
  const response = await fetch(to.address + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(json ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(json ? { body: JSON.stringify(json) } : {}),
  });
  const { data, message } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${message}`);
  return data;
}

beforeAll(async () => {
  cluster = await startCluster('Postgres', async (folder) => {
    await save(folder, 'shut/0.jpg', photograph(1000, 750));
    for (let n = 1; n < IMAGES; n++) {
      await copyFile(join(folder, 'shut/0.jpg'), join(folder, `shut/${n}.jpg`));
    }
  });
  const db = openDatabase(String(cluster.env.DATABASE_URL), { poolSize: 1 });
  await db.user.update({ where: { id: 1 }, data: { allowApi: true } });
  await db.$disconnect();
  const response = await fetch(`${cluster.pair[0].address}/api/v1/token/`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'admin', password: 'a password for tests' }),
  });
  ({ token } = (await response.json()).data);
}, 90_000);

afterAll(async () => cluster?.stop());

async function makePortfolio(on: ServerProcess, images = IMAGES): Promise<number> {
  const { id } = await call(on, 'POST', PATH, {
    name: 'Both',
    description: '',
    internal_access: 0,
    public_access: 0,
  });
  for (let n = 0; n < images; n++) {
    await call(on, 'POST', `${PATH}${id}/images/`, { image_src: `shut/${n}.jpg` });
  }
  return id;
}

it('takes pictures back on every process once a link is revoked on one', async () => {
  const [one, two] = cluster.pair;
  const id = await makePortfolio(one, 1);
  const { id: folder_id } = await call(one, 'GET', '/api/v1/admin/filesystem/folders/?path=/shut');
  for (const group_id of [PUBLIC_GROUP, 2]) {
    await call(one, 'POST', '/api/v1/admin/permissions/', { folder_id, group_id, access: LEVEL.none });
  }
  const link = await call(one, 'POST', `${PATH}${id}/links/`, { name: 'for the press', access: 20 });
  const secret = new URL(link.url).pathname.split('/')[2];
  const { data } = await (await fetch(`${two.address}/api/v1/shared/${secret}/`)).json();
  const { pathname, search } = new URL(data.images[0].url);
  const ask = async () => (await two.get(pathname + search)).status;
  expect(await ask()).toBe(200);
  await call(one, 'DELETE', `${PATH}${id}/links/${link.id}/`);
  await expect.poll(ask, patience).toBe(403);
}, 60_000);

it('finishes an export whose process was killed', async () => {
  const [one, two] = cluster.pair;
  const id = await makePortfolio(one);
  const asked = await call(one, 'POST', `${PATH}${id}/exports/`, {
    description: 'sharpened',
    originals: false,
    expiry_time: '2099-01-01',
    image_parameters: { sharpen: { value: 100 }, format: { value: 'png' } },
  });
  const drawing = async () => Promise.all(cluster.pair.map((each) => each.rendering('render')));
  await expect.poll(drawing, patience).toContain(1);
  // Whichever took it up goes in the middle of its work.
  const [busy, other] = (await drawing())[0] === 1 ? [one, two] : [two, one];
  await busy.kill();
  const state = () => call(other, 'GET', `${PATH}${id}/exports/${asked.id}/`);
  expect(await state()).toMatchObject({ url: '', filename: '' });
  await expect.poll(state, patience).toMatchObject({ state: 'finished' });
  const { url, filename } = await state();
  const zip = await fetch(url.replace(/^https?:\/\/[^/]+/, other.address), {
    headers: { Authorization: `Bearer ${token}` },
  });
  const files = unzip(Buffer.from(await zip.arrayBuffer()));
  expect([...files.keys()]).toEqual(Array.from({ length: IMAGES }, (_, n) => `${n}.png`));
  const kept = await readdir(join(cluster.imagesDir, '.emulsion/exports'), { recursive: true });
  expect(kept.filter((name) => name.endsWith('.zip')).map((name) => name.slice(-filename.length))).toEqual([
    filename,
  ]);
}, 120_000);
