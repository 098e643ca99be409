/** A text, whole numbers of 16 bits, or fractions. */
type Value = string | number | readonly (readonly [over: number, under: number])[];
export type Entries = ReadonlyArray<readonly [tag: number, value: Value]>;

/** 48.5 degrees north, 9.25 west. */
export const GPS: Entries = [
  [1, 'N'],
  [2, degrees(48, 30)],
  [3, 'W'],
  [4, degrees(9, 15)],
];

function degrees(whole: number, minutes: number): Value {
  return [
    [whole, 1],
    [minutes, 1],
    [0, 1],
  ];
}

/** XMP with nothing but a title. */
export const TITLE_XMP =
  '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">The title of it</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>';

/** A TIFF structure of one directory and, where given, those of EXIF and of the place below it; least significant byte first. */
export function directories(main: Entries, exif: Entries = [], gps: Entries = []): Buffer {
  let file = Buffer.from('II*\0\0\0\0\0', 'latin1');
  const append = (entries: Entries, pointers: ReadonlyArray<readonly [tag: number, at: number]>): number => {
    const start = file.length;
    const all = [
      ...entries.map(([tag, value]) => ({ tag, ...written(value) })),
      ...pointers.map(([tag, at]) => ({ tag, type: 4, count: 1, bytes: long(at) })),
    ].sort((a, b) => a.tag - b.tag);
    let free = start + 2 + all.length * 12 + 4;
    const outside: Buffer[] = [];
    const rows = all.map(({ tag, type, count, bytes }) => {
      const inside = Buffer.alloc(4);
      if (bytes.length <= 4) bytes.copy(inside);
      else {
        inside.writeUInt32LE(free);
        free += bytes.length + (bytes.length & 1);
        outside.push(bytes, Buffer.alloc(bytes.length & 1));
      }
      return Buffer.concat([short(tag), short(type), long(count), inside]);
    });
    file = Buffer.concat([file, short(all.length), ...rows, long(0), ...outside]);
    return start;
  };
  const pointers: Array<readonly [number, number]> = [];
  if (exif.length > 0) pointers.push([0x8769, append(exif, [])]);
  if (gps.length > 0) pointers.push([0x8825, append(gps, [])]);
  const mainAt = append(main, pointers);
  file.writeUInt32LE(mainAt, 4);
  return file;
}

/** Boxes of Canon's CR3 around these directories, a packet and a JPEG; no mosaic. Source: the ISO base media file format. */
export function cr3File(parts: {
  main: Entries;
  exif: Entries;
  gps: Entries;
  xmp: string;
  jpeg: Buffer;
}): Buffer {
  const canon = box(
    'uuid',
    Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex'),
    box('CNCV', Buffer.from('CanonCR3_001/00.09.00/00.00.00', 'latin1')),
    box('CMT1', directories(parts.main)),
    box('CMT2', directories(parts.exif)),
    box('CMT3', directories([[1, 7]])),
    box('CMT4', directories(parts.gps)),
  );
  return Buffer.concat([
    box('ftyp', Buffer.from('crx \0\0\0\x01crx isom', 'latin1')),
    box('moov', canon),
    box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), Buffer.from(parts.xmp)),
    box('mdat', parts.jpeg),
  ]);
}

/** Blocks of Minolta's MRW in front of a JPEG. */
export function mrwFile(tiff: Buffer, jpeg: Buffer): Buffer {
  const named = (name: string, content: Buffer) =>
    Buffer.concat([Buffer.from(`\0${name}`, 'latin1'), big(content.length), content]);
  const sizes = Buffer.alloc(24);
  sizes.write('27730001', 'latin1');
  const blocks = Buffer.concat([named('PRD', sizes), named('TTW', tiff), named('PAD', Buffer.alloc(20))]);
  return Buffer.concat([Buffer.from('\0MRM', 'latin1'), big(blocks.length), blocks, jpeg]);
}

/** Sections of Sigma's X3F: a list of properties and a JPEG, behind them their directory. */
export function x3fFile(properties: Readonly<Record<string, string>>, jpeg: Buffer): Buffer {
  const head = Buffer.alloc(232);
  head.write('FOVb', 'latin1');
  head.writeUInt32LE(0x0002_0002, 4);
  for (const [i, value] of [0, 40, 30, 0].entries()) head.writeUInt32LE(value, 24 + i * 4);
  let text = '';
  const places = Object.entries(properties).map(([name, value]) => {
    const place = Buffer.concat([long(text.length), long(text.length + name.length + 1)]);
    text += `${name}\0${value}\0`;
    return place;
  });
  const section = (name: string, ...numbers: number[]) =>
    Buffer.concat([Buffer.from(name, 'latin1'), ...numbers.map(long)]);
  const list = Buffer.concat([
    section('SECp', 0x0002_0000, places.length, 0, 0, text.length),
    ...places,
    Buffer.from(text, 'utf16le'),
  ]);
  const picture = Buffer.concat([section('SECi', 0x0002_0000, 2, 18, 40, 30, 0), jpeg]);
  const [listAt, pictureAt] = [head.length, head.length + list.length];
  const entry = (at: number, length: number, type: string) =>
    Buffer.concat([long(at), long(length), Buffer.from(type, 'latin1')]);
  return Buffer.concat([
    head,
    list,
    picture,
    section('SECd', 0x0002_0000, 2),
    entry(listAt, list.length, 'PROP'),
    entry(pictureAt, picture.length, 'IMA2'),
    long(pictureAt + picture.length),
  ]);
}

function written(value: Value): { type: number; count: number; bytes: Buffer } {
  if (typeof value === 'number') return { type: 3, count: 1, bytes: short(value) };
  if (typeof value === 'string') {
    const bytes = Buffer.from(`${value}\0`);
    return { type: 2, count: bytes.length, bytes };
  }
  return { type: 5, count: value.length, bytes: Buffer.concat(value.flat().map(long)) };
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([big(content.length + 8), Buffer.from(type, 'latin1'), content]);
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function big(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
