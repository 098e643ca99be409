import type { FileBytes } from '../file-bytes.ts';

/** A JPEG inside of another file. */
export type Preview = { bytes: Buffer; width: number; height: number };

const PIECE = 4 * 1024 * 1024;
/** Bytes of a JPEG that are held in memory. */
const LARGEST = 64 * 1024 * 1024;
/** Places that begin like a JPEG; by chance it is one in 16 million bytes. */
const MOST_STARTS = 1000;
const MOST_SEGMENTS = 500;
const START = Buffer.from([0xff, 0xd8, 0xff]);
const END = Buffer.from([0xff, 0xd9]);
const SCAN = 0xda;
/** Frames that screens show: baseline and progressive. The lossless one is what cameras pack their mosaics in. */
const SHOWN: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const FRAMES: ReadonlySet<number> = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** The largest JPEG in a file, whatever the file says of it; undefined without one. Source: ITU-T T.81, annex B. */
export function largestPreview(file: FileBytes): Preview | undefined {
  let best: { at: number; scanAt: number; width: number; height: number } | undefined;
  for (const at of startsIn(file)) {
    const found = readFrame(file, at);
    if (found && (!best || found.width * found.height > best.width * best.height)) best = { at, ...found };
  }
  if (!best) return undefined;
  const end = endOf(file, best.scanAt);
  if (end === undefined || end - best.at > LARGEST) return undefined;
  const bytes = Buffer.alloc(end - best.at);
  for (let done = 0; done < bytes.length; done += PIECE) {
    file.slice(best.at + done, Math.min(PIECE, bytes.length - done)).copy(bytes, done);
  }
  return { bytes, width: best.width, height: best.height };
}

function* startsIn(file: FileBytes): Generator<number> {
  let count = 0;
  for (const { at, piece } of piecesOf(file, 0)) {
    for (let found = piece.indexOf(START); found !== -1; found = piece.indexOf(START, found + 1)) {
      count += 1;
      if (count > MOST_STARTS) return;
      yield at + found;
    }
  }
}

/** Pieces overlap by a byte less than a mark, so that none is cut in two. */
function* piecesOf(file: FileBytes, from: number): Generator<{ at: number; piece: Buffer }> {
  const step = PIECE - START.length + 1;
  for (let at = from; at < file.size; at += step) {
    yield { at, piece: Buffer.from(file.slice(at, Math.min(PIECE, file.size - at))) };
  }
}

/** Size and start of the scan; undefined for what is no picture that screens show. */
function readFrame(file: FileBytes, start: number) {
  let at = start + 2;
  let size: { width: number; height: number } | undefined;
  for (let count = 0; count < MOST_SEGMENTS && at + 10 <= file.size; count++) {
    const head = file.slice(at, 10);
    const marker = head[1] ?? 0;
    const length = head.readUInt16BE(2);
    if (head[0] !== 0xff || FRAMES.has(marker) || length < 2) return undefined;
    if (SHOWN.has(marker)) {
      if (head[4] !== 8) return undefined;
      size = { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    }
    at += 2 + length;
    if (marker === SCAN)
      return size && size.width > 0 && size.height > 0 ? { ...size, scanAt: at } : undefined;
  }
  return undefined;
}

/** Behind the first end mark: in a scan the byte before it would be followed by a 0. */
function endOf(file: FileBytes, from: number): number | undefined {
  for (const { at, piece } of piecesOf(file, from)) {
    const found = piece.indexOf(END);
    if (found !== -1) return at + found + END.length;
  }
  return undefined;
}
