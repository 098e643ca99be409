import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import type { Blocks } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { pdfDate, pdfXmp } from './pdf-blocks.ts';

/** Dots per inch when nobody asks for others. */
const STANDARD_DPI = 150;
/** Points of PDF in an inch. */
const POINTS = 72;
/** The file is held in memory, twice. */
const LARGEST_FILE = 128 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;
/** Pixels that are drawn at a time, four bytes each. */
const BAND_PIXELS = 12_000_000;
/** Flags of FPDF_RenderPageBitmap: annotations too; red before blue. Not the one that makes edges of text coloured. */
const ANNOTATIONS = 0x01;
const RED_FIRST = 0x10;
const BGRX = 3;
const WHITE = 0xff_ff_ff_ff;

let library: Promise<PDFiumLibrary> | undefined;

/**
 * A page of a PDF, drawn on white within its crop box: at 150 dpi or as many as are asked for. Locked files and pages
 * that do not exist are refused.
 */
export async function openPdf(file: FileBytes, limits: DecodeLimits): Promise<Page> {
  if (file.size > LARGEST_FILE)
    throw new Refusal(`PDF files of more than ${LARGEST_FILE} bytes are not drawn`);
  library ??= PDFiumLibrary.init();
  const pdfium = await library;
  const whole = readWhole(file);
  const opened = await pdfium.loadDocument(whole).catch((error: unknown) => {
    throw new Refusal(isLocked(error) ? 'the PDF needs a password' : 'the PDF is damaged');
  });
  try {
    return { ...pageOf(pdfium, opened, limits), xmp: pdfXmp(whole), texts: textsOf(pdfium, opened) };
  } catch (error) {
    opened.destroy();
    throw error;
  }
}

function pageOf(pdfium: PDFiumLibrary, opened: PDFiumDocument, limits: DecodeLimits): Page {
  const pages = opened.getPageCount();
  if (limits.page > pages)
    throw new Refusal(`page: the file has ${pages} pages, page ${limits.page} does not exist`);
  const { module } = wrapped(pdfium);
  const page = module._FPDF_LoadPage(wrapped(opened).documentIdx, limits.page - 1);
  if (page === 0) throw new Refusal('the page cannot be read');
  const dpi = limits.dpi ?? STANDARD_DPI;
  const width = Math.round((module._FPDF_GetPageWidth(page) * dpi) / POINTS);
  const height = Math.round((module._FPDF_GetPageHeight(page) * dpi) / POINTS);
  checkSize(Math.max(1, width), Math.max(1, height), limits);
  const size = { width: Math.max(1, width), height: Math.max(1, height) };
  return {
    ...size,
    pages,
    space: 'rgb',
    alpha: false,
    depth: 8,
    sourceDepth: 8,
    icc: undefined,
    dpi,
    rows: () => rowsOf(module, page, size),
    close() {
      module._FPDF_ClosePage(page);
      opened.destroy();
    },
  };
}

const TEXTS: ReadonlyMap<string, string> = new Map([
  ['Title', 'Title'],
  ['Author', 'Author'],
  ['Subject', 'Subject'],
  ['Keywords', 'Keywords'],
  ['Creator', 'Creator'],
  ['Producer', 'Producer'],
  ['CreationDate', 'Creation date'],
  ['ModDate', 'Modification date'],
]);
/** Bytes of a text; longer ones are left out. */
const LONGEST_TEXT = 4096;
/** Bytes of a name that is asked for, with the zero behind it. */
const LONGEST_NAME = 32;

/** The information dictionary, which PDFium hands out in UTF-16. */
function textsOf(pdfium: PDFiumLibrary, opened: PDFiumDocument): Blocks['texts'] {
  const { module } = wrapped(pdfium);
  const { documentIdx } = wrapped(opened);
  const at = module.wasmExports.malloc(LONGEST_NAME + LONGEST_TEXT);
  if (at === 0) return undefined;
  try {
    return [...TEXTS].flatMap(([key, name]) => {
      module.HEAPU8.fill(0, at, at + LONGEST_NAME);
      module.HEAPU8.set(Buffer.from(key, 'latin1'), at);
      const length = module._FPDF_GetMetaText(documentIdx, at, at + LONGEST_NAME, LONGEST_TEXT);
      if (length <= 2 || length > LONGEST_TEXT) return [];
      const from = at + LONGEST_NAME;
      const value = Buffer.from(module.HEAPU8.subarray(from, from + length - 2)).toString('utf16le');
      return [{ name, value: key.endsWith('Date') ? pdfDate(value) : value }];
    });
  } finally {
    module.wasmExports.free(at);
  }
}

/** The calls of PDFium themselves: the wrapper around them draws a whole page at once, with coloured edges of text. */
function wrapped(of: object): Wrapped {
  return of as unknown as Wrapped;
}

type Wrapped = { module: Calls; documentIdx: number };

type Calls = {
  HEAPU8: Uint8Array;
  wasmExports: { malloc(bytes: number): number; free(at: number): void };
  _FPDF_LoadPage(document: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidth(page: number): number;
  _FPDF_GetPageHeight(page: number): number;
  _FPDF_GetMetaText(document: number, name: number, at: number, bytes: number): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, at: number, stride: number): number;
  _FPDFBitmap_FillRect(
    bitmap: number,
    x: number,
    y: number,
    width: number,
    height: number,
    colour: number,
  ): void;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    turn: number,
    flags: number,
  ): void;
};

function readWhole(file: FileBytes): Uint8Array {
  const whole = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += PIECE)
    whole.set(file.slice(at, Math.min(PIECE, file.size - at)), at);
  return whole;
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /password/i.test(error.message);
}

/** Band after band, each a bitmap in which the page is moved up. */
function* rowsOf(
  calls: Calls,
  page: number,
  { width, height }: { width: number; height: number },
): Generator<Row> {
  const bandRows = Math.min(height, Math.max(1, Math.floor(BAND_PIXELS / width)));
  const stride = width * 4;
  const at = calls.wasmExports.malloc(stride * bandRows);
  if (at === 0) throw new Refusal('the page takes too much memory');
  const bytes = new Uint8Array(width * 3);
  try {
    for (let top = 0; top < height; top += bandRows) {
      const rows = Math.min(bandRows, height - top);
      const bitmap = calls._FPDFBitmap_CreateEx(width, rows, BGRX, at, stride);
      if (bitmap === 0) throw new Refusal('the page takes too much memory');
      calls._FPDFBitmap_FillRect(bitmap, 0, 0, width, rows, WHITE);
      calls._FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, ANNOTATIONS | RED_FIRST);
      calls._FPDFBitmap_Destroy(bitmap);
      // Taken anew: drawing may have made the memory grow.
      const heap = calls.HEAPU8;
      for (let y = 0; y < rows; y++) {
        let from = at + y * stride;
        for (let to = 0; to < bytes.length; to += 3, from += 4) {
          bytes[to] = heap[from] ?? 0;
          bytes[to + 1] = heap[from + 1] ?? 0;
          bytes[to + 2] = heap[from + 2] ?? 0;
        }
        yield { y: top + y, bytes };
      }
    }
  } finally {
    calls.wasmExports.free(at);
  }
}
