import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LICENCES_FILE } from '#lib/boot/licences.ts';
import { generateClient } from './generate.ts';
import { writeLicences } from './licences.ts';
import { writeViewers } from './viewers.ts';

/** Everything that the built pages are made of. */
const SOURCES = [
  'app',
  'bin/viewers.ts',
  'bin/viewers',
  'components',
  'lib',
  'prisma/schema.prisma',
  'viewers',
  'instrumentation.ts',
  'middleware.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
];

const STAMP = '.next/emulsion-sources';

/** Makes the viewers for other sites and the production build of the pages. Skipped when nothing they are made of has changed since the last one. */
export async function build(root: string, { force = false } = {}): Promise<void> {
  await generateClient();
  const wanted = await fingerprint(root);
  const built = await readFile(join(root, STAMP), 'utf8').catch(() => undefined);
  if (built === wanted && !force) return;
  await writeViewers(root);
  console.log('Building the pages; this takes about half a minute and happens once.');
  await run(root, join(root, 'node_modules/next/dist/bin/next'), ['build']);
  await writeLicences(root, join(root, LICENCES_FILE));
  await writeFile(join(root, STAMP), wanted);
}

async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of await filesOf(root, source)) {
      hash.update(`${path}\n`).update(await readFile(join(root, path)));
    }
  }
  return hash.digest('hex');
}

/** The files below a path, or the file itself, in a fixed order; tests and what is absent are left out. */
async function filesOf(root: string, source: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath.slice(root.length + 1), entry.name))
      .toSorted();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return [source];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

async function run(root: string, script: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The build failed (exit code ${code}).`);
}
