import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { openDatabase } from '#lib/db/client.ts';
import { loadTemplates } from '#lib/templates/store.ts';
import { runCli } from './testing/cli.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
let dataDir: string;

const put = (name: string, fields: Record<string, unknown>) =>
  runCli(
    ['template', 'put', name, '-'],
    { DATABASE_URL: postgres.url, DATA_DIR: dataDir, MAX_IMAGE_DIMENSION: '20000', MAX_GRID_TILES: '16' },
    JSON.stringify(Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { value }]))),
  );

beforeAll(async () => {
  postgres = await startPostgres();
  dataDir = await mkdtemp(join(tmpdir(), 'emulsion-template-'));
});

afterAll(async () => {
  await postgres?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('template put', () => {
  it.each([
    ['an unknown profile', 'A', { icc_profile: 'nowhere' }, 'icc_profile'],
    ['more tiles than the server allows', 'A', { tile: [1, 25] }, 'tile'],
    ['more pixels than the server allows', 'A', { width: 20_001 }, 'width'],
    ['a name that is empty', '', { width: 1 }, '1 to 120'],
    ['a name that is too long', 'n'.repeat(121), { width: 1 }, '1 to 120'],
  ])('refuses %s', async (_case, name, fields, complaint) => {
    await expect(put(name, fields)).rejects.toThrow(complaint);
  });

  it('stores the one spelling, and leaves the description of what it replaces alone', async () => {
    await put('Mine', { format: 'PNG', width: 19_000, icc_profile: 'sRGB', top: 0.1234567 });
    const db = openDatabase(postgres.url, { poolSize: 1 });
    try {
      await db.imageTemplate.updateMany({ where: { name: 'Mine' }, data: { description: 'for the shop' } });
      const find = async () => (await loadTemplates(db)).templates.find(({ name }) => name === 'Mine');
      expect((await find())?.template).toEqual({
        format: { value: 'png' },
        width: { value: 19_000 },
        icc_profile: { value: 'srgb' },
        top: { value: 0.12346 },
      });
      await put('mine', { width: 50 });
      expect(await find()).toMatchObject({ description: 'for the shop', template: { width: { value: 50 } } });
    } finally {
      await db.$disconnect();
    }
  });
});
