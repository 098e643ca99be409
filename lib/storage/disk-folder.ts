import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { badRequest, conflict, notFound } from '#lib/errors/error.ts';
import { INTERNAL_FOLDER, isInternalPath } from '#lib/paths/image-path.ts';

/** Permission bits of what is made, whatever the umask is. */
export type Modes = { fileMode: number; dirMode: number };

/** The folder of the local disk in which originals live, and how paths in it are found. */
export type DiskFolder = Modes & {
  /** Absolute. */
  root: string;
  /** Absolute path of a repository path. Containment is checked here again, whatever the caller did. */
  locate(path: string): string;
  /** Absolute path of something kept for the server itself. */
  internal(...parts: string[]): string;
};

/** Errors that mean "there is no such file" to whoever asks for a picture. */
export const ABSENT: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'EACCES',
  'EPERM',
  'ELOOP',
  'EINVAL',
  'EISDIR',
]);

/** The code of a file system error, or "". */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** How paths below an absolute folder are found. */
export function diskFolder(root: string, modes: Modes): DiskFolder {
  return {
    ...modes,
    root,
    locate(path) {
      const absolute = join(root, path);
      const inside = absolute === root || absolute.startsWith(root + sep);
      if (path.includes('\0') || !inside || isInternalPath(absolute.slice(root.length + 1))) {
        throw notFound('The image was not found.', `path leaves the repository: ${JSON.stringify(path)}`);
      }
      return absolute;
    },
    internal: (...parts) => join(root, INTERNAL_FOLDER, ...parts),
  };
}

/** Makes a folder and the missing ones above it with the given mode. Throws conflict when a file is in the way. */
export async function makeFolders(absolute: string, mode: number): Promise<void> {
  try {
    await mkdir(absolute, { mode });
    // mkdir takes the umask off the mode.
    await chmod(absolute, mode);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') {
      await makeFolders(dirname(absolute), mode);
      await makeFolders(absolute, mode);
      return;
    }
    if (code === 'EEXIST') {
      const there = await stat(absolute).catch(() => undefined);
      if (there?.isDirectory()) return;
    }
    if (code === 'EEXIST' || code === 'ENOTDIR') throw conflict('A file of this name already exists.');
    throw nameError(error);
  }
}

/** A file system's refusal of a name as the caller's mistake; any other error as it is. */
export function nameError(error: unknown): unknown {
  return errorCode(error) === 'ENAMETOOLONG'
    ? badRequest('The name is too long for the file system.')
    : error;
}
