/** The whole number nearest to what was asked for among `count` slides. */
export function clampIndex(index: unknown, count: number): number {
  const number = Math.trunc(Number(index));
  return Math.min(Math.max(Number.isNaN(number) ? 0 : number, 0), count - 1);
}

/** The next slide in a direction (1 or -1), past the ends and over those that cannot be shown; `from` itself when it is the only one. */
export function neighbour(
  from: number,
  direction: 1 | -1,
  count: number,
  isBroken: (index: number) => boolean,
): number {
  for (let step = 1; step < count; step++) {
    const index = (from + direction * step + count * step) % count;
    if (!isBroken(index)) return index;
  }
  return from;
}

/** Whether dots for so many slides fit into two rows of a box, each dot with its space being 24 pixels wide. */
export function dotsFit(count: number, width: number): boolean {
  return count <= 2 * Math.floor(width / 24);
}
