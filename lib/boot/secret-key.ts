import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'secret-key';

/** Characters of a generated key: 256 bits in base64url. */
const LENGTH = 43;

/**
 * The key kept in a data folder; drawn at the first call and readable by the owner only. Two processes that
 * start at once agree: the file appears complete, and whoever comes second takes the first one's.
 */
export async function keptSecretKey(dataDir: string): Promise<string> {
  const file = join(dataDir, NAME);
  const kept = await readKey(file);
  if (kept !== undefined) return kept;
  await mkdir(dataDir, { recursive: true });
  const draft = join(dataDir, `.${NAME}.${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const drawn = await readKey(file);
  if (drawn === undefined) throw new Error(`the key could not be kept in ${file}`);
  return drawn;
}

async function readKey(file: string): Promise<string | undefined> {
  const text = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (text === '') return undefined;
  if (text.length < LENGTH) throw new Error(`${file} holds no key; delete it to have another one drawn`);
  return text;
}
