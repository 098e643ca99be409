import { inflateSync } from 'node:zlib';
import { block, LARGEST_BLOCK } from '../blocks.ts';

/** Packets that are looked at; each picture inside may bring one of its own. */
const MOST_PACKETS = 256;
/** Bytes around a word in which its dictionary ends; catalogs are short. */
const REACH = 8192;

/**
 * The XMP packet of the document itself, among those of its pictures; undefined when there is none or it cannot be told.
 * The catalog names it, unless the catalog is packed away, where the only packet will be it.
 * Source: ISO 32000-1, 14.3.2 and 7.7.2; XMP specification, part 3.
 */
export function pdfXmp(file: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const object = metadataObject(bytes);
  if (object !== undefined) {
    const found = streamAt(bytes, object);
    if (found) return block(found);
  }
  const starts = packetStarts(bytes);
  const [only] = starts;
  return only !== undefined && starts.length === 1 ? block(packetAt(bytes, only)) : undefined;
}

/** Place of the object to which the last catalog refers. */
function metadataObject(bytes: Buffer): number | undefined {
  const catalog = bytes.lastIndexOf('/Catalog');
  if (catalog < 0) return undefined;
  const from = Math.max(0, catalog - REACH);
  const around = bytes.toString('latin1', from, catalog + REACH);
  const start = around.lastIndexOf(' obj', catalog - from);
  const end = around.indexOf('endobj', catalog - from);
  const dictionary = around.slice(Math.max(0, start), end < 0 ? undefined : end);
  const number = /\/Metadata\s+(\d+)\s+\d+\s+R/.exec(dictionary)?.[1];
  if (number === undefined) return undefined;
  for (let at = bytes.length; at > 0; ) {
    at = bytes.lastIndexOf(`${number} 0 obj`, at - 1);
    if (at < 0) return undefined;
    // 17 is no 7.
    if (at === 0 || !isDigit(bytes[at - 1])) return at;
  }
  return undefined;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The text of a stream, unpacked; undefined when it is none of XMP, or locked. */
function streamAt(bytes: Buffer, object: number): Uint8Array | undefined {
  const stream = bytes.indexOf('stream', object);
  if (stream < 0 || stream - object > REACH) return undefined;
  const from = stream + 6 + (bytes[stream + 6] === 0x0d ? 2 : 1);
  if (!bytes.toString('latin1', object, stream).includes('/FlateDecode')) {
    const start = bytes.indexOf('<?xpacket begin', from);
    return start >= 0 && start - from < REACH ? packetAt(bytes, start) : undefined;
  }
  const end = bytes.indexOf('endstream', from);
  if (end < 0 || end - from > LARGEST_BLOCK) return undefined;
  try {
    const text = inflateSync(bytes.subarray(from, end), { maxOutputLength: LARGEST_BLOCK });
    return text.includes('<x:xmpmeta') || text.includes('<rdf:RDF') ? text : undefined;
  } catch {
    return undefined;
  }
}

function packetStarts(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf('<?xpacket begin'); at >= 0 && starts.length < MOST_PACKETS; ) {
    starts.push(at);
    at = bytes.indexOf('<?xpacket begin', at + 1);
  }
  return starts;
}

function packetAt(bytes: Buffer, start: number): Uint8Array | undefined {
  const mark = bytes.indexOf('<?xpacket end', start);
  const end = mark < 0 ? -1 : bytes.indexOf('?>', mark);
  return end < 0 ? undefined : bytes.subarray(start, end + 2);
}

/** A date of PDF (`D:20260131235959+01'00'`) as people write it; other texts as they are. */
export function pdfDate(text: string): string {
  const parts = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?/.exec(text);
  if (parts === null) return text;
  const [, year, month = '01', day = '01', hour, minute = '00', second = '00'] = parts;
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}:${second}`}`;
}
