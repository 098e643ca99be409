const COUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A whole number with separators: `4,312`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** A count with its noun: `1 image`, `4,312 images`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${COUNT.format(count)} ${count === 1 ? one : many}`;
}
