import { type Blocks, block } from '../blocks.ts';
import { tiffIn } from '../modern/box-blocks.ts';
import { readGimpMetadata } from './gimp-metadata.ts';
import { COMMENT, EXIF, IPTC, METADATA, OLD_XMP } from './xcf-parasites.ts';

/** What GIMP to 2.8 puts in front of a packet. */
const MARK = 'GIMP_XMP_1';

/**
 * What a GIMP file says of its picture: since 2.10 as a list of words, before as blocks.
 *
 * @param parasites of the image
 */
export function xcfBlocks(parasites: ReadonlyMap<string, Uint8Array>): Blocks {
  const bytes = (name: string) => {
    const found = parasites.get(name);
    return found && Buffer.from(found);
  };
  const list = bytes(METADATA);
  const comment = bytes(COMMENT)?.toString('utf8').replace(/\0+$/, '');
  const texts = comment ? [{ name: 'Comment', value: comment }] : [];
  if (list) {
    const said = readGimpMetadata(list.toString('utf8'));
    return { exif: said.exif, texts: [...texts, ...said.texts] };
  }
  const packet = bytes(OLD_XMP);
  const isPacket = packet?.toString('latin1', 0, MARK.length) === MARK;
  return {
    exif: tiffIn(bytes(EXIF)),
    xmp: packet && isPacket ? block(packet.subarray(MARK.length)) : undefined,
    iptc: block(bytes(IPTC)),
    texts,
  };
}
