import { fstatSync, readSync } from 'node:fs';
import { Refusal } from './decoded.ts';

/** Bytes that are read at once, so that small reads do not each ask the system. */
const WINDOW = 256 * 1024;
/** No table or row of any format here is longer; a header that says otherwise is wrong. */
const LONGEST = 16 * 1024 * 1024;

/** A file that is read where it is needed, so that its size is not taken up in memory. */
export type FileBytes = {
  size: number;
  /** Bytes at a place, valid until the next call. Refuses what lies beyond the end. */
  slice(at: number, length: number): Buffer;
  /** The byte at a place. Refuses what lies beyond the end. */
  byte(at: number): number;
  /** Another reader of the same file, for going through two places in turn. */
  fork(): FileBytes;
};

/** Reads from an open file, so many bytes at once where fewer are wanted. */
export function fileBytes(descriptor: number, readAhead = WINDOW): FileBytes {
  const { size } = fstatSync(descriptor);
  let window = Buffer.alloc(0);
  let start = 0;

  function load(at: number, length: number): void {
    if (length > LONGEST) throw new Refusal('a part of the file is longer than can be');
    if (!Number.isSafeInteger(at) || at < 0 || at + length > size)
      throw new Refusal('the file ends too early');
    const bytes = Buffer.allocUnsafe(Math.min(Math.max(length, readAhead), size - at));
    let read = 0;
    while (read < bytes.length) {
      const count = readSync(descriptor, bytes, read, bytes.length - read, at + read);
      if (count === 0) throw new Refusal('the file ends too early');
      read += count;
    }
    window = bytes;
    start = at;
  }

  return {
    size,
    slice(at, length) {
      if (at < start || at + length > start + window.length) load(at, length);
      return window.subarray(at - start, at - start + length);
    },
    byte(at) {
      if (at < start || at >= start + window.length) load(at, 1);
      return window[at - start] ?? 0;
    },
    fork: () => fileBytes(descriptor, readAhead),
  };
}

/** The same over bytes in memory. */
export function memoryBytes(bytes: Buffer): FileBytes {
  const slice = (at: number, length: number) => {
    if (!Number.isSafeInteger(at) || at < 0 || !(length >= 0) || at + length > bytes.length)
      throw new Refusal('the file ends too early');
    return bytes.subarray(at, at + length);
  };
  const reader: FileBytes = {
    size: bytes.length,
    slice,
    byte: (at) => slice(at, 1)[0] ?? 0,
    fork: () => reader,
  };
  return reader;
}
