import { JP2_MODELS } from './jp2-header.ts';

const SIGNATURE = Buffer.from('\r\n\x87\n', 'latin1');
const WAVELETS = 7;
/** Bits less one. */
const SIXTEEN = 15;

/**
 * What to put in front of a codestream, so that it becomes a file which shows some of its channels: a palette of one colour that
 * no channel goes through, and the channels that are wanted. Source: ISO/IEC 15444-1, I.5.3.
 *
 * @param bytes length of the codestream
 */
export function selectingHeader(
  { width, height }: { width: number; height: number },
  components: number,
  places: readonly number[],
  bytes: number,
): Buffer {
  const size = Buffer.alloc(14);
  size.writeUInt32BE(height, 0);
  size.writeUInt32BE(width, 4);
  size.writeUInt16BE(components, 8);
  size[10] = SIXTEEN;
  size[11] = WAVELETS;
  const colour = Buffer.from([1, 0, 0, 0, 0, 0, places.length === 1 ? JP2_MODELS.grey : JP2_MODELS.srgb]);
  const count = places.length;
  const palette = Buffer.alloc(3 + count + count * 2);
  palette[1] = 1;
  palette[2] = count;
  palette.fill(SIXTEEN, 3, 3 + count);
  const mapping = Buffer.alloc(count * 4);
  for (const [i, place] of places.entries()) mapping.writeUInt16BE(place, i * 4);
  return Buffer.concat([
    box('jP  ', SIGNATURE),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', box('ihdr', size), box('colr', colour), box('pclr', palette), box('cmap', mapping)),
    boxHead('jp2c', bytes),
  ]);
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([boxHead(type, content.length), content]);
}

function boxHead(type: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length + 8, 0);
  head.write(type, 4, 'latin1');
  return head;
}
