/** Numbers from 0 up to and without 1, the same for every run with the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The file cut off at `count` places: within the header byte by byte, then spread over the rest. */
export function truncations(whole: Buffer, count: number): Buffer[] {
  const early = Math.floor(count / 3);
  return Array.from({ length: count }, (_, i) => {
    const length = i < early ? 1 + i * 3 : Math.floor((whole.length * (i - early)) / (count - early));
    return whole.subarray(0, Math.min(length, whole.length - 1));
  });
}

/** Copies of the file with a few bits turned round; every second one is hurt in its header only. */
export function bitFlips(whole: Buffer, count: number, seed: number): Buffer[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, i) => {
    const broken = Buffer.from(whole);
    const range = i % 2 === 0 ? Math.min(200, broken.length) : broken.length;
    for (let flips = 1 + Math.floor(random() * 8); flips > 0; flips--) {
      const at = Math.floor(random() * range);
      broken[at] = (broken[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    return broken;
  });
}
