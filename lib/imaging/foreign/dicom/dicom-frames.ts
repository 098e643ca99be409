import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import type { Dataset } from './dicom-dataset.ts';

const ITEM = 0xfffe_e000;
const HEAD = 8;
const MOST_PIECES = 100_000;
/** A packed frame is held in memory. */
const LARGEST_FRAME = 128 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;

type Fragment = { at: number; length: number };

/**
 * The packed bytes of a frame (from 0) of pixels that lie in pieces: a table of offsets, then one or more pieces a frame.
 * Source: DICOM PS3.5, annex A.4.
 */
export function packedFrame({ bytes, pixels }: Dataset, frames: number, index: number): Buffer {
  const [table, ...fragments] = fragmentsFrom(bytes, pixels.at);
  if (table === undefined || fragments.length === 0) throw new Refusal('the file holds no pixels');
  return join(bytes, chooseFragments(bytes, table, fragments, frames, index));
}

function chooseFragments(
  bytes: FileBytes,
  table: Fragment,
  fragments: readonly Fragment[],
  frames: number,
  index: number,
): readonly Fragment[] {
  if (frames === 1) return fragments;
  if (fragments.length === frames) return fragments.slice(index, index + 1);
  if (table.length < frames * 4) throw new Refusal('the file does not say where its frames begin');
  const offset = (frame: number) => bytes.slice(table.at + frame * 4, 4).readUInt32LE(0);
  const origin = (fragments[0]?.at ?? 0) - HEAD;
  const from = origin + offset(index);
  const to = index + 1 < frames ? origin + offset(index + 1) : Number.POSITIVE_INFINITY;
  return fragments.filter(({ at }) => at - HEAD >= from && at - HEAD < to);
}

function fragmentsFrom(bytes: FileBytes, start: number): Fragment[] {
  const found: Fragment[] = [];
  let at = start;
  // Always little-endian.
  while (at + HEAD <= bytes.size) {
    const head = bytes.slice(at, HEAD);
    if (head.readUInt16LE(0) * 0x1_0000 + head.readUInt16LE(2) !== ITEM) break;
    const length = head.readUInt32LE(4);
    if (at + HEAD + length > bytes.size) throw new Refusal('the file ends too early');
    found.push({ at: at + HEAD, length });
    if (found.length > MOST_PIECES) throw new Refusal('the pixels lie in too many pieces');
    at += HEAD + length;
  }
  return found;
}

function join(bytes: FileBytes, fragments: readonly Fragment[]): Buffer {
  const total = fragments.reduce((sum, { length }) => sum + length, 0);
  if (total === 0) throw new Refusal('the frame is empty');
  if (total > LARGEST_FRAME) throw new Refusal('the frame is too large');
  const whole = Buffer.alloc(total);
  let to = 0;
  for (const { at, length } of fragments) {
    for (let done = 0; done < length; done += PIECE) {
      to += bytes.slice(at + done, Math.min(PIECE, length - done)).copy(whole, to);
    }
  }
  return whole;
}
