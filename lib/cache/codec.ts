import { crc32 } from 'node:zlib';
import { type CachedPicture, type PictureAddress, sizeOf } from './entry.ts';

/**
 * The form in which an entry lies on disk and in Redis. Big-endian:
 *   0  4  magic "EMC" and the version of this form
 *   4  4  bytes of meta
 *   8  4  bytes of body
 *  12  4  CRC-32 of meta and body
 *  16     meta (JSON), then body
 * The meta repeats the id, so that an entry found in the wrong place is not taken for another.
 */
const MAGIC = Buffer.from('EMC1', 'latin1');
const HEADER_BYTES = 16;

type Meta = { id: string } & (
  | { kind: 'picture'; mime: string; format: string; width: number; height: number; isPreview?: true }
  | { kind: 'failure'; status: 415 | 400; message: string; expires: number }
);

const NO_BODY = Buffer.alloc(0);

/** Upper estimate of the encoded size in bytes. */
export function encodedSize(entry: CachedPicture): number {
  return sizeOf(entry) + 512;
}

/** The encoded entry as two parts (header with meta, body), so that a large body need not be copied. */
export function encodeEntry(address: PictureAddress, entry: CachedPicture): [Buffer, Buffer] {
  let body: Buffer = NO_BODY;
  let meta: Meta;
  if (entry.kind === 'picture') {
    const { body: bytes, ...facts } = entry;
    body = bytes;
    meta = { id: address.id, ...facts };
  } else {
    const { kind, status, message, expires } = entry;
    meta = { id: address.id, kind, status, message, expires };
  }
  const text = Buffer.from(JSON.stringify(meta), 'utf8');
  const head = Buffer.allocUnsafe(HEADER_BYTES + text.length);
  MAGIC.copy(head);
  head.writeUInt32BE(text.length, 4);
  head.writeUInt32BE(body.length, 8);
  head.writeUInt32BE(crc32(body, crc32(text)), 12);
  text.copy(head, HEADER_BYTES);
  return [head, body];
}

/** Reads the meta only as far as its types go; the checksum has vouched for the rest. */
function parseMeta(text: Buffer): Meta | undefined {
  try {
    const meta = JSON.parse(text.toString('utf8')) as Partial<Record<string, unknown>> | null;
    if (typeof meta !== 'object' || meta === null || typeof meta.id !== 'string') return undefined;
    const sound =
      meta.kind === 'picture'
        ? typeof meta.mime === 'string' &&
          typeof meta.format === 'string' &&
          typeof meta.width === 'number' &&
          typeof meta.height === 'number'
        : meta.kind === 'failure' &&
          (meta.status === 415 || meta.status === 400) &&
          typeof meta.message === 'string' &&
          typeof meta.expires === 'number';
    return sound ? (meta as Meta) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The entry in a buffer, or undefined when the buffer is torn, damaged, of another version or of another
 * picture. The body shares the buffer's memory.
 */
export function decodeEntry(address: PictureAddress, buffer: Buffer): CachedPicture | undefined {
  if (buffer.length < HEADER_BYTES || !buffer.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const metaLength = buffer.readUInt32BE(4);
  const bodyLength = buffer.readUInt32BE(8);
  if (buffer.length !== HEADER_BYTES + metaLength + bodyLength) return undefined;
  if (crc32(buffer.subarray(HEADER_BYTES)) !== buffer.readUInt32BE(12)) return undefined;
  const meta = parseMeta(buffer.subarray(HEADER_BYTES, HEADER_BYTES + metaLength));
  if (meta?.id !== address.id) return undefined;
  if (meta.kind === 'failure') {
    const { kind, status, message, expires } = meta;
    return { kind, status, message, expires };
  }
  const { kind, mime, format, width, height } = meta;
  const body = buffer.subarray(HEADER_BYTES + metaLength);
  return { kind, mime, format, width, height, body, ...(meta.isPreview === true ? { isPreview: true } : {}) };
}
