const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const DECIMALS: readonly Intl.NumberFormat[] = [0, 1].map(
  (digits) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }),
);

/** A size in decimal units, such as `1.4 MB`: one decimal below ten, none for bytes. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // What would be shown as 1,000 belongs to the next unit.
  while (unit < UNITS.length - 1 && value >= 999.5) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${DECIMALS[digits]?.format(value)} ${UNITS[unit]}`;
}
