import { inflateRawSync } from 'node:zlib';
import { Refusal } from '../decoded.ts';
import { type FileBytes, memoryBytes } from '../file-bytes.ts';
import { type Element, endOf, readElement, readItem, type Walk } from './dicom-elements.ts';

/** Values of a file, or of an item of a sequence in it. */
export type Values = {
  element(tag: number): Element | undefined;
  /** Whole numbers of 16 bits, without sign; none when the element is missing. */
  numbers(tag: number): number[];
  /** The words of an element, split at backslashes. */
  texts(tag: number): string[];
  /** A copy of the bytes of an element. */
  raw(tag: number): Buffer | undefined;
  /** What an item (from 0) of a sequence says of pixels. */
  item(tag: number, index: number): Values | undefined;
};

/** The technical elements of a file up to its pixels. */
export type Dataset = Values & {
  /** Where the elements lie: the file, or what was unpacked of it. */
  bytes: FileBytes;
  transferSyntax: string;
  /** The kind of picture: of which device, or how enhanced. */
  sopClass: string;
  littleEndian: boolean;
  pixels: Element;
};

const PREAMBLE = 128;
const META_GROUP = 0x0002;
const PIXEL_GROUP = 0x0028;
const SOP_CLASS = 0x0002_0002;
const TRANSFER_SYNTAX = 0x0002_0010;
const PIXELS = 0x7fe0_0010;
const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';
/** Enough for some thousand frames that each say how they were taken. */
const MOST_ELEMENTS = 1_000_000;
const LARGEST_VALUE = 4 * 1024 * 1024;
const LARGEST_UNPACKED = 256 * 1024 * 1024;

/** How pixels are to be shown: that of all, of frames (5200) and of planes of overlay. All else, which tells of people, is passed over. */
function isKept(tag: number): boolean {
  const group = tag >>> 16;
  if (group === PIXEL_GROUP) return true;
  return group === 0x5200 || (group >= 0x6000 && group <= 0x601e && group % 2 === 0);
}

function isKeptInside(tag: number): boolean {
  return tag >>> 16 === PIXEL_GROUP;
}

/**
 * Reads the elements of a DICOM file that say how its pixels are to be shown; what it tells of people is passed over.
 * Source: DICOM PS3.5 (2024), chapter 7, and PS3.10, chapter 7.
 */
export function readDataset(file: FileBytes): Dataset {
  if (file.slice(PREAMBLE, 4).toString('latin1') !== 'DICM') throw new Refusal('the file is no DICOM file');
  const budget = { left: MOST_ELEMENTS };
  const meta = walkMeta({ bytes: file, explicit: true, little: true, budget }, PREAMBLE + 4);
  const [transferSyntax = ''] = meta.values.texts(TRANSFER_SYNTAX);
  const [sopClass = ''] = meta.values.texts(SOP_CLASS);
  const isDeflated = transferSyntax === DEFLATED;
  const bytes = isDeflated ? memoryBytes(unpack(file, meta.end)) : file;
  const littleEndian = transferSyntax !== EXPLICIT_BIG;
  const walk: Walk = { bytes, explicit: transferSyntax !== IMPLICIT_LITTLE, little: littleEndian, budget };
  const { values, pixels } = walkBody(walk, isDeflated ? 0 : meta.end);
  return { ...values, bytes, transferSyntax, sopClass, littleEndian, pixels };
}

function valuesOf(walk: Walk, elements: ReadonlyMap<number, Element>): Values {
  const { bytes, little } = walk;
  // The way to an item goes over all before it.
  const items = new Map<string, Values | undefined>();
  const raw = (tag: number): Buffer | undefined => {
    const element = elements.get(tag);
    if (element?.length === undefined) return undefined;
    if (element.length > LARGEST_VALUE) throw new Refusal('a value is longer than can be');
    return Buffer.from(bytes.slice(element.at, element.length));
  };
  return {
    raw,
    element: (tag) => elements.get(tag),
    texts: (tag) =>
      (raw(tag)?.toString('latin1') ?? '').split('\\').map((text) => text.replace(/[\0 ]+$/, '').trim()),
    numbers(tag) {
      const value = raw(tag);
      if (value === undefined) return [];
      return Array.from({ length: value.length >> 1 }, (_, i) =>
        little ? value.readUInt16LE(i * 2) : value.readUInt16BE(i * 2),
      );
    },
    item(tag, index) {
      const place = `${tag}/${index}`;
      if (!items.has(place)) {
        const sequence = elements.get(tag);
        const item = sequence && readItem(walk, sequence, index, isKeptInside);
        items.set(place, item && valuesOf(item.walk, item.elements));
      }
      return items.get(place);
    },
  };
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

/** The group that says how the rest is written, and where that begins. */
function walkMeta(walk: Walk, from: number): { values: Values; end: number } {
  const elements = new Map<number, Element>();
  let at = from;
  while (at + 8 <= walk.bytes.size && walk.bytes.slice(at, 2).readUInt16LE(0) === META_GROUP) {
    const { tag, element } = readElement(walk, at);
    elements.set(tag, element);
    if (element.length === undefined) throw new Refusal('the header is damaged');
    at = element.at + element.length;
  }
  return { values: valuesOf(walk, elements), end: at };
}

/** What is kept of the rest, and the pixels, with which that ends. */
function walkBody(walk: Walk, from: number): { values: Values; pixels: Element } {
  const elements = new Map<number, Element>();
  let at = from;
  while (at + 8 <= walk.bytes.size) {
    const { tag, element } = readElement(walk, at);
    if (tag === PIXELS) return { values: valuesOf(walk, elements), pixels: element };
    if (isKept(tag)) elements.set(tag, element);
    at = endOf(walk, element);
  }
  throw new Refusal('the file holds no pixels');
}
