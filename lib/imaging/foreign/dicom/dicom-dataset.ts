import { inflateRawSync } from 'node:zlib';
import { Refusal } from '../decoded.ts';
import { type FileBytes, memoryBytes } from '../file-bytes.ts';

/** A value as it stands in the file. */
export type Element = {
  /** Two letters; '' where the file does not state them. */
  vr: string;
  at: number;
  /** Undefined for what ends with a mark: pixels in pieces. */
  length: number | undefined;
};

/** The technical elements of a file up to its pixels. */
export type Dataset = {
  /** Where the elements lie: the file, or what was unpacked of it. */
  bytes: FileBytes;
  transferSyntax: string;
  littleEndian: boolean;
  pixels: Element;
  /** Whole numbers of an element; none when it is missing. */
  numbers(tag: number): number[];
  /** The words of an element, split at backslashes. */
  texts(tag: number): string[];
  /** A copy of the bytes of an element. */
  raw(tag: number): Buffer | undefined;
};

const PREAMBLE = 128;
const META_GROUP = 0x0002;
const TRANSFER_SYNTAX = 0x0002_0010;
const PIXELS = 0x7fe0_0010;
const ITEM = 0xfffe_e000;
const ITEM_END = 0xfffe_e00d;
const SEQUENCE_END = 0xfffe_e0dd;
const UNDEFINED = 0xffff_ffff;
const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';
/** Value representations whose length takes four bytes, after two unused ones. Source: PS3.5, 7.1.2. */
const LONG_VR = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
/** Of the groups that say how pixels are to be shown. All others, which tell of people, are passed over. */
const KEPT_GROUPS = new Set([0x0002, 0x0028]);
const MOST_ELEMENTS = 20_000;
const DEEPEST = 16;
const LARGEST_VALUE = 4 * 1024 * 1024;
const LARGEST_UNPACKED = 256 * 1024 * 1024;

/**
 * Reads the elements of a DICOM file that say how its pixels are to be shown; what it tells of people is passed over.
 * Source: DICOM PS3.5 (2024), chapter 7, and PS3.10, chapter 7.
 */
export function readDataset(file: FileBytes): Dataset {
  if (file.slice(PREAMBLE, 4).toString('latin1') !== 'DICM') throw new Refusal('the file is no DICOM file');
  const elements = new Map<number, Element>();
  const meta: Walk = { bytes: file, elements, explicit: true, little: true, count: 0 };
  const bodyAt = walkMeta(meta, PREAMBLE + 4);
  const transferSyntax = textOf(file, elements.get(TRANSFER_SYNTAX));
  const isDeflated = transferSyntax === DEFLATED;
  const bytes = isDeflated ? memoryBytes(unpack(file, bodyAt)) : file;
  const littleEndian = transferSyntax !== EXPLICIT_BIG;
  const explicit = transferSyntax !== IMPLICIT_LITTLE;
  const body: Walk = { bytes, elements, explicit, little: littleEndian, count: 0 };
  const pixels = walkBody(body, isDeflated ? 0 : bodyAt);

  const raw = (tag: number): Buffer | undefined => {
    const element = elements.get(tag);
    if (element?.length === undefined) return undefined;
    if (element.length > LARGEST_VALUE) throw new Refusal('a value is longer than can be');
    return Buffer.from(bytes.slice(element.at, element.length));
  };
  return {
    bytes,
    transferSyntax,
    littleEndian,
    pixels,
    raw,
    texts: (tag) =>
      (raw(tag)?.toString('latin1') ?? '').split('\\').map((text) => text.replace(/[\0 ]+$/, '').trim()),
    numbers(tag) {
      const value = raw(tag);
      if (value === undefined) return [];
      return Array.from({ length: value.length >> 1 }, (_, i) =>
        littleEndian ? value.readUInt16LE(i * 2) : value.readUInt16BE(i * 2),
      );
    },
  };
}

type Walk = {
  bytes: FileBytes;
  elements: Map<number, Element>;
  explicit: boolean;
  little: boolean;
  count: number;
};

function textOf(bytes: FileBytes, element: Element | undefined): string {
  if (element?.length === undefined || element.length > 64) return '';
  return bytes
    .slice(element.at, element.length)
    .toString('latin1')
    .replace(/[\0 ]+$/, '');
}

function unpack(file: FileBytes, at: number): Buffer {
  const packed = Buffer.alloc(file.size - at);
  const piece = 8 * 1024 * 1024;
  for (let done = 0; done < packed.length; done += piece) {
    file.slice(at + done, Math.min(piece, packed.length - done)).copy(packed, done);
  }
  try {
    return inflateRawSync(packed, { maxOutputLength: LARGEST_UNPACKED });
  } catch {
    throw new Refusal('the file cannot be unpacked');
  }
}

/** The group that says how the rest is written. Returns where that begins. */
function walkMeta(walk: Walk, from: number): number {
  let at = from;
  while (at + 8 <= walk.bytes.size && walk.bytes.slice(at, 2).readUInt16LE(0) === META_GROUP) {
    const { tag, element, next } = readElement(walk, at);
    walk.elements.set(tag, element);
    if (element.length === undefined) throw new Refusal('the header is damaged');
    at = next + element.length;
  }
  return at;
}

function walkBody(walk: Walk, from: number): Element {
  let at = from;
  while (at + 8 <= walk.bytes.size) {
    const { tag, element, next } = readElement(walk, at);
    if (tag === PIXELS) return element;
    if (KEPT_GROUPS.has(tag >>> 16)) walk.elements.set(tag, element);
    at = element.length === undefined ? skipSequence(walk, next, 0) : next + element.length;
  }
  throw new Refusal('the file holds no pixels');
}

function readElement(walk: Walk, at: number): { tag: number; element: Element; next: number } {
  walk.count += 1;
  if (walk.count > MOST_ELEMENTS) throw new Refusal('the file has too many parts');
  const { bytes, explicit, little } = walk;
  const head = bytes.slice(at, 8);
  const u16 = (offset: number) => (little ? head.readUInt16LE(offset) : head.readUInt16BE(offset));
  const u32 = (from: Buffer, offset: number) =>
    little ? from.readUInt32LE(offset) : from.readUInt32BE(offset);
  const tag = u16(0) * 0x1_0000 + u16(2);
  const isMark = tag === ITEM || tag === ITEM_END || tag === SEQUENCE_END;
  if (!explicit || isMark) return found(tag, '', u32(head, 4), at + 8);
  const vr = head.toString('latin1', 4, 6);
  if (!LONG_VR.has(vr)) return found(tag, vr, u16(6), at + 8);
  return found(tag, vr, u32(bytes.slice(at + 8, 4), 0), at + 12);
}

function found(tag: number, vr: string, length: number, at: number) {
  return { tag, element: { vr, at, length: length === UNDEFINED ? undefined : length }, next: at };
}

/** Where a sequence without stated length ends. */
function skipSequence(walk: Walk, from: number, depth: number): number {
  if (depth > DEEPEST) throw new Refusal('the file is nested too deeply');
  let at = from;
  for (;;) {
    const { tag, element: item, next } = readElement(walk, at);
    if (tag === SEQUENCE_END) return next;
    if (tag !== ITEM) throw new Refusal('the header is damaged');
    at = item.length === undefined ? skipItem(walk, next, depth + 1) : next + item.length;
  }
}

function skipItem(walk: Walk, from: number, depth: number): number {
  let at = from;
  for (;;) {
    const { tag, element: inside, next } = readElement(walk, at);
    if (tag === ITEM_END) return next;
    at = inside.length === undefined ? skipSequence(walk, next, depth) : next + inside.length;
  }
}
