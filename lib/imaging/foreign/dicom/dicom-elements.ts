import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

/** A value as it stands in the file. */
export type Element = {
  /** Two letters; '' where the file does not state them. */
  vr: string;
  at: number;
  /** Undefined for what ends with a mark: pixels in pieces, sequences. */
  length: number | undefined;
};

/** A way through elements. */
export type Walk = {
  bytes: FileBytes;
  /** Whether each element states its representation. */
  explicit: boolean;
  little: boolean;
  /** How many more elements are read before the file is refused; all ways through a file share it. */
  budget: { left: number };
};

const ITEM = 0xfffe_e000;
const ITEM_END = 0xfffe_e00d;
const SEQUENCE_END = 0xfffe_e0dd;
const UNDEFINED = 0xffff_ffff;
const DEEPEST = 16;
/** Value representations whose length takes four bytes, after two unused ones. Source: PS3.5, 7.1.2. */
const LONG_VR = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));

/** The head of an element. Source: DICOM PS3.5, chapter 7. */
export function readElement(walk: Walk, at: number): { tag: number; element: Element } {
  walk.budget.left -= 1;
  if (walk.budget.left < 0) throw new Refusal('the file has too many parts');
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
  return { tag, element: { vr, at, length: length === UNDEFINED ? undefined : length } };
}

/** Where the next element begins. */
export function endOf(walk: Walk, element: Element, depth = 0): number {
  if (element.length !== undefined) return element.at + element.length;
  if (depth > DEEPEST) throw new Refusal('the file is nested too deeply');
  const inside = insideOf(walk, element);
  for (let at = element.at; ; ) {
    const { tag, element: item } = readElement(inside, at);
    if (tag === SEQUENCE_END) return item.at;
    if (tag !== ITEM) throw new Refusal('the header is damaged');
    at = item.length === undefined ? endOfItem(inside, item.at, depth + 1) : item.at + item.length;
  }
}

function endOfItem(walk: Walk, from: number, depth: number): number {
  for (let at = from; ; ) {
    const { tag, element } = readElement(walk, at);
    if (tag === ITEM_END) return element.at;
    at = endOf(walk, element, depth);
  }
}

/** Sequences of unknown representation are written without representations. Source: PS3.5, 6.2.2, note 2. */
function insideOf(walk: Walk, { vr }: Element): Walk {
  return vr === 'UN' ? { ...walk, explicit: false, little: true } : walk;
}

/** The elements that are kept of an item (from 0) of a sequence, and the way to go through them; undefined without it. */
export function readItem(
  walk: Walk,
  sequence: Element,
  index: number,
  isKept: (tag: number) => boolean,
): { walk: Walk; elements: Map<number, Element> } | undefined {
  const inside = insideOf(walk, sequence);
  const end = sequence.at + (sequence.length ?? Number.POSITIVE_INFINITY);
  let at = sequence.at;
  for (let i = 0; at + 8 <= end; i++) {
    const { tag, element: item } = readElement(inside, at);
    if (tag === SEQUENCE_END) return undefined;
    if (tag !== ITEM) throw new Refusal('the header is damaged');
    if (i === index) return { walk: inside, elements: elementsOf(inside, item, isKept) };
    at = item.length === undefined ? endOfItem(inside, item.at, 1) : item.at + item.length;
  }
  return undefined;
}

function elementsOf(walk: Walk, item: Element, isKept: (tag: number) => boolean): Map<number, Element> {
  const elements = new Map<number, Element>();
  const end = item.at + (item.length ?? Number.POSITIVE_INFINITY);
  for (let at = item.at; at + 8 <= end; ) {
    const { tag, element } = readElement(walk, at);
    if (tag === ITEM_END) break;
    if (isKept(tag)) elements.set(tag, element);
    at = endOf(walk, element);
  }
  return elements;
}
