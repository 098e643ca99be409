import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '..');
const schema = path.join(root, 'prisma/schema.prisma');
const stamp = path.join(root, 'prisma/generated/made-from');

/** Makes the typed database client in prisma/generated, unless it is there and of this schema and Prisma. */
export async function generateClient(): Promise<void> {
  const require = createRequire(import.meta.url);
  const { version } = require('prisma/package.json') as { version: string };
  const wanted = createHash('sha256')
    .update(version)
    .update(await readFile(schema))
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  const cli = path.join(path.dirname(require.resolve('prisma/package.json')), 'build/index.js');
  try {
    await promisify(execFile)(process.execPath, [cli, 'generate', `--schema=${schema}`], {
      cwd: root,
      env: {
        ...process.env,
        // Generating does not run the schema engine, but Prisma would download it first unless it is told
        // that it has one: any program that exists will do.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`The database client could not be generated:\n${stderr || message}`, { cause: error });
  }
  await writeFile(stamp, wanted);
}

if (import.meta.main) await generateClient();
