/** What a made-up DICOM file says of its pixels; everything unset is as for grey of 8 bits. */
export type DicomWish = {
  width: number;
  height: number;
  pixels: Buffer;
  samples?: number;
  photometric?: string;
  planar?: number;
  frames?: number;
  allocated?: number;
  stored?: number;
  signed?: boolean;
  slope?: number;
  intercept?: number;
  window?: { centre: number; width: number; kind?: string };
  /** Red, green and blue, as words of 16 bits. */
  palette?: readonly (readonly number[])[];
  /** What grey values stand for, and how that is shown. */
  modalityTable?: TableWish;
  interestTable?: TableWish;
  overlays?: readonly OverlayWish[];
  /** What counts for all frames, and for each of them. */
  sharedGroup?: FrameWish;
  frameGroups?: readonly FrameWish[];
  /** Of the pixels; plain unless told otherwise. */
  transferSyntax?: string;
  /** With a sequence of a maker's own, whose representation the file does not know. */
  hasUnknown?: boolean;
  /** The kind of picture; one without device unless told otherwise. */
  sopClass?: string;
};

type TableWish = { first: number; bits: number; levels: readonly number[] };
type FrameWish = Pick<DicomWish, 'window' | 'slope' | 'intercept'>;
/** A plane of graphics; from the upper left corner (1, 1) unless told otherwise. */
type OverlayWish = {
  width: number;
  height: number;
  /** For each pixel, row by row and frame by frame. */
  pixels: readonly boolean[];
  origin?: readonly [top: number, left: number];
  type?: 'G' | 'R';
  frames?: number;
  /** Frame of the picture on which the first one lies, from 1. */
  firstFrame?: number;
};

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const PLAIN = '1.2.840.10008.1.2.1';

/** A DICOM file in explicit little-endian, with a name of a patient that nobody is to read. */
export function dicomFile(wish: DicomWish): Buffer {
  const { width, height, samples = 1, photometric = 'MONOCHROME2', allocated = 8, window } = wish;
  const stored = wish.stored ?? allocated;
  const sopClass = wish.sopClass ?? SECONDARY_CAPTURE;
  const meta = Buffer.concat([
    value(0x0002_0001, 'OB', Buffer.from([0, 1])),
    text(0x0002_0002, 'UI', sopClass),
    text(0x0002_0003, 'UI', '1.2.3.4'),
    text(0x0002_0010, 'UI', wish.transferSyntax ?? PLAIN),
    text(0x0002_0012, 'UI', '1.2.3'),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    value(0x0002_0000, 'UL', Buffer.from([meta.length, meta.length >> 8, 0, 0])),
    meta,
    text(0x0008_0016, 'UI', sopClass),
    text(0x0008_0018, 'UI', '1.2.3.4'),
    text(0x0010_0010, 'PN', 'Secret^Patient'),
    text(0x0010_0020, 'LO', 'PATIENT-4711'),
    ...(wish.hasUnknown ? [unknownSequence()] : []),
    words(0x0028_0002, samples),
    text(0x0028_0004, 'CS', photometric),
    ...(samples === 3 ? [words(0x0028_0006, wish.planar ?? 0)] : []),
    ...(wish.frames === undefined ? [] : [text(0x0028_0008, 'IS', String(wish.frames))]),
    words(0x0028_0010, height),
    words(0x0028_0011, width),
    words(0x0028_0100, allocated),
    words(0x0028_0101, stored),
    words(0x0028_0102, stored - 1),
    words(0x0028_0103, wish.signed ? 1 : 0),
    ...(sopClass === SECONDARY_CAPTURE ? [] : [text(0x0028_1040, 'CS', 'LOG')]),
    ...windowOf(window),
    ...rescaleOf(wish),
    ...(wish.palette?.map((levels, i) => words(0x0028_1101 + i, levels.length, 0, 16)) ?? []),
    ...(wish.palette?.map((levels, i) => words(0x0028_1201 + i, ...levels)) ?? []),
    ...(wish.modalityTable ? [sequence(0x0028_3000, [tableOf(wish.modalityTable, wish.signed)])] : []),
    ...(wish.interestTable ? [sequence(0x0028_3010, [tableOf(wish.interestTable, wish.signed)])] : []),
    ...(wish.sharedGroup ? [sequence(0x5200_9229, [groupOf(wish.sharedGroup)])] : []),
    ...(wish.frameGroups ? [sequence(0x5200_9230, wish.frameGroups.map(groupOf))] : []),
    ...(wish.overlays ?? []).map((overlay, i) => overlayOf(0x6000_0000 + i * 0x2_0000, overlay)),
    wish.transferSyntax === undefined
      ? value(0x7fe0_0010, allocated === 8 ? 'OB' : 'OW', wish.pixels)
      : wrapped(wish.pixels),
  ]);
}

