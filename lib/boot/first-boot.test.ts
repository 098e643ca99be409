import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillEmptyRepository, welcomeText } from './first-boot.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulsion-first-'));
});
afterEach(() => rm(folder, { recursive: true }));

const fail = (error: unknown) => {
  throw error;
};

it('leaves a repository with files alone and names one of its pictures', async () => {
  await mkdir(join(folder, '.hidden'));
  await mkdir(join(folder, 'trips/north sea'), { recursive: true });
  await writeFile(join(folder, 'notes.txt'), '');
  await writeFile(join(folder, '.hidden/a.jpg'), '');
  await writeFile(join(folder, 'trips/north sea/b.jpg'), '');
  const { example } = await fillEmptyRepository(folder, fail);
  expect(await example).toBe('trips/north sea/b.jpg');
  expect(await readdir(folder)).not.toContain('samples');
  const text = welcomeText('http://localhost:1', await example, { username: 'admin', password: undefined });
  expect(text).toContain('http://localhost:1/image?src=trips/north%20sea/b.jpg&');
  expect(text).toContain('as set in ADMIN_PASSWORD');
});

it('names no picture where there is none', async () => {
  await writeFile(join(folder, 'notes.txt'), '');
  const { example } = await fillEmptyRepository(folder, fail);
  expect(await example).toBeUndefined();
  expect(welcomeText('http://localhost:1', undefined, undefined)).not.toContain('picture');
});
