import { type Blocks, block } from '../blocks.ts';
import { type FileBytes, memoryBytes } from '../file-bytes.ts';
import { bytesOf } from '../modern/box-blocks.ts';
import { type Box, boxesIn, findBox } from '../modern/boxes.ts';
import { readDirectories, withoutNotes, writeExif } from '../tiff/tiff-blocks.ts';
import { type Field, swapped } from '../tiff/tiff-directory.ts';

const CANON = '85c0b687820f11e08111f4ce462b6a48';
const XMP = 'be7acfcb97a942e89c71999491e3afac';
const UUID_BYTES = 16;

/**
 * EXIF and XMP of a CR3 file of Canon: boxes as films have them, and among them TIFF structures whose first directories are those
 * of EXIF: of the picture (CMT1), of the photograph (CMT2), of the maker (CMT3), of the place (CMT4). Source: the ISO base media file
 * format; names of the boxes as ExifTool documents them.
 */
export function cr3Blocks(file: FileBytes): Blocks {
  const boxes = [...boxesIn(file, 0, file.size)];
  const packet = named(file, boxes, XMP);
  const movie = findBox(boxes, 'moov');
  const canon = movie && named(file, [...boxesIn(file, movie.from, movie.end)], CANON);
  return {
    exif: canon && exifOf(file, [...boxesIn(file, canon.from, canon.end)]),
    xmp: packet && block(bytesOf(file, packet.from, packet.end)),
  };
}

/** What follows the name of a box that is named by a number. */
function named(file: FileBytes, boxes: readonly Box[], name: string): Box | undefined {
  const found = boxes.find(
    ({ type, from, end }) =>
      type === 'uuid' && end - from > UUID_BYTES && file.slice(from, UUID_BYTES).toString('hex') === name,
  );
  return found && { ...found, from: found.from + UUID_BYTES };
}

function exifOf(file: FileBytes, boxes: readonly Box[]): Uint8Array | undefined {
  const directories = (type: string) => {
    const box = findBox(boxes, type);
    const bytes = box && bytesOf(file, box.from, box.end);
    return bytes && readDirectories(memoryBytes(bytes));
  };
  const [picture, photograph, place] = ['CMT1', 'CMT2', 'CMT4'].map(directories);
  const little = (picture ?? photograph ?? place)?.little ?? true;
  const fields = (found: typeof picture): Field[] =>
    withoutNotes(found?.main ?? []).map((field) => (found?.little === little ? field : swapped(field)));
  const told = picture?.told ?? [];
  return block(writeExif({ little, told, exif: fields(photograph), gps: fields(place) }));
}
