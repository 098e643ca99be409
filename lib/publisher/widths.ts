/** Widths that many pages use, so that caches are shared; about a third between neighbours. */
const LADDER = [160, 240, 320, 480, 640, 800, 960, 1200, 1600, 2000, 2560, 3200, 3840];

/** Larger ones help nobody when no size was chosen: few screens show them. */
const LARGEST_UNASKED = 2560;
const MOST = 7;

/**
 * Widths in pixels for a responsive picture, smallest first: steps up to twice the chosen width (for dense
 * screens), never beyond what the picture has.
 * @param chosen width in the layout; undefined when none was chosen
 * @param largest see largestWidth
 */
export function suggestWidths(chosen: number | undefined, largest: number): number[] {
  const top = Math.max(1, Math.min(largest, chosen === undefined ? LARGEST_UNASKED : chosen * 2));
  const least = Math.min(320, top / 4);
  const kept = new Set([top]);
  if (chosen !== undefined && chosen <= top) kept.add(chosen);
  for (const width of LADDER) {
    const isNear = [...kept].some((other) => Math.abs(other - width) / other < 0.12);
    if (width >= least && width < top && !isNear) kept.add(width);
  }
  const sorted = [...kept].toSorted((one, other) => one - other);
  return sorted.length <= MOST ? sorted : sorted.slice(sorted.length - MOST);
}

/** Widths from a text such as `480, 800, 1200`; without `enlarge` those beyond the picture are brought down to it. */
export function readWidths(text: string, largest: number, enlarge: boolean): number[] {
  const numbers = text
    .split(/[\s,;]+/)
    .map((word) => Number(word.replace(/(?:w|px)$/, '')))
    .filter((number) => Number.isSafeInteger(number) && number >= 1 && number <= 15_000)
    .map((number) => (enlarge ? number : Math.min(number, largest)));
  return [...new Set(numbers)].toSorted((one, other) => one - other).slice(0, 20);
}
