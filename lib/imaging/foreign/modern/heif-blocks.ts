import { type Blocks, block } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';
import { bytesOf, exifAfterOffset } from './box-blocks.ts';
import { type Box, boxesIn, contentOf, findBox } from './boxes.ts';

const MOST_ITEMS = 20_000;
const XMP = 'application/rdf+xml';

/** EXIF and XMP of a HEIF file, which are items as its pictures are. Source: ISO/IEC 14496-12, 8.11, and 23008-12, annex A. */
export function heifBlocks(file: FileBytes): Blocks {
  const found: Blocks = {};
  const meta = findBox(boxesIn(file, 0, file.size), 'meta');
  if (meta === undefined) return found;
  const boxes = [...boxesIn(file, meta.from + 4, meta.end)];
  const wanted = describingItems(file, findBox(boxes, 'iinf'));
  if (wanted.size === 0) return found;
  const inside = findBox(boxes, 'idat');
  for (const [item, { from, end }] of placesOf(file, findBox(boxes, 'iloc'), inside)) {
    const kind = wanted.get(item);
    if (kind === undefined) continue;
    const bytes = bytesOf(file, from, end);
    if (kind === 'exif') found.exif ??= exifAfterOffset(bytes);
    else found.xmp ??= block(bytes);
  }
  return found;
}

function describingItems(file: FileBytes, box: Box | undefined): Map<number, 'exif' | 'xmp'> {
  const items = new Map<number, 'exif' | 'xmp'>();
  if (box === undefined) return items;
  for (const entry of boxesIn(file, box.from + (file.byte(box.from) === 0 ? 6 : 8), box.end)) {
    if (entry.type !== 'infe') continue;
    const bytes = contentOf(file, entry);
    const version = bytes[0] ?? 0;
    if (version < 2) continue;
    const idBytes = version > 2 ? 4 : 2;
    const id = bytes.readUIntBE(4, idBytes);
    const type = bytes.toString('latin1', 6 + idBytes, 10 + idBytes);
    if (type === 'Exif') items.set(id, 'exif');
    // Behind the type: a name and what it is, each with a zero at its end.
    const [, content] = bytes.toString('latin1', 10 + idBytes).split('\0');
    if (type === 'mime' && content === XMP) items.set(id, 'xmp');
  }
  return items;
}

/** Where items of one piece lie in the file. */
function* placesOf(
  file: FileBytes,
  box: Box | undefined,
  inside: Box | undefined,
): Generator<[item: number, place: { from: number; end: number }]> {
  if (box === undefined) return;
  const bytes = contentOf(file, box);
  const version = bytes[0] ?? 0;
  const [offsetBytes, lengthBytes] = nibbles(bytes[4]);
  const [baseBytes, indexBytes] = nibbles(bytes[5]);
  const idBytes = version < 2 ? 2 : 4;
  let at = 6;
  const next = (size: number) => {
    const value = size === 0 ? 0 : size <= 6 ? bytes.readUIntBE(at, size) : Number(bytes.readBigUInt64BE(at));
    at += size;
    return value;
  };
  const count = Math.min(next(idBytes), MOST_ITEMS);
  for (let i = 0; i < count; i++) {
    const item = next(idBytes);
    const isInside = version > 0 && (next(2) & 0xf) === 1;
    next(2);
    const base = next(baseBytes) + (isInside ? (inside?.from ?? 0) : 0);
    const extents = next(2);
    let place: { from: number; end: number } | undefined;
    for (let j = 0; j < extents; j++) {
      if (version > 0) next(indexBytes);
      const from = base + next(offsetBytes);
      place = { from, end: from + next(lengthBytes) };
    }
    if (extents === 1 && place !== undefined) yield [item, place];
  }
}

function nibbles(byte = 0): [high: number, low: number] {
  return [byte >> 4, byte & 0xf];
}
