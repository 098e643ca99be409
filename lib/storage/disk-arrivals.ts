import { createHash, randomUUID } from 'node:crypto';
import { addAbortListener } from 'node:events';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { conflict, notFound, tooLarge } from '#lib/errors/error.ts';
import { type DiskFolder, errorCode, makeFolders } from './disk-folder.ts';
import { moveNew, moveOver, removeIfThere } from './disk-moves.ts';
import type { Arrivals, StagedFile } from './storage.ts';

const HEAD_BYTES = 64 * 1024;
const ID = /^(\d{1,10})-([A-Za-z0-9-]{1,80})$/;

/** Keeps files that arrive in parts below `.emulsion/uploads`, on the disk of their future place. */
export function arrivalsOf(disk: DiskFolder): Arrivals {
  const { locate, internal, fileMode, dirMode } = disk;

  function filesOf(id: string): { part: string; note: string } {
    const [, owner = '', name = ''] = ID.exec(id) ?? [];
    if (owner === '') throw notFound('There is no such upload.', `not an id: ${JSON.stringify(id)}`);
    return {
      part: internal('uploads', owner, `${name}.part`),
      note: internal('uploads', owner, `${name}.json`),
    };
  }

  async function writeNote(file: string, note: string): Promise<void> {
    const fresh = `${file}.${randomUUID()}`;
    const handle = await open(fresh, 'wx');
    try {
      await handle.writeFile(note);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  }

  async function head(id: string): Promise<Buffer> {
    const handle = await openPart(filesOf(id).part, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  return {
    head,

    async begin(id, note) {
      const files = filesOf(id);
      await makeFolders(dirname(files.part), dirMode);
      if (await stat(files.note).catch(() => undefined))
        throw conflict('This upload has been begun already.');
      // Made first: whoever sees a note finds the bytes beside it. Without a note, a stopped server left it.
      const handle = await open(files.part, 'w', fileMode);
      // open takes the umask off the mode.
      try {
        await handle.chmod(fileMode);
      } finally {
        await handle.close();
      }
      await writeNote(files.note, note);
    },

    async look(id) {
      const files = filesOf(id);
      const [note, facts] = await Promise.all([
        readFile(files.note, 'utf8').catch(() => undefined),
        stat(files.part).catch(() => undefined),
      ]);
      return note === undefined ? undefined : { note, bytes: facts?.size };
    },

    async append(id, at, content, { maxBytes, signal }) {
      const handle = await openPart(filesOf(id).part, 'r+');
      // Until it is read, a stream that breaks off would end the process.
      content.on('error', () => undefined);
      const listening = addAbortListener(signal, () => content.destroy(new Error('nobody waits for it')));
      let size = at;
      try {
        if (signal.aborted) return size;
        for await (const chunk of content as AsyncIterable<Buffer>) {
          if (size + chunk.length > maxBytes) throw tooLarge(`The file has more than ${maxBytes} bytes.`);
          // By position: should two processes write the same part, they write the same bytes to the same place.
          for (let done = 0; done < chunk.length; ) {
            done += (await handle.write(chunk, done, chunk.length - done, size + done)).bytesWritten;
          }
          size += chunk.length;
        }
        return size;
      } finally {
        listening[Symbol.dispose]();
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
      }
    },

    async complete(id): Promise<StagedFile> {
      const file = filesOf(id).part;
      const beginning = await head(id);
      const hash = createHash('sha256');
      let size = 0;
      for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
        hash.update(chunk as Buffer);
        size += (chunk as Buffer).length;
      }
      return {
        localPath: file,
        size,
        sha256: hash.digest('hex'),
        head: beginning,
        placeNew: (to) => moveNew(file, locate(to)),
        replace: (to) => moveOver(file, locate(to)),
        discard: () => removeIfThere(file),
      };
    },

    async settle(id, note) {
      const files = filesOf(id);
      await writeNote(files.note, note);
      await removeIfThere(files.part);
    },

    async remove(id) {
      const files = filesOf(id);
      await removeIfThere(files.note);
      await removeIfThere(files.part);
    },

    async countOpen(owner) {
      const names = await readdir(internal('uploads', owner)).catch(() => []);
      return names.filter((name) => name.endsWith('.part')).length;
    },

    async sweep(olderThanMs) {
      for (const owner of await readdir(internal('uploads')).catch(() => [])) {
        const names = await readdir(internal('uploads', owner)).catch(() => []);
        const latest = new Map<string, number>();
        for (const name of names) {
          const facts = await stat(internal('uploads', owner, name)).catch(() => undefined);
          const key = name.split('.')[0] ?? '';
          latest.set(key, Math.max(latest.get(key) ?? 0, Math.floor(facts?.mtimeMs ?? 0)));
        }
        for (const name of names) {
          const last = latest.get(name.split('.')[0] ?? '') ?? 0;
          if (Date.now() - last >= olderThanMs) await removeIfThere(internal('uploads', owner, name));
        }
      }
    },
  };
}

async function openPart(file: string, flags: 'r' | 'r+'): Promise<FileHandle> {
  try {
    return await open(file, flags);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw notFound('There is no such upload.');
    throw error;
  }
}
