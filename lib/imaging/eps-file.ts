import type { Placing } from '#lib/transform/place-on-page.ts';
import type { PrintedPixels } from './paper.ts';
import { decimal } from './pdf-file.ts';

const COLOUR_SPACES = { gray: '/DeviceGray', rgb: '/DeviceRGB', cmyk: '/DeviceCMYK' } as const;
const CHANNELS = { gray: 1, rgb: 3, cmyk: 4 } as const;
/** Bytes in a line of 75 characters; printers and old programs take no long ones. */
const LINE_BYTES = 60;
const FIRST = 33;
const NEW_LINE = 10;

/**
 * An EPS with one picture, as text of seven bits. Sources: Adobe's PostScript Language Reference (third edition, 4.10) and
 * Encapsulated PostScript File Format Specification 3.0.
 */
export function writeEps(pixels: PrintedPixels, { page }: Placing): Buffer {
  const { width, height, space, filter, inverted, bytes } = pixels;
  const range = (inverted ? '1 0 ' : '0 1 ').repeat(CHANNELS[space]).trim();
  const head = [
    '%!PS-Adobe-3.0 EPSF-3.0',
    `%%BoundingBox: 0 0 ${Math.ceil(page.width)} ${Math.ceil(page.height)}`,
    `%%HiResBoundingBox: 0 0 ${decimal(page.width)} ${decimal(page.height)}`,
    '%%LanguageLevel: 3',
    '%%Pages: 1',
    '%%EndComments',
    '%%Page: 1 1',
    'gsave',
    `${decimal(page.width)} ${decimal(page.height)} scale`,
    `${COLOUR_SPACES[space]} setcolorspace`,
    `<< /ImageType 1 /Width ${width} /Height ${height} /BitsPerComponent 8 /Decode [${range}]`,
    `/ImageMatrix [${width} 0 0 ${-height} 0 ${height}]`,
    `/DataSource currentfile /ASCII85Decode filter /${filter} filter >> image`,
  ].join('\n');
  const tail = '~>\ngrestore\nshowpage\n%%EOF\n';
  return Buffer.concat([Buffer.from(`${head}\n`, 'latin1'), ascii85(bytes), Buffer.from(tail, 'latin1')]);
}

/** Four bytes as five characters, in lines. */
function ascii85(bytes: Buffer): Buffer {
  const out = Buffer.alloc(Math.ceil(bytes.length / 4) * 5 + Math.ceil(bytes.length / LINE_BYTES) + 1);
  let to = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const left = Math.min(4, bytes.length - at);
    let word = 0;
    for (let i = 0; i < 4; i++) word = word * 256 + (i < left ? (bytes[at + i] ?? 0) : 0);
    for (let i = 4; i >= 0; i--) {
      out[to + i] = FIRST + (word % 85);
      word = Math.floor(word / 85);
    }
    to += left + 1;
    if ((at + 4) % LINE_BYTES === 0) out[to++] = NEW_LINE;
  }
  return out.subarray(0, to);
}
