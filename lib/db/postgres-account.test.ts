import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPostgresRunner } from './postgres-account.ts';

let folder: string;
let initdb: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emulsion-account-'));
  initdb = path.join(folder, 'programs', 'initdb');
  await mkdir(path.dirname(initdb));
  await writeFile(initdb, '#!/bin/sh\n', { mode: 0o755 });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Asks access(2), as Postgres does when it looks for its own programs. */
const LOOK = `require('node:fs').accessSync(process.argv[1], require('node:fs').constants.X_OK)`;
const WHO = 'console.log(process.getuid())';

async function runnerIn(mode: number) {
  await chmod(folder, mode);
  const programs = { initdb, pgCtl: initdb, libraryDir: undefined };
  return createPostgresRunner(programs, path.join(folder, 'postgres'));
}

test.each([0o755, 0o700])(
  'programs are never run as root and can be looked for (folder %o)',
  async (mode) => {
    const runner = await runnerIn(mode);
    expect(await runner.run(process.execPath, ['-e', LOOK, initdb])).toEqual({ code: 0, output: '' });
    expect(Number((await runner.run(process.execPath, ['-e', WHO])).output)).toBeGreaterThan(0);
  },
);

test('an existing cluster keeps its owner, and files are handed over whole', async () => {
  await mkdir(path.join(folder, 'postgres', 'base'), { recursive: true });
  await writeFile(path.join(folder, 'postgres', 'base', '1'), '');
  await (await runnerIn(0o755)).give(path.join(folder, 'postgres'));
  const owner = (await stat(path.join(folder, 'postgres'))).uid;
  expect((await stat(path.join(folder, 'postgres', 'base', '1'))).uid).toBe(owner);
  expect(owner).toBeGreaterThan(0);
  const again = await runnerIn(0o755);
  expect((await again.run(process.execPath, ['-e', WHO])).output).toBe(String(owner));
});

test('the variables of the caller do not reach the programs', async () => {
  process.env.PGOPTIONS = '-c fsync=off';
  const runner = await runnerIn(0o755);
  const { output } = await runner.run(process.execPath, ['-e', 'console.log(process.env.PGOPTIONS)']);
  delete process.env.PGOPTIONS;
  expect(output).toBe('undefined');
});

test('what a program says is kept within bounds', async () => {
  const runner = await runnerIn(0o755);
  const { code, output } = await runner.run(process.execPath, [
    '-e',
    "console.log('x'.repeat(1e6)); process.exit(3)",
  ]);
  expect(code).toBe(3);
  expect(output.length).toBeGreaterThan(1000);
  expect(output.length).toBeLessThanOrEqual(16_384);
});
