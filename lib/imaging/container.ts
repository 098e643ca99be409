import { crc32, inflateSync } from 'node:zlib';
import { exifBody } from './exif.ts';

/** What to write into a finished file beside the pixels. */
export type Extras = {
  exif?: Buffer | undefined;
  iptc?: Buffer | undefined;
  /** Dots per inch; unset = the file says nothing about its resolution. */
  dpi?: number | undefined;
};

/** JPEG's length field has two bytes and counts itself. */
const MAX_SEGMENT = 65533;
const PHOTOSHOP = Buffer.from('Photoshop 3.0\0', 'latin1');
const EXIF = Buffer.from('Exif\0\0', 'latin1');

/**
 * A JPEG with a JFIF header that states the resolution, and EXIF and IPTC where given. libvips would add an
 * EXIF block of its own making for the resolution alone, and cannot be told to keep IPTC only.
 */
export function jpegWith(file: Buffer, { exif, iptc, dpi }: Extras): Buffer {
  const segments = [segment(0xe0, jfif(dpi))];
  if (exif) segments.push(segment(0xe1, Buffer.concat([EXIF, exifBody(exif)])));
  if (iptc) segments.push(segment(0xed, photoshopBlock(iptc)));
  return Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(afterJfif(file))]);
}

/** A PNG with its resolution in pHYs and EXIF in eXIf, its XMP where others look for it. */
export function pngWith(file: Buffer, { exif, dpi }: Extras): Buffer {
  const bodyStart = 8 + 25;
  const parts = [file.subarray(0, bodyStart)];
  if (dpi) {
    const perMetre = Math.round(dpi / 0.0254);
    const physical = Buffer.alloc(9);
    physical.writeUInt32BE(perMetre, 0);
    physical.writeUInt32BE(perMetre, 4);
    physical[8] = 1;
    parts.push(chunk('pHYs', physical));
  }
  if (exif) parts.push(chunk('eXIf', exifBody(exif)));
  // libvips states a resolution of its own, in front of the pixels.
  let at = bodyStart;
  while (at + 12 <= file.length) {
    const end = at + 12 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') break;
    if (type === 'zTXt') parts.push(textChunk(file.subarray(at, end)));
    else if (type !== 'pHYs') parts.push(file.subarray(at, end));
    at = end;
  }
  parts.push(file.subarray(at));
  return Buffer.concat(parts);
}

const XMP_IN_PNG = Buffer.from('XML:com.adobe.xmp\0', 'latin1');

/** XMP belongs into iTXt (XMP specification, part 3); libvips writes it as the kind of text that readers do not look at. */
function textChunk(written: Buffer): Buffer {
  const body = written.subarray(8, -4);
  if (!startsWith(body, XMP_IN_PNG)) return written;
  const xmp = inflateSync(body.subarray(XMP_IN_PNG.length + 1));
  // Neither compressed nor in a language of its own.
  return chunk('iTXt', Buffer.concat([XMP_IN_PNG, Buffer.alloc(4), xmp]));
}

