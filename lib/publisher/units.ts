/** Units that sizes are typed in; a URL carries pixels. */
export type Unit = 'px' | 'mm' | 'in';

/** Dots per inch that count when nothing is said. */
export const ASSUMED_DPI = 600;

const PER_INCH: Readonly<Record<Exclude<Unit, 'px'>, number>> = { mm: 25.4, in: 1 };

/** Whole pixels of a size. */
export function toPixels(size: number, unit: Unit, dpi: number | undefined): number {
  return Math.round(unit === 'px' ? size : (size / PER_INCH[unit]) * (dpi || ASSUMED_DPI));
}

/** A size of pixels in a unit, with two decimals. */
export function fromPixels(pixels: number, unit: Unit, dpi: number | undefined): number {
  if (unit === 'px') return pixels;
  return Number(((pixels / (dpi || ASSUMED_DPI)) * PER_INCH[unit]).toFixed(2));
}