function windowOf(window: DicomWish['window']): Buffer[] {
  if (window === undefined) return [];
  return [
    text(0x0028_1050, 'DS', String(window.centre)),
    text(0x0028_1051, 'DS', String(window.width)),
    ...(window.kind === undefined ? [] : [text(0x0028_1056, 'CS', window.kind)]),
  ];
}

function rescaleOf({ slope, intercept }: FrameWish): Buffer[] {
  if (slope === undefined && intercept === undefined) return [];
  return [
    text(0x0028_1052, 'DS', String(intercept ?? 0)),
    text(0x0028_1053, 'DS', String(slope ?? 1)),
    text(0x0028_1054, 'LO', 'US'),
  ];
}

function tableOf({ first, bits, levels }: TableWish, signed = false): Buffer {
  const count = levels.length % 65_536;
  const description = words(0x0028_3002, count, first, bits);
  if (signed) description.write('SS', 4);
  return Buffer.concat([description, words(0x0028_3006, ...levels)]);
}

/** A window and a slope each stand in a sequence of their own. */
function groupOf(frame: FrameWish): Buffer {
  const macros = [
    [0x0028_9132, Buffer.concat(windowOf(frame.window))],
    [0x0028_9145, Buffer.concat(rescaleOf(frame))],
  ] as const;
  const stated = macros.filter(([, content]) => content.length > 0);
  return Buffer.concat(stated.map(([tag, content]) => sequence(tag, [content])));
}

function overlayOf(group: number, { width, height, pixels, origin = [1, 1], ...wish }: OverlayWish): Buffer {
  const bits = Buffer.alloc(Math.ceil(pixels.length / 16) * 2);
  for (const [i, isSet] of pixels.entries()) if (isSet) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  const place = words(group + 0x0050, ...origin);
  place.write('SS', 4);
  return Buffer.concat([
    words(group + 0x0010, height),
    words(group + 0x0011, width),
    ...(wish.frames === undefined ? [] : [text(group + 0x0015, 'IS', String(wish.frames))]),
    text(group + 0x0040, 'CS', wish.type ?? 'G'),
    place,
    ...(wish.firstFrame === undefined ? [] : [words(group + 0x0051, wish.firstFrame)]),
    words(group + 0x0100, 1),
    words(group + 0x0102, 0),
    value(group + 0x3000, 'OW', bits),
  ]);
}

/** A sequence that ends with a mark, of items whose length is stated. */
function sequence(tag: number, items: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write('SQ', 4, 'latin1');
  head.writeUInt32LE(0xffff_ffff, 8);
  return Buffer.concat([
    head,
    ...items.flatMap((item) => [itemHead(item.length), item]),
    itemHead(0, 0xe0dd),
  ]);
}

/** What is inside is written without representations, though the file has them. Source: PS3.5, 6.2.2, note 2. */
function unknownSequence(): Buffer {
  const head = Buffer.from([0x19, 0, 0x10, 0x10, 0x55, 0x4e, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const inside = Buffer.from([0x19, 0, 0x11, 0x10, 6, 0, 0, 0, ...Buffer.from('SQ of ')]);
  const item = [itemHead(0xffff_ffff), inside, itemHead(0, 0xe00d)];
  return Buffer.concat([head, ...item, itemHead(0, 0xe0dd)]);
}

function itemHead(length: number, tag = 0xe000): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt16LE(tag, 2);
  head.writeUInt32LE(length, 4);
  return head;
}

/** One frame in one piece. */
function wrapped(frame: Buffer): Buffer {
  const even = frame.length % 2 === 0 ? frame : Buffer.concat([frame, Buffer.alloc(1)]);
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return Buffer.concat([head, itemHead(0), itemHead(even.length), even, itemHead(0, 0xe0dd)]);
}

function value(tag: number, vr: string, bytes: Buffer): Buffer {
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === 'OB' ? '\0' : ' ')]);
  const isLong = vr === 'OB' || vr === 'OW';
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (isLong) head.writeUInt32LE(even.length, 8);
  else head.writeUInt16LE(even.length, 6);
  return Buffer.concat([head, even]);
}

function text(tag: number, vr: string, content: string): Buffer {
  const bytes = Buffer.from(content, 'latin1');
  return value(
    tag,
    vr,
    vr === 'UI' && bytes.length % 2 === 1 ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes,
  );
}

function words(tag: number, ...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [i, number] of numbers.entries()) bytes.writeUInt16LE(number & 0xffff, i * 2);
  // Tables of more than 64 KiB would not fit into a short length.
  return value(tag, numbers.length > 3 ? 'OW' : 'US', bytes);
}
