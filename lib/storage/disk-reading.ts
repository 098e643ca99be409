import { constants, type Dirent } from 'node:fs';
import { access, open, opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable, Transform } from 'node:stream';
import { notFound } from '#lib/errors/error.ts';
import { ABSENT, type DiskFolder, errorCode } from './disk-folder.ts';
import type { FileFacts, Listing, Storage } from './storage.ts';

/** Some file systems count times in steps of two seconds; changes within one step look alike. */
const COARSEST_CLOCK_MS = 2100;
/** Links of a folder that are followed at the same time. */
const LINKS_AT_ONCE = 32;

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

async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (ABSENT.has(errorCode(error))) return undefined;
    throw error;
  }
}

/** Facts of a file by its absolute path; undefined when nothing readable is there or it is a folder. */
export async function fileFacts(absolute: string): Promise<FileFacts | undefined> {
  const facts = await orUndefined(stat(absolute));
  if (!facts?.isFile()) return undefined;
  // Microseconds tell apart two writes within one millisecond; the size catches most restored dates.
  const version = `${Math.round(facts.mtimeMs * 1000).toString(36)}-${facts.size.toString(36)}`;
  return { size: facts.size, time: Math.floor(facts.mtimeMs), version };
}

async function listVersion(absolute: string): Promise<Pick<Listing, 'version' | 'settled'> | undefined> {
  const facts = await orUndefined(stat(absolute, { bigint: true }));
  if (!facts?.isDirectory()) return undefined;
  const settled = Date.now() - Number(facts.mtimeMs) > COARSEST_CLOCK_MS;
  return { version: facts.mtimeNs.toString(36), settled };
}

async function listFolder(absolute: string): Promise<Listing | undefined> {
  // Before the names, so that a change in between shows in the next version.
  const version = await listVersion(absolute);
  const entries = version && (await orUndefined(readdir(absolute, { withFileTypes: true })));
  if (!version || !entries) return undefined;
  const listing: Listing = { files: [], folders: [], ...version };
  const links: Dirent[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile()) listing.files.push(entry.name);
    else if (entry.isDirectory()) listing.folders.push(entry.name);
    else if (entry.isSymbolicLink()) links.push(entry);
  }
  for (let at = 0; at < links.length; at += LINKS_AT_ONCE) {
    const batch = links.slice(at, at + LINKS_AT_ONCE);
    const targets = await Promise.all(batch.map(({ name }) => orUndefined(stat(join(absolute, name)))));
    for (const [i, { name }] of batch.entries()) {
      if (targets[i]?.isFile()) listing.files.push(name);
      else if (targets[i]?.isDirectory()) listing.folders.push(name);
    }
  }
  return listing;
}

/**
 * The bytes of a file by its absolute path, or those of a range (both ends inclusive), and the size of the whole. Throws
 * not_found.
 */
export async function openFile(
  absolute: string,
  range?: { start: number; end: number },
): Promise<{ stream: Readable; size: number }> {
  try {
    // Not blocking, so that a pipe put in a file's place does not hold a thread for ever.
    const handle = await open(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
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
    if (ABSENT.has(errorCode(error))) throw notFound('The image was not found.');
    throw error;
  }
}

/** The functions of a storage that change nothing. Symbolic links are followed: the operator put them there. */
export function readingOf({
  root,
  locate,
}: DiskFolder): Pick<
  Storage,
  'stat' | 'hasFolder' | 'list' | 'listVersion' | 'localFile' | 'read' | 'check'
> {
  return {
    stat: async (path) => fileFacts(locate(path)),
    hasFolder: async (path) => (await orUndefined(stat(locate(path))))?.isDirectory() ?? false,
    list: async (path) => listFolder(locate(path)),
    listVersion: async (path) => listVersion(locate(path)),
    localFile: async (path) => locate(path),

    read: async (path, range) => openFile(locate(path), range),

    async check() {
      await access(root, constants.R_OK | constants.X_OK);
      const listing = await opendir(root);
      await listing.close();
    },
  };
}