/** A WebP with EXIF. The format has no field for resolution. Source: RFC 9649, section 2.7. */
export function webpWith(
  file: Buffer,
  { exif }: Extras,
  picture: { width: number; height: number; alpha: boolean },
): Buffer {
  if (!exif) return file;
  const header = Buffer.alloc(10);
  const extended = file.toString('latin1', 12, 16) === 'VP8X';
  if (extended) file.copy(header, 0, 20, 30);
  else {
    header.writeUIntLE(picture.width - 1, 4, 3);
    header.writeUIntLE(picture.height - 1, 7, 3);
    if (picture.alpha) header[0] = 0x10;
  }
  header[0] = (header[0] ?? 0) | 0x08;
  const body = file.subarray(extended ? 30 : 12);
  const split = xmpStart(body);
  const parts = [
    webpChunk('VP8X', header),
    body.subarray(0, split),
    webpChunk('EXIF', exifBody(exif)),
    body.subarray(split),
  ];
  const size = Buffer.alloc(12);
  size.write('RIFF', 'latin1');
  size.writeUInt32LE(4 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  size.write('WEBP', 8, 'latin1');
  return Buffer.concat([size, ...parts]);
}

const TIFF_ORIENTATION = 274;

/** Puts the orientation into a TIFF that states one, in place. libvips copies the source's, applied or not. */
export function orientTiff(file: Buffer, orientation: number): Buffer {
  const little = file.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  if (u16(2) !== 42) return file;
  const start = little ? file.readUInt32LE(4) : file.readUInt32BE(4);
  for (let i = 0; i < u16(start); i++) {
    const at = start + 2 + i * 12;
    if (u16(at) !== TIFF_ORIENTATION) continue;
    if (little) file.writeUInt16LE(orientation, at + 8);
    else file.writeUInt16BE(orientation, at + 8);
  }
  return file;
}

/** IPTC as a TIFF tag wants it: the bare records, without Photoshop's wrapping. */
export function bareIptc(iptc: Buffer): Buffer | undefined {
  if (!startsWith(iptc, PHOTOSHOP)) return iptc;
  let at = PHOTOSHOP.length;
  while (at + 12 <= iptc.length && iptc.toString('latin1', at, at + 4) === '8BIM') {
    const nameLength = (iptc[at + 6] ?? 0) + 1;
    const sizeAt = at + 6 + nameLength + (nameLength & 1);
    if (sizeAt + 4 > iptc.length) return undefined;
    const size = iptc.readUInt32BE(sizeAt);
    if (iptc.readUInt16BE(at + 4) === 0x0404) return iptc.subarray(sizeAt + 4, sizeAt + 4 + size);
    at = sizeAt + 4 + size + (size & 1);
  }
  return undefined;
}

function photoshopBlock(iptc: Buffer): Buffer {
  if (startsWith(iptc, PHOTOSHOP)) return iptc;
  const head = Buffer.from('8BIM\x04\x04\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(iptc.length, 8);
  return Buffer.concat([PHOTOSHOP, head, iptc, Buffer.alloc(iptc.length & 1)]);
}

function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  return bytes.subarray(0, prefix.length).equals(prefix);
}

/** Unit 0 with 1:1 is how JFIF says that only the pixels' shape is known. */
function jfif(dpi: number | undefined): Buffer {
  const body = Buffer.from('JFIF\0\x01\x02\0\0\0\0\0\0\0', 'latin1');
  body[7] = dpi ? 1 : 0;
  const density = dpi ? Math.min(65535, Math.max(1, Math.round(dpi))) : 1;
  body.writeUInt16BE(density, 8);
  body.writeUInt16BE(density, 10);
  return body;
}

function afterJfif(file: Buffer): number {
  const hasJfif = file[2] === 0xff && file[3] === 0xe0 && file.toString('latin1', 6, 10) === 'JFIF';
  return hasJfif ? 4 + file.readUInt16BE(4) : 2;
}

/** Blocks too long for one segment are left out. */
function segment(marker: number, body: Buffer): Buffer {
  if (body.length > MAX_SEGMENT) return Buffer.alloc(0);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

function chunk(type: string, body: Buffer): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

function webpChunk(type: string, body: Buffer): Buffer {
  const out = Buffer.alloc(8 + body.length + (body.length & 1));
  out.write(type, 'latin1');
  out.writeUInt32LE(body.length, 4);
  body.copy(out, 8);
  return out;
}

/** Offset of the XMP chunk, which has to stay behind EXIF; the end when there is none. */
function xmpStart(body: Buffer): number {
  let at = 0;
  while (at + 8 <= body.length) {
    if (body.toString('latin1', at, at + 4) === 'XMP ') return at;
    const size = body.readUInt32LE(at + 4);
    at += 8 + size + (size & 1);
  }
  return body.length;
}
