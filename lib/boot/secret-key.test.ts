import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptSecretKey } from './secret-key.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulsion-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('draws a key once, for its owner only', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => keptSecretKey(folder)));
  expect(new Set([...keys, await keptSecretKey(folder)]).size).toBe(1);
  expect(keys[0]).toMatch(/^[\w-]{43}$/);
  const [name = '', ...others] = await readdir(folder);
  expect(others).toEqual([]);
  expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
});

it('does not run on with a broken one', async () => {
  await writeFile(join(folder, 'secret-key'), 'short');
  await expect(keptSecretKey(folder)).rejects.toThrow(/delete it/);
});
