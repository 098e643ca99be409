/** A repeatable source of numbers in [0, 1): the same seed draws the same picture on every machine. */
export type Random = () => number;

/** Mulberry32: 32 bits of state, plenty for grain and the placing of things. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
