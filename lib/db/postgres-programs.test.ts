import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { completeLibraries } from './postgres-programs.ts';

let folder: string;
let spare: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emulsion-programs-'));
  spare = path.join(folder, 'spare');
  await mkdir(path.join(folder, 'native', 'lib'), { recursive: true });
  await writeFile(path.join(folder, 'native', 'lib', 'libx.so.1.2'), 'library');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function name(target: string): Promise<void> {
  const links = [{ source: 'native/lib/libx.so.1.2', target }];
  return writeFile(path.join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
}

test('links that an install script has not made are made', async () => {
  await name('native/lib/libx.so.1');
  expect(await completeLibraries(folder, spare)).toBeUndefined();
  expect(await readlink(path.join(folder, 'native', 'lib', 'libx.so.1'))).toBe('libx.so.1.2');
  expect(await completeLibraries(folder, spare)).toBeUndefined();
});

test('where they cannot be made, they are made elsewhere', async () => {
  await name('native/not-there/libx.so.1');
  expect(await completeLibraries(folder, spare)).toBe(spare);
  expect(await readFile(path.join(spare, 'libx.so.1'), 'utf8')).toBe('library');
  expect(await completeLibraries(folder, spare)).toBe(spare);
});

test('a package without links needs none', async () => {
  expect(await completeLibraries(folder, spare)).toBeUndefined();
});
