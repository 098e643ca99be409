import { deflateSync } from 'node:zlib';
import type { Pixels } from './pictures.ts';

const TILE = 64;

/** A GIMP file of one opaque RGB layer, and what is attached to the image. Source: GIMP's developer documentation, "The XCF file format". */
export function xcfFile(
  { data, width, height }: Pixels,
  compression: 'none' | 'runs' | 'zlib',
  parasites: Readonly<Record<string, Buffer | string>> = {},
): Buffer {
  const number = ['none', 'runs', 'zlib'].indexOf(compression);
  const properties = (...all: Array<[type: number, content: Buffer]>) =>
    Buffer.concat([...all.flatMap(([type, content]) => [words(type, content.length), content]), words(0, 0)]);
  const head = Buffer.concat([
    Buffer.from('gimp xcf v003\0', 'latin1'),
    words(width, height, 0),
    properties([17, Buffer.from([number])], [21, attached(parasites)]),
  ]);
  const name = Buffer.from('ground\0', 'latin1');
  const layerAt = head.length + 12;
  const layer = Buffer.concat([
    words(width, height, 0, name.length),
    name,
    properties([6, words(255)], [8, words(1)], [15, words(0, 0)], [7, words(0)]),
  ]);
  const hierarchyAt = layerAt + layer.length + 8;
  const levelAt = hierarchyAt + 20;
  const tiles: Buffer[] = [];
  for (let top = 0; top < height; top += TILE) {
    for (let left = 0; left < width; left += TILE) {
      const rows = Array.from({ length: Math.min(TILE, height - top) }, (_, y) => {
        const from = ((top + y) * width + left) * 3;
        return data.subarray(from, from + Math.min(TILE, width - left) * 3);
      });
      tiles.push(packed(Buffer.concat(rows), compression));
    }
  }
  let at = levelAt + 8 + (tiles.length + 1) * 4;
  const places = tiles.map((tile) => {
    at += tile.length;
    return at - tile.length;
  });
  return Buffer.concat([
    head,
    words(layerAt, 0, 0),
    layer,
    words(hierarchyAt, 0),
    words(width, height, 3, levelAt, 0),
    words(width, height, ...places, 0),
    ...tiles,
  ]);
}

/** Name, flags (kept in the file) and content of each. */
function attached(parasites: Readonly<Record<string, Buffer | string>>): Buffer {
  const parts = Object.entries(parasites).flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    return [words(name.length + 1), Buffer.from(`${name}\0`), words(1, bytes.length), bytes];
  });
  return Buffer.concat(parts);
}

function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, value] of numbers.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
}

/** Runs are written as bytes as they are, at most 127 at a time, which is allowed. */
function packed(tile: Buffer, compression: string): Buffer {
  if (compression === 'none') return tile;
  if (compression === 'zlib') return deflateSync(tile);
  const pieces: Buffer[] = [];
  for (let plane = 0; plane < 3; plane++) {
    const bytes = tile.filter((_, i) => i % 3 === plane);
    for (let from = 0; from < bytes.length; from += 127) {
      const piece = bytes.subarray(from, from + 127);
      pieces.push(Buffer.from([256 - piece.length]), Buffer.from(piece));
    }
  }
  return Buffer.concat(pieces);
}
