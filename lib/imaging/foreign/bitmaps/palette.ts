import type { Row } from '../decoded.ts';
import type { Indices } from './dib-indices.ts';

/** Colours as red, green, blue; those beyond the count are black. */
export type Palette = { colours: Uint8Array; count: number };

/** Whether all colours are greys. */
export function greyPalette({ colours, count }: Palette): boolean {
  for (let i = 0; i < count * 3; i += 3) {
    if (colours[i] !== colours[i + 1] || colours[i] !== colours[i + 2]) return false;
  }
  return true;
}

/** The rows in colour, or in grey where all colours are greys. */
export function* paletteRows(rows: Iterable<Indices>, { colours }: Palette, grey: boolean): Generator<Row> {
  let bytes: Uint8Array | undefined;
  for (const { y, indices } of rows) {
    bytes ??= new Uint8Array(indices.length * (grey ? 1 : 3));
    for (let x = 0; x < indices.length; x++) {
      const from = (indices[x] ?? 0) * 3;
      if (grey) bytes[x] = colours[from] ?? 0;
      else {
        bytes[x * 3] = colours[from] ?? 0;
        bytes[x * 3 + 1] = colours[from + 1] ?? 0;
        bytes[x * 3 + 2] = colours[from + 2] ?? 0;
      }
    }
    yield { y, bytes };
  }
}
