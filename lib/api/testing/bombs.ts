import { crc32, createDeflate, deflateSync } from 'node:zlib';

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function pngChunk(type: string, body: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'latin1');
  body.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}

/** Header of a grey PNG. */
function pngHeader(width: number, height: number, bits: number, interlaced = false): Buffer {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body[8] = bits;
  body[12] = interlaced ? 1 : 0;
  return pngChunk('IHDR', body);
}

/** Zeros, compressed piece by piece so that making them costs no memory. */
async function deflatedZeros(length: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 1 });
  const parts: Buffer[] = [];
  deflate.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => deflate.once('end', resolve).once('error', reject));
  const zeros = Buffer.alloc(1 << 20);
  for (let left = length; left > 0; left -= zeros.length) {
    const room = deflate.write(left < zeros.length ? zeros.subarray(0, left) : zeros);
    if (!room) await new Promise<void>((resolve) => deflate.once('drain', resolve));
  }
  deflate.end();
  await ended;
  return Buffer.concat(parts);
}

/** A black PNG of 1 bit a pixel, all of it there. */
export async function blackPng(width: number, height: number): Promise<Buffer> {
  const rows = await deflatedZeros((Math.ceil(width / 8) + 1) * height);
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, 1),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG that promises a size and holds next to nothing. */
export function emptyPng(width: number, height: number, interlaced = false): Buffer {
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height, 8, interlaced),
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A good small PNG with chunks before its pixels whose content unpacks to `bytes` zeros each. */
export async function pngWithPackedChunks(
  type: 'iCCP' | 'zTXt' | 'iTXt',
  bytes: number,
  times: number,
): Promise<Buffer> {
  const packed = await deflatedZeros(bytes);
  const lead = { iCCP: 'name\0\0', zTXt: 'Comment\0\0', iTXt: 'Comment\0\x01\0\0\0' }[type];
  const chunk = pngChunk(type, Buffer.concat([Buffer.from(lead, 'latin1'), packed]));
  const good = await blackPng(64, 64);
  return Buffer.concat([
    good.subarray(0, 33),
    ...Array.from({ length: times }, () => chunk),
    good.subarray(33),
  ]);
}

type TiffTag = { tag: number; type: 1 | 2 | 3 | 4; count: number; value: number };

/** One directory of a little-endian TIFF. */
function tiffDirectory(tags: readonly TiffTag[], next: number): Buffer {
  const out = Buffer.alloc(2 + tags.length * 12 + 4);
  out.writeUInt16LE(tags.length, 0);
  tags.forEach(({ tag, type, count, value }, i) => {
    const at = 2 + i * 12;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    out.writeUInt32LE(value, at + 8);
  });
  out.writeUInt32LE(next, out.length - 4);
  return out;
}

/** Tags of a plain grey picture whose pixels lie at `pixels`, with some replaced or added. */
function tiffTags(width: number, height: number, pixels: number, changes: readonly TiffTag[]): TiffTag[] {
  const plain: TiffTag[] = [
    { tag: 256, type: 4, count: 1, value: width },
    { tag: 257, type: 4, count: 1, value: height },
    { tag: 258, type: 3, count: 1, value: 8 },
    { tag: 259, type: 3, count: 1, value: 1 },
    { tag: 262, type: 3, count: 1, value: 1 },
    { tag: 273, type: 4, count: 1, value: pixels },
    { tag: 277, type: 3, count: 1, value: 1 },
    { tag: 278, type: 4, count: 1, value: height },
    { tag: 279, type: 4, count: 1, value: width * height },
  ];
  const tags = new Map([...plain, ...changes].map((each) => [each.tag, each]));
  return [...tags.values()].sort((a, b) => a.tag - b.tag);
}

/** A grey TIFF of 16 x 16 pixels. `next` = where its first directory says that another one lies. */
export function oddTiff(changes: readonly TiffTag[] = [], next = 0): Buffer {
  const pixels = Buffer.alloc(256, 0x80);
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + pixels.length, 4);
  return Buffer.concat([head, pixels, tiffDirectory(tiffTags(16, 16, 8, changes), next)]);
}

/** A TIFF whose pages share their pixels. `loop` = the last one leads back to the first. */
export function manyPageTiff(pages: number, loop = false): Buffer {
  const pixels = Buffer.alloc(256, 0x80);
  const first = 8 + pixels.length;
  const tags = tiffTags(16, 16, 8, []);
  const step = 2 + tags.length * 12 + 4;
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(first, 4);
  const directories = Array.from({ length: pages }, (_, i) =>
    tiffDirectory(tags, i + 1 < pages ? first + (i + 1) * step : loop ? first : 0),
  );
  return Buffer.concat([head, pixels, ...directories]);
}

/** The frame of a GIF of one frame, `count` times. */
export function repeatGifFrame(single: Buffer, count: number): Buffer {
  const flags = single[10] ?? 0;
  const body = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const frame = single.subarray(body, single.length - 1);
  return Buffer.concat([
    single.subarray(0, body),
    ...Array.from({ length: count }, () => frame),
    single.subarray(-1),
  ]);
}

/** A progressive JPEG with its first scan repeated, each repetition as costly to decode as the picture is large. */
export function repeatJpegScan(progressive: Buffer, count: number): Buffer {
  const start = progressive.indexOf(Buffer.from([0xff, 0xda]));
  let end = start + 2;
  while (
    progressive[end] !== 0xff ||
    progressive[end + 1] === 0 ||
    ((progressive[end + 1] ?? 0) >= 0xd0 && (progressive[end + 1] ?? 0) <= 0xd7)
  )
    end++;
  const scan = progressive.subarray(start, end);
  return Buffer.concat([
    progressive.subarray(0, end),
    ...Array.from({ length: count }, () => scan),
    progressive.subarray(end),
  ]);
}
