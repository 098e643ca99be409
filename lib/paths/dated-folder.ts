/** Pads to two digits. */
const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A folder's name with `%` placeholders of strftime replaced by parts of a date in UTC (contract of the original). Known
 * are those of numbers: %Y %y %m %d %H %M %S %j and %%; others stay as they are.
 */
export function datedFolder(path: string, now: Date): string {
  const firstDay = Date.UTC(now.getUTCFullYear(), 0, 1);
  const values: Readonly<Record<string, () => string>> = {
    Y: () => String(now.getUTCFullYear()),
    y: () => two(now.getUTCFullYear() % 100),
    m: () => two(now.getUTCMonth() + 1),
    d: () => two(now.getUTCDate()),
    H: () => two(now.getUTCHours()),
    M: () => two(now.getUTCMinutes()),
    S: () => two(now.getUTCSeconds()),
    j: () => String(Math.floor((now.getTime() - firstDay) / 86_400_000) + 1).padStart(3, '0'),
    '%': () => '%',
  };
  return path.replace(/%(.)/g, (all, letter: string) => values[letter]?.() ?? all);
}
