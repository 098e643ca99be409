import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tooLarge } from '#lib/errors/error.ts';
import { type DiskFolder, makeFolders } from './disk-folder.ts';
import { moveNew, moveOver, removeIfThere } from './disk-moves.ts';
import type { StagedFile, Storage } from './storage.ts';

const HEAD_BYTES = 64 * 1024;

/** Takes in files below `.emulsion/staging`, from where they are linked or renamed to their place. */
export function stagingOf(disk: DiskFolder): Pick<Storage, 'stage' | 'emptyStaging'> {
  const { locate, internal, fileMode, dirMode } = disk;

  async function stage(
    content: Readable,
    { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal },
  ): Promise<StagedFile> {
    // Until the pipeline listens, a stream that breaks off would end the process.
    content.on('error', () => undefined);
    await makeFolders(internal('staging'), dirMode);
    const file = internal('staging', randomUUID());
    const hash = createHash('sha256');
    const head: Buffer[] = [];
    let headSize = 0;
    let size = 0;
    try {
      const handle = await open(file, 'wx', fileMode);
      try {
        // open takes the umask off the mode.
        await handle.chmod(fileMode);
        await pipeline(
          content,
          async (chunks: AsyncIterable<Buffer | string>) => {
            for await (const chunk of chunks) {
              const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
              size += bytes.length;
              if (size > maxBytes) throw tooLarge(`The file has more than ${maxBytes} bytes.`);
              hash.update(bytes);
              if (headSize < HEAD_BYTES) {
                // A copy, since the chunk may be part of a larger buffer.
                const part = Buffer.from(bytes.subarray(0, HEAD_BYTES - headSize));
                head.push(part);
                headSize += part.length;
              }
              for (let at = 0; at < bytes.length; ) {
                at += (await handle.write(bytes, at)).bytesWritten;
              }
            }
          },
          signal === undefined ? {} : { signal },
        );
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      await removeIfThere(file);
      throw error;
    }
    return {
      localPath: file,
      size,
      sha256: hash.digest('hex'),
      head: Buffer.concat(head),
      placeNew: (to) => moveNew(file, locate(to)),
      replace: (to) => moveOver(file, locate(to)),
      discard: () => removeIfThere(file),
    };
  }

  return {
    stage,
    async emptyStaging(olderThanMs) {
      const names = await readdir(internal('staging')).catch(() => []);
      for (const name of names) {
        const file = internal('staging', name);
        // Rises as long as the file is being written.
        const facts = await stat(file).catch(() => undefined);
        if (facts && Date.now() - Math.floor(facts.mtimeMs) >= olderThanMs) await removeIfThere(file);
      }
    },
  };
}
