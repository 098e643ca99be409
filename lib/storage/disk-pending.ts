import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { notFound } from '#lib/errors/error.ts';
import { type DiskFolder, makeFolders } from './disk-folder.ts';
import { isSameEntry, linkNew, removeIfThere } from './disk-moves.ts';
import { fileFacts } from './disk-reading.ts';
import type { PendingMove, Storage } from './storage.ts';

/** What is noted of a move on disk, as JSON. */
type Note = {
  from: string;
  to: string;
  note: string;
  /** Of the file; another one that has come to one of the paths meanwhile is left alone. */
  size: number;
  time: number;
};

/** By how many ms the time of a copy may differ, where file systems keep it in coarser steps. */
const TIME_STEP = 2000;

/** Whether a path still holds the file that is being moved. */
async function holds(absolute: string, { size, time }: Note): Promise<boolean> {
  const facts = await fileFacts(absolute);
  return facts?.size === size && Math.abs(facts.time - time) <= TIME_STEP;
}

/** Moves in two halves, noted in a file each so that those of a killed process are found again. */
export function pendingMovesOf(disk: DiskFolder): Pick<Storage, 'beginMove' | 'pendingMoves'> {
  const { locate, internal, dirMode } = disk;

  function pending(file: string, noted: Note): PendingMove {
    const { from, to, note } = noted;
    async function keepOnly(kept: string, other: string): Promise<void> {
      // One entry in two spellings: it only has to be spelled as wanted.
      if (await isSameEntry(other, kept)) await rename(other, kept).catch(() => undefined);
      else if ((await holds(other, noted)) && (await holds(kept, noted))) {
        await removeIfThere(other);
      }
      await removeIfThere(file);
    }
    return {
      from,
      to,
      note,
      finish: () => keepOnly(locate(to), locate(from)),
      undo: () => keepOnly(locate(from), locate(to)),
    };
  }

  return {
    async beginMove(from, to, note) {
      const [source, target] = [locate(from), locate(to)];
      const facts = await fileFacts(source);
      if (!facts) throw notFound('The image was not found.');
      const noted: Note = { from, to, note, size: facts.size, time: facts.time };
      await makeFolders(internal('moves'), dirMode);
      const file = internal('moves', `${randomUUID()}.json`);
      const handle = await open(file, 'wx');
      try {
        await handle.writeFile(JSON.stringify(noted));
        await handle.sync();
      } finally {
        await handle.close();
      }
      try {
        if (await isSameEntry(source, target)) await rename(source, target);
        else await linkNew(source, target);
      } catch (error) {
        await removeIfThere(file);
        throw error;
      }
      return pending(file, noted);
    },

    async pendingMoves(olderThanMs) {
      const names = await readdir(internal('moves')).catch(() => []);
      const found: PendingMove[] = [];
      for (const name of names) {
        const file = internal('moves', name);
        const facts = await stat(file).catch(() => undefined);
        if (!facts || Date.now() - Math.floor(facts.mtimeMs) < olderThanMs) continue;
        const noted = readNote(await readFile(file, 'utf8').catch(() => ''));
        // Stopped while the note was written: the file had not been touched yet.
        if (noted) found.push(pending(file, noted));
        else await removeIfThere(file);
      }
      return found;
    },
  };
}

function readNote(text: string): Note | undefined {
  try {
    const { from, to, note, size, time } = JSON.parse(text) as Partial<Record<string, unknown>>;
    if (typeof from !== 'string' || typeof to !== 'string' || typeof note !== 'string') return undefined;
    if (typeof size !== 'number' || typeof time !== 'number') return undefined;
    return { from, to, note, size, time };
  } catch {
    return undefined;
  }
}
