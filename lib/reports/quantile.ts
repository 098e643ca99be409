/** How many answers took at most `bound` seconds, and longer than the bound before. `inf` is Infinity. */
export type TimeTally = { bound: number; count: number };

/** Tallies of times by their names (stats/breakdown), shortest first. */
export function timeTallies(rows: ReadonlyArray<{ name: string; requests: number }>): TimeTally[] {
  return rows
    .map(({ name, requests }) => ({ bound: name === 'inf' ? Infinity : Number(name), count: requests }))
    .filter(({ bound }) => !Number.isNaN(bound))
    .sort((a, b) => a.bound - b.bound);
}

/**
 * The time within which a share of answers was given, in seconds: between the bounds it is taken to rise evenly. null
 * without answers. Beyond the last bound it is that bound.
 */
export function quantile(tallies: readonly TimeTally[], share: number): number | null {
  const total = tallies.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const wanted = total * share;
  let passed = 0;
  let below = 0;
  for (const { bound, count } of tallies) {
    if (passed + count >= wanted && count > 0) {
      if (bound === Infinity) return below;
      return below + ((bound - below) * (wanted - passed)) / count;
    }
    passed += count;
    if (bound !== Infinity) below = bound;
  }
  return below;
}
