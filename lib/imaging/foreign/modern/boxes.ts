import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

/** A box of the ISO base media file format, which HEIF, JPEG XL and JPEG 2000 share. */
export type Box = {
  /** Four characters. */
  type: string;
  /** Where its content begins. */
  from: number;
  /** Where it ends. */
  end: number;
};

/** Boxes in one place; files have a few dozen. */
const MOST_BOXES = 20_000;

/**
 * The boxes that follow each other from one place to another. Refuses those that reach beyond it.
 * Source: ISO/IEC 14496-12, 4.2.
 */
export function* boxesIn(file: FileBytes, from: number, end: number): Generator<Box> {
  let at = from;
  for (let count = 0; at + 8 <= end; count++) {
    if (count > MOST_BOXES) throw new Refusal('the file has too many parts');
    const head = file.slice(at, 8);
    const type = head.toString('latin1', 4, 8);
    let size = head.readUInt32BE(0);
    let start = at + 8;
    if (size === 1) {
      size = Number(file.slice(at + 8, 8).readBigUInt64BE(0));
      start += 8;
    } else if (size === 0) size = end - at;
    if (at + size < start || at + size > end) throw new Refusal('a part of the file ends beyond it');
    yield { type, from: start, end: at + size };
    at += size;
  }
}

/** The first box of a type; undefined without one. */
export function findBox(boxes: Iterable<Box>, type: string): Box | undefined {
  for (const box of boxes) if (box.type === type) return box;
  return undefined;
}

/** The content of a box as bytes of their own. Refuses more than a few megabytes. */
export function contentOf(file: FileBytes, { from, end }: Box): Buffer {
  return Buffer.from(file.slice(from, end - from));
}
