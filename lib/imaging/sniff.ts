import { open } from 'node:fs/promises';

const HEAD_BYTES = 4096;
/** Printers are sent an end of transmission first; DOS programs keep a preview beside the text, a table of both in front. */
const POSTSCRIPT = ['%!PS', '\x04%!PS', '\xc5\xd0\xd3\xc6'];
/** Icons and cursors; how many pictures they hold comes next. A Targa file may begin like those of none. */
const ICONS = ['\0\0\x01\0', '\0\0\x02\0'];

/** The first bytes of a file, up to 4 KiB, and its size. Throws ENOENT as node does. */
export async function readHead(file: string): Promise<{ head: Buffer; size: number }> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    const { size } = await handle.stat();
    return { head: head.subarray(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}

/** Kind of content by its first bytes, whatever the file is called; undefined when it is none that we know. Targa files have no mark. */
export function sniff(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (/^RIFF[^]{4}WEBP/.test(text)) return 'webp';
  if (/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(text)) return 'tiff';
  if (/^[^]{4}ftyp/.test(text)) return boxKind(text);
  if (/^(IIRO|IIRS|MMOR)/.test(text)) return 'orf';
  if (text.startsWith('IIU\0')) return 'rw2';
  if (text.startsWith('FUJIFILMCCD-RAW')) return 'raf';
  if (text.startsWith('FOVb')) return 'x3f';
  if (text.startsWith('\0MRM')) return 'mrw';
  if (text.startsWith('\xff\x0a') || text.startsWith('\0\0\0\x0cJXL \r\n\x87\n')) return 'jxl';
  if (text.startsWith('\xff\x4f\xff\x51') || text.startsWith('\0\0\0\x0cjP  \r\n\x87\n')) return 'jp2';
  if (text.startsWith('BM') && text.slice(6, 10) === '\0\0\0\0') return 'bmp';
  if (ICONS.some((beginning) => text.startsWith(beginning)) && text.slice(4, 6) !== '\0\0') return 'ico';
  if (text.startsWith('8BPS\0\x01') || text.startsWith('8BPS\0\x02')) return 'psd';
  if (text.startsWith('gimp xcf ')) return 'xcf';
  if (/^P[1-7]\s/.test(text)) return 'pnm';
  if (text.startsWith('DICM', 128)) return 'dicom';
  if (text.startsWith('%PDF-')) return 'pdf';
  if (POSTSCRIPT.some((beginning) => text.startsWith(beginning))) return 'eps';
  if (isSvg(head)) return 'svg';
  return undefined;
}

/** Brands of HEIF among the boxes that videos are made of as well. Source: ISO/IEC 23008-12, annex B. */
const HEIF_BRANDS: ReadonlySet<string> = new Set(
  'heic heix heim heis hevc hevx hevm hevs mif1 mif2 msf1 miaf'.split(' '),
);

function boxKind(text: string): string {
  const brands = text.slice(8, 64).match(/[^]{4}/g) ?? [];
  if (brands[0] === 'crx ') return 'cr3';
  if (brands.slice(0, 8).some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => HEIF_BRANDS.has(brand)) ? 'heif' : 'video';
}

function isSvg(head: Buffer): boolean {
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (!text.startsWith('<')) return false;
  return /<(?:[\w-]+:)?svg[\s>]/.test(text);
}
