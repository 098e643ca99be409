import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { magickPage, readWithMagick } from '../magick.ts';
import { jp2Blocks } from './box-blocks.ts';
import { boxesIn, findBox } from './boxes.ts';
import { deepChannels, deepPage } from './jp2-deep.ts';
import { CODESTREAM, readJp2Channels, readJp2Colour, readJp2Dpi, readJp2Size } from './jp2-header.ts';

/**
 * A JPEG 2000 picture: files with boxes (JP2, JPX) and bare codestreams. The header is read here, the pixels by OpenJPEG:
 * as a part of ImageMagick in 8 bits, by itself where channels of more bits stand side by side.
 * Source: ISO/IEC 15444-1, annexes A and I.
 */
export function openJp2(file: FileBytes, limits: DecodeLimits): Page {
  const isBare = file.slice(0, 4).readUInt32BE(0) === CODESTREAM;
  const boxes = isBare ? [] : [...boxesIn(file, 0, file.size)];
  const header = findBox(boxes, 'jp2h');
  const stream = isBare ? { from: 0, end: file.size } : findBox(boxes, 'jp2c');
  if (stream === undefined) throw new Refusal('the file holds no picture');
  const size = readJp2Size(file, stream.from);
  const parts = header ? [...boxesIn(file, header.from, header.end)] : [];
  const colour = readJp2Colour(file, parts);
  const palette = findBox(parts, 'pclr');
  const count = palette ? file.byte(palette.from + 2) : size.count;
  const space = colour.cmyk ? 'cmyk' : count <= 2 ? 'gray' : 'rgb';
  const channels = readJp2Channels(file, findBox(parts, 'cdef'));
  const alpha = !colour.cmyk && channels.some(({ isOpacity }) => isOpacity);
  const { width, height } = size;
  checkSize(width, height, limits);
  const facts: PageFacts = {
    width,
    height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: alpha && space === 'gray' ? 'rgb' : space,
    alpha,
    depth: 8,
    sourceDepth: size.components[0]?.bits ?? 8,
    icc: colour.icc,
    dpi: readJp2Dpi(file, findBox(parts, 'res ')),
    ...whatCanBeRead(() => jp2Blocks(file, boxes)),
  };
  const deep = palette ? undefined : deepChannels(size, colour, channels, stream.end - stream.from);
  return deep
    ? deepPage({ ...facts, depth: 16 }, file, stream, deep)
    : magickPage(facts, () => readWithMagick(file, { format: isBare ? 'J2k' : 'Jp2' }, limits));
}
