import type { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { EmulsionError } from '#lib/errors/error.ts';
import { numberedName } from '#lib/paths/file-name.ts';
import { baseName } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';

/** A file to be packed, or why it is not. */
export type ZipEntry = {
  src: string;
  /** Path inside. */
  name: string;
  /** Milliseconds since 1970. */
  time: number;
  refusal?: string | undefined;
  /** Bytes to be packed in place of the file's. */
  opened?: { stream: Readable; size: number } | undefined;
};

const SKIPPED = 'Skipped files.txt';

/**
 * Packs files, uncompressed, one after the other as they are read from the stream; destroying it ends the work. Names that
 * differ only by case are numbered. Files that are refused, have vanished or cannot be opened are listed in a text file.
 */
export function zipFiles(storage: Pick<Storage, 'read'>, entries: AsyncIterable<ZipEntry>): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as PassThrough;
  zip.on('error', (error: Error) => output.destroy(error));
  fill(zip, output, storage, entries).catch((error: unknown) => {
    if (!output.destroyed) output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return output;
}

async function fill(
  zip: ZipFile,
  output: PassThrough,
  storage: Pick<Storage, 'read'>,
  entries: AsyncIterable<ZipEntry>,
): Promise<void> {
  const names = createNames();
  const skipped: string[] = [];
  for await (const { src, name, time, refusal, opened: given } of entries) {
    if (output.destroyed) {
      given?.stream.destroy();
      return;
    }
    const opened = refusal ?? given ?? (await open(storage, src));
    if (typeof opened === 'string') {
      skipped.push(`${src}: ${opened}`);
      continue;
    }
    const { stream, size } = opened;
    const stop = () => stream.destroy();
    output.once('close', stop);
    try {
      const read = finished(stream);
      if (output.destroyed) stop();
      else zip.addReadStream(stream, names(name), { compress: false, size, mtime: new Date(time) });
      await read;
    } finally {
      output.off('close', stop);
    }
  }
  if (skipped.length > 0) {
    zip.addBuffer(Buffer.from(`${skipped.join('\n')}\n`), names(SKIPPED), { compress: false });
  }
  zip.end();
}

/** The file, or why it cannot be packed: one of many must not end the others. */
async function open(storage: Pick<Storage, 'read'>, src: string) {
  try {
    return await storage.read(src);
  } catch (error) {
    const isGone = error instanceof EmulsionError && error.code === 'not_found';
    return isGone ? 'the file was not found' : 'the file could not be read';
  }
}

/** Makes each name one that was not given yet, whatever the case, and that some system takes for no other place. */
function createNames(): (name: string) => string {
  const given = new Set<string>();
  return (wanted) => {
    const name = wanted.replace(/[\\\p{Cc}]/gu, '_').replace(/^([a-z]):/i, '$1_');
    const file = baseName(name);
    const place = name.slice(0, name.length - file.length);
    let unique = name;
    for (let n = 1; given.has(unique.toLowerCase()); n += 1) unique = place + numberedName(file, n);
    given.add(unique.toLowerCase());
    return unique;
  };
}
