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
  /** Of the pixels; plain unless told otherwise. */
  transferSyntax?: string;
};

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const PLAIN = '1.2.840.10008.1.2.1';

/** A DICOM file in explicit little-endian, with a name of a patient that nobody is to read. */
export function dicomFile(wish: DicomWish): Buffer {
  const { width, height, samples = 1, photometric = 'MONOCHROME2', allocated = 8, window } = wish;
  const stored = wish.stored ?? allocated;
  const meta = Buffer.concat([
    value(0x0002_0001, 'OB', Buffer.from([0, 1])),
    text(0x0002_0002, 'UI', SECONDARY_CAPTURE),
    text(0x0002_0003, 'UI', '1.2.3.4'),
    text(0x0002_0010, 'UI', wish.transferSyntax ?? PLAIN),
    text(0x0002_0012, 'UI', '1.2.3'),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    value(0x0002_0000, 'UL', Buffer.from([meta.length, meta.length >> 8, 0, 0])),
    meta,
    text(0x0008_0016, 'UI', SECONDARY_CAPTURE),
    text(0x0008_0018, 'UI', '1.2.3.4'),
    text(0x0010_0010, 'PN', 'Secret^Patient'),
    text(0x0010_0020, 'LO', 'PATIENT-4711'),
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
    ...(window
      ? [text(0x0028_1050, 'DS', String(window.centre)), text(0x0028_1051, 'DS', String(window.width))]
      : []),
    ...(wish.slope === undefined && wish.intercept === undefined
      ? []
      : [
          text(0x0028_1052, 'DS', String(wish.intercept ?? 0)),
          text(0x0028_1053, 'DS', String(wish.slope ?? 1)),
          text(0x0028_1054, 'LO', 'US'),
        ]),
    ...(window?.kind === undefined ? [] : [text(0x0028_1056, 'CS', window.kind)]),
    ...(wish.palette?.map((levels, i) => words(0x0028_1101 + i, levels.length, 0, 16)) ?? []),
    ...(wish.palette?.map((levels, i) => words(0x0028_1201 + i, ...levels)) ?? []),
    wish.transferSyntax === undefined
      ? value(0x7fe0_0010, allocated === 8 ? 'OB' : 'OW', wish.pixels)
      : wrapped(wish.pixels),
  ]);
}

/** One frame in one piece. */
function wrapped(frame: Buffer): Buffer {
  const even = frame.length % 2 === 0 ? frame : Buffer.concat([frame, Buffer.alloc(1)]);
  const item = (length: number, tag = 0xe000) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(0xfffe, 0);
    head.writeUInt16LE(tag, 2);
    head.writeUInt32LE(length, 4);
    return head;
  };
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return Buffer.concat([head, item(0), item(even.length), even, item(0, 0xe0dd)]);
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
