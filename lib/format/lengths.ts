/** Units that printed sizes are told in. */
export type PrintUnit = 'mm' | 'in';

const POINTS: Readonly<Record<PrintUnit, number>> = { mm: 72 / 25.4, in: 72 };
const DECIMALS: Readonly<Record<PrintUnit, Intl.NumberFormat>> = {
  mm: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
  in: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }),
};

/** A size in points (1/72 inch) as people read it: `210 × 297 mm`, `8.5 × 11 in`. */
export function formatPrintedSize(
  { width, height }: { width: number; height: number },
  unit: PrintUnit,
): string {
  const [across, down] = [width, height].map((points) => DECIMALS[unit].format(points / POINTS[unit]));
  return `${across} × ${down} ${unit}`;
}
