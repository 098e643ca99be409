import type { Row } from '../decoded.ts';
import type { Dataset } from './dicom-dataset.ts';
import type { DicomHeader } from './dicom-header.ts';
import type { SampleRow } from './dicom-samples.ts';
import { levelOf, readTable } from './dicom-table.ts';

/** Rows of three samples a pixel as RGB of 8 bits. */
export function* colourRows(header: DicomHeader, rowsAt: readonly SampleRow[]): Generator<Row> {
  const { width, height, photometric, stored } = header;
  const bytes = new Uint8Array(width * 3);
  const isYcc = photometric === 'YBR_FULL';
  const drop = Math.max(0, stored - 8);
  for (let y = 0; y < height; y++) {
    const [first, second, third] = rowsAt.map((rowAt) => rowAt(y));
    for (let x = 0, to = 0; x < width; x++, to += 3) {
      const a = (first?.[x] ?? 0) >> drop;
      const b = (second?.[x] ?? 0) >> drop;
      const c = (third?.[x] ?? 0) >> drop;
      if (isYcc) setFromYcc(bytes, to, a, b - 128, c - 128);
      else {
        bytes[to] = a;
        bytes[to + 1] = b;
        bytes[to + 2] = c;
      }
    }
    yield { y, bytes };
  }
}

/** Source: DICOM PS3.3, C.7.6.3.1.2, the other way round (ITU-R BT.601, whole range). */
function setFromYcc(bytes: Uint8Array, to: number, luma: number, blue: number, red: number): void {
  bytes[to] = level(luma + 1.402 * red);
  bytes[to + 1] = level(luma - 0.344136 * blue - 0.714136 * red);
  bytes[to + 2] = level(luma + 1.772 * blue);
}

function level(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Rows of a palette as RGB of 8 bits. Source: DICOM PS3.3, C.7.9.2 and C.7.6.3.1.5. */
export function* paletteRows(header: DicomHeader, dataset: Dataset, rowAt: SampleRow): Generator<Row> {
  const tables = [0, 1, 2].map((i) => {
    const table = readTable(dataset, 0x0028_1101 + i, 0x0028_1201 + i, header.signed);
    return { ...table, levels: table.levels.map((entry) => entry >> (table.bits - 8)) };
  });
  const { width, height } = header;
  const bytes = new Uint8Array(width * 3);
  for (let y = 0; y < height; y++) {
    const samples = rowAt(y);
    for (let x = 0, to = 0; x < width; x++) {
      for (const table of tables) bytes[to++] = levelOf(table, samples[x] ?? 0);
    }
    yield { y, bytes };
  }
}
