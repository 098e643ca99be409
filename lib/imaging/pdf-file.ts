import { deflateSync } from 'node:zlib';
import type { Placing } from '#lib/transform/place-on-page.ts';
import type { PrintedPixels } from './paper.ts';

const COLOUR_SPACES = { gray: '/DeviceGray', rgb: '/DeviceRGB', cmyk: '/DeviceCMYK' } as const;
const CHANNELS = { gray: 1, rgb: 3, cmyk: 4 } as const;
/** Points of the longest side of a page; larger ones count in larger units. */
const LONGEST = 14_400;

/**
 * A PDF of one page with one picture. Source: ISO 32000-1 (PDF 1.7), 7.5 for the file, 8.9.5 for pictures, 8.6.5.5 for
 * profiles. It holds no date, so that the same picture is the same file.
 */
export function writePdf(pixels: PrintedPixels, placing: Placing): Buffer {
  const { page } = placing;
  const unit = Math.max(1, Math.ceil(Math.max(page.width, page.height) / LONGEST));
  const inUnits = (points: number) => decimal(points / unit);
  const drawing = `q ${inUnits(placing.width)} 0 0 ${inUnits(placing.height)} ${inUnits(placing.left)} ${inUnits(placing.bottom)} cm /P Do Q`;
  const objects: Buffer[] = [
    dictionary('/Type/Catalog/Pages 2 0 R'),
    dictionary('/Type/Pages/Count 1/Kids[3 0 R]'),
    dictionary(
      `/Type/Page/Parent 2 0 R/MediaBox[0 0 ${inUnits(page.width)} ${inUnits(page.height)}]${unit > 1 ? `/UserUnit ${unit}` : ''}/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R`,
    ),
    stream(pictureEntries(pixels), pixels.bytes),
    stream('', Buffer.from(drawing, 'latin1')),
  ];
  if (pixels.icc) {
    const alternate = COLOUR_SPACES[pixels.space];
    const entries = `/N ${CHANNELS[pixels.space]}/Alternate${alternate}/Filter/FlateDecode`;
    objects.push(stream(entries, deflateSync(pixels.icc)));
  }
  return assemble(objects);
}

function pictureEntries({ width, height, space, icc, filter, inverted }: PrintedPixels): string {
  const colours = icc ? '[/ICCBased 6 0 R]' : COLOUR_SPACES[space];
  const decode = inverted ? `/Decode[${'1 0 '.repeat(CHANNELS[space]).trim()}]` : '';
  return `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace${colours}/BitsPerComponent 8${decode}/Filter/${filter}`;
}

function dictionary(entries: string): Buffer {
  return Buffer.from(`<<${entries}>>`, 'latin1');
}

function stream(entries: string, bytes: Buffer): Buffer {
  const head = `<<${entries}/Length ${bytes.length}>>\nstream\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.from('\nendstream', 'latin1')]);
}

/** Numbers the objects from 1; the first is the root. */
function assemble(objects: readonly Buffer[]): Buffer {
  // The second line tells programs that the file is not text.
  const pieces = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let at = pieces[0]?.length ?? 0;
  let table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const [i, object] of objects.entries()) {
    const whole = Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n`, 'latin1'),
      object,
      Buffer.from('\nendobj\n', 'latin1'),
    ]);
    table += `${String(at).padStart(10, '0')} 00000 n \n`;
    pieces.push(whole);
    at += whole.length;
  }
  const end = `${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...pieces, Buffer.from(end, 'latin1')]);
}

/** As PDF and PostScript write numbers: no exponent. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(4)));
}
