import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { type Box, boxesIn, contentOf, findBox } from './boxes.ts';

/** What the boxes of a HEIF file say of its pictures. Source: ISO/IEC 23008-12 and 14496-12. */
export type HeifItems = {
  primary: number;
  /** Pictures that stand for themselves, in the order of the file: not hidden, no thumbnails, no opacity or depth of others. */
  topLevel: number[];
  /** The properties of a picture, in the order in which they are applied. */
  properties(item: number): Property[];
  /** Pictures that add something to another, such as its opacity. */
  auxiliaries(item: number): number[];
};

export type Property = { type: string; bytes: Buffer };

type Item = { type: string; hidden: boolean };

const IMAGE_TYPES: ReadonlySet<string> = new Set(
  'hvc1 av01 grid iden iovl jpeg j2k1 avc1 unci vvc1'.split(' '),
);
const MOST_ITEMS = 20_000;

/** Reads the table of contents of a HEIF file. Refuses files without pictures, such as videos. */
export function readHeifItems(file: FileBytes): HeifItems {
  const meta = findBox(boxesIn(file, 0, file.size), 'meta');
  if (meta === undefined) throw new Refusal('the file holds no picture');
  const boxes = new Map([...boxesIn(file, meta.from + 4, meta.end)].map((box) => [box.type, box]));
  const items = readItems(file, boxes.get('iinf'));
  const references = readReferences(file, boxes.get('iref'));
  const properties = readProperties(file, boxes.get('iprp'));
  const primary = readPrimary(file, boxes.get('pitm'));
  const parts = new Set(
    references.filter(({ type }) => type === 'thmb' || type === 'auxl').map(({ from }) => from),
  );
  const topLevel = [...items].flatMap(([id, { type, hidden }]) =>
    IMAGE_TYPES.has(type) && !hidden && !parts.has(id) ? [id] : [],
  );
  if (!items.has(primary)) throw new Refusal('the file holds no picture');
  return {
    primary,
    topLevel,
    properties: (item) => properties.get(item) ?? [],
    auxiliaries: (item) =>
      references.flatMap(({ type, from, to }) => (type === 'auxl' && to.includes(item) ? [from] : [])),
  };
}

function readPrimary(file: FileBytes, box: Box | undefined): number {
  if (box === undefined) throw new Refusal('the file does not name its picture');
  const bytes = contentOf(file, box);
  return bytes[0] === 0 ? bytes.readUInt16BE(4) : bytes.readUInt32BE(4);
}

function readItems(file: FileBytes, box: Box | undefined): Map<number, Item> {
  const items = new Map<number, Item>();
  if (box === undefined) return items;
  const from = box.from + (file.byte(box.from) === 0 ? 6 : 8);
  for (const entry of boxesIn(file, from, box.end)) {
    if (entry.type !== 'infe' || items.size > MOST_ITEMS) continue;
    const bytes = file.slice(entry.from, Math.min(14, entry.end - entry.from));
    const version = bytes[0] ?? 0;
    if (version < 2) continue;
    const wide = version > 2;
    const id = wide ? bytes.readUInt32BE(4) : bytes.readUInt16BE(4);
    const typeAt = (wide ? 8 : 6) + 2;
    items.set(id, {
      type: bytes.toString('latin1', typeAt, typeAt + 4),
      hidden: ((bytes[3] ?? 0) & 1) === 1,
    });
  }
  return items;
}

type Reference = { type: string; from: number; to: number[] };

function readReferences(file: FileBytes, box: Box | undefined): Reference[] {
  if (box === undefined) return [];
  const width = file.byte(box.from) === 0 ? 2 : 4;
  const references: Reference[] = [];
  for (const entry of boxesIn(file, box.from + 4, box.end)) {
    const bytes = contentOf(file, entry);
    const from = bytes.readUIntBE(0, width);
    const count = bytes.readUInt16BE(width);
    const to = Array.from({ length: count }, (_, i) => bytes.readUIntBE(width + 2 + i * width, width));
    references.push({ type: entry.type, from, to });
  }
  return references;
}

function readProperties(file: FileBytes, box: Box | undefined): Map<number, Property[]> {
  const found = new Map<number, Property[]>();
  if (box === undefined) return found;
  const parts = [...boxesIn(file, box.from, box.end)];
  const container = findBox(parts, 'ipco');
  if (container === undefined) return found;
  const all = [...boxesIn(file, container.from, container.end)];
  for (const association of parts.filter(({ type }) => type === 'ipma')) {
    for (const [item, indices] of readAssociations(contentOf(file, association))) {
      const properties = indices.flatMap((index) => {
        const property = all[index - 1];
        return property ? [{ type: property.type, bytes: contentOf(file, property) }] : [];
      });
      found.set(item, [...(found.get(item) ?? []), ...properties]);
      if (found.size > MOST_ITEMS) throw new Refusal('the file has too many parts');
    }
  }
  return found;
}

function* readAssociations(bytes: Buffer): Generator<[item: number, indices: number[]]> {
  const idBytes = bytes[0] === 0 ? 2 : 4;
  const wide = ((bytes[3] ?? 0) & 1) === 1;
  const count = bytes.readUInt32BE(4);
  let at = 8;
  for (let i = 0; i < count; i++) {
    const item = bytes.readUIntBE(at, idBytes);
    const associated = bytes.readUInt8(at + idBytes);
    at += idBytes + 1;
    const indices: number[] = [];
    for (let j = 0; j < associated; j++) {
      indices.push(wide ? bytes.readUInt16BE(at) & 0x7fff : bytes.readUInt8(at) & 0x7f);
      at += wide ? 2 : 1;
    }
    yield [item, indices];
  }
}
