import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, cp, link, lstat, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { conflict, notFound } from '#lib/errors/error.ts';
import { ABSENT, errorCode, nameError } from './disk-folder.ts';

/** Answers of file systems that offer no hard links, of links across mounts and of files that are not ours. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'EXDEV',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);

const taken = () => conflict('A file or folder of this name already exists.');
const gone = () => notFound('The file was not found.');

async function exists(absolute: string): Promise<boolean> {
  try {
    await lstat(absolute);
    return true;
  } catch (error) {
    if (ABSENT.has(errorCode(error))) return false;
    throw error;
  }
}

/**
 * Whether two paths are spellings of one entry, on a file system that ignores case or Unicode form. Two hard
 * links to one file are two entries.
 */
export async function isSameEntry(from: string, to: string): Promise<boolean> {
  if (from === to) return true;
  const [a, b] = await Promise.all([from, to].map((path) => lstat(path).catch(() => undefined)));
  if (!a || !b || a.ino !== b.ino || a.dev !== b.dev) return false;
  return !(await readdir(dirname(to))).includes(basename(to));
}

/** Removes a file; absent is fine. */
export async function removeIfThere(absolute: string): Promise<void> {
  try {
    await unlink(absolute);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
  }
}

/** A copy of a file beside where it is to go, with the times of the file; from there it is renamed at once. */
async function copyBeside(from: string, to: string): Promise<string> {
  const copy = join(dirname(to), `.arriving-${randomUUID()}`);
  try {
    await copyFile(from, copy, constants.COPYFILE_FICLONE);
    const { atime, mtimeMs } = await stat(from);
    // In the middle of its millisecond, so that it is not rounded into another one.
    await utimes(copy, atime, (Math.floor(mtimeMs) + 0.5) / 1000);
    return copy;
  } catch (error) {
    await removeIfThere(copy);
    throw error;
  }
}

/**
 * Makes the file appear at a second path as well; throws conflict when that is taken, not_found without the
 * file. A hard link, which never overwrites; a copy where links are not offered.
 */
export async function linkNew(from: string, to: string): Promise<void> {
  try {
    if (!(await stat(from)).isFile()) throw gone();
    await link(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') throw taken();
    if (NO_LINKS.has(code)) {
      if (await exists(to)) throw taken();
      await rename(await copyBeside(from, to), to);
    } else if (code === 'ENOENT' || code === 'ENOTDIR') throw gone();
    else throw nameError(error);
  }
}

/** Moves a file; throws as linkNew does. */
export async function moveNew(from: string, to: string): Promise<void> {
  if (await isSameEntry(from, to)) return rename(from, to);
  await linkNew(from, to);
  await unlink(from);
}

/** Moves a file over whatever file is there, at once for readers. */
export async function moveOver(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EISDIR' || code === 'ENOTEMPTY' || code === 'EEXIST') throw taken();
    if (code === 'ENOENT' || code === 'ENOTDIR') throw gone();
    if (code !== 'EXDEV') throw nameError(error);
    await rename(await copyBeside(from, to), to);
    await unlink(from);
  }
}

/**
 * Moves a folder; throws conflict when something is at `to`, not_found without the folder. Across mounts it is
 * copied first and then deleted: whoever is stopped in between leaves both.
 */
export async function moveFolderNew(from: string, to: string): Promise<void> {
  const found = await stat(from).catch(() => undefined);
  if (!found?.isDirectory()) throw notFound('The folder was not found.');
  // rename would take the place of an empty folder.
  if ((await exists(to)) && !(await isSameEntry(from, to))) throw taken();
  try {
    await rename(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') throw taken();
    if (code === 'EINVAL') throw conflict('A folder cannot be moved into itself.');
    if (code === 'ENOENT') throw notFound('The folder was not found.');
    if (code !== 'EXDEV') throw nameError(error);
    const copy = join(dirname(to), `.arriving-${randomUUID()}`);
    try {
      await cp(from, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      await rename(copy, to);
    } catch (failed) {
      await rm(copy, { recursive: true, force: true });
      throw failed;
    }
    await rm(from, { recursive: true, force: true });
  }
}
