import { constants } from 'node:fs';
import { access, mkdir, open, opendir, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { pipeline, Readable, Transform } from 'node:stream';
import { notFound } from '#lib/errors/error.ts';
import type { FileFacts, Storage } from './storage.ts';

/** Errors that mean "there is no such file" to whoever asks for a picture. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EACCES', 'EPERM', 'ELOOP', 'EINVAL', 'EISDIR']);

/** The code of a file system error, or undefined. */
function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Passes a stream on and breaks it off when it ends before `size` bytes, which a header has promised. */
function exactly(source: Readable, size: number): Readable {
  let left = size;
  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      done(null, chunk);
    },
    flush(done) {
      done(left === 0 ? null : new Error(`a file ended ${left} bytes early`));
    },
  });
  // An error reaches the reader through `checked`; here it would only be told a second time.
  pipeline(source, checked, () => undefined);
  return checked;
}

/**
 * Originals in a folder of the local disk, or of a network mount. The folder is made when it is missing.
 * Symbolic links inside are followed: the operator put them there.
 */
export async function openLocalDisk(folder: string): Promise<Storage> {
  const root = resolve(folder);
  await mkdir(root, { recursive: true });

  /** Absolute path of a repository path. Containment is checked here again, whatever the caller did. */
  function locate(path: string): string {
    const absolute = join(root, path);
    if (path.includes('\0') || (absolute !== root && !absolute.startsWith(root + sep))) {
      throw notFound('The image was not found.', `path leaves the repository: ${JSON.stringify(path)}`);
    }
    return absolute;
  }

  async function statOrUndefined(path: string) {
    try {
      return await stat(locate(path));
    } catch (error) {
      if (ABSENT.has(errorCode(error) ?? '')) return undefined;
      throw error;
    }
  }

  return {
    async stat(path): Promise<FileFacts | undefined> {
      const facts = await statOrUndefined(path);
      if (!facts?.isFile()) return undefined;
      // Microseconds tell apart two writes within one millisecond; the size catches most restored dates.
      const version = `${Math.round(facts.mtimeMs * 1000).toString(36)}-${facts.size.toString(36)}`;
      return { size: facts.size, time: Math.floor(facts.mtimeMs), version };
    },

    async hasFolder(path) {
      return (await statOrUndefined(path))?.isDirectory() ?? false;
    },

    async localFile(path) {
      return locate(path);
    },

    async read(path, range) {
      try {
        // Not blocking, so that a pipe put in a file's place does not hold a thread for ever.
        const handle = await open(locate(path), constants.O_RDONLY | constants.O_NONBLOCK);
        const facts = await handle.stat();
        if (!facts.isFile()) {
          await handle.close();
          throw notFound('The image was not found.');
        }
        if (facts.size === 0) {
          await handle.close();
          return { stream: Readable.from([]), size: 0 };
        }
        // The length is promised in a header, so no more than that is read even if the file grows.
        const { start, end } = range ?? { start: 0, end: facts.size - 1 };
        const stream = handle.createReadStream({ start, end, highWaterMark: 256 * 1024 });
        return { stream: exactly(stream, end - start + 1), size: facts.size };
      } catch (error) {
        if (ABSENT.has(errorCode(error) ?? '')) throw notFound('The image was not found.');
        throw error;
      }
    },

    async check() {
      await access(root, constants.R_OK | constants.X_OK);
      const listing = await opendir(root);
      await listing.close();
    },
  };
}
