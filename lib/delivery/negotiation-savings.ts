/** How large the same pictures are in two formats. */
type Pair = { chosen: number; fallback: number };

/** One in so many pictures that are made for `format=auto` is made in the fallback format too. */
const SAMPLE_EVERY = 20;
/** Sums are halved when they reach this many bytes, so that they speak of the pictures of late. */
const MEMORY_BYTES = 50_000_000;

export type NegotiationSavings = {
  /**
   * Bytes that a picture saves against the format that other browsers get, by what samples have shown; less than 0
   * when it is larger. Undefined while there is no sample.
   */
  saved(chosen: string, fallback: string, bytes: number): number | undefined;
  /**
   * To be told of each picture that was made in a chosen format; measures the first and then one in twenty of them.
   * @param measure makes the picture in the fallback format and says how many bytes it has; undefined = not now
   */
  sample(
    chosen: string,
    fallback: string,
    bytes: number,
    measure: () => Promise<number | undefined>,
  ): Promise<void>;
};

/**
 * Estimates what it saves to let browsers choose the format. The picture that was not sent is not made just to be
 * counted, so a few are, and speak for the others.
 */
export function createNegotiationSavings(): NegotiationSavings {
  const pairs = new Map<string, Pair>();
  let until = 0;

  return {
    saved(chosen, fallback, bytes) {
      if (chosen === fallback) return 0;
      const pair = pairs.get(`${chosen} ${fallback}`);
      return pair && Math.round(bytes * (pair.fallback / pair.chosen - 1));
    },
    async sample(chosen, fallback, bytes, measure) {
      if (chosen === fallback || bytes === 0) return;
      const key = `${chosen} ${fallback}`;
      if (pairs.has(key) && until > 0) {
        until -= 1;
        return;
      }
      until = SAMPLE_EVERY - 1;
      const other = await measure();
      if (other === undefined) return;
      const pair = pairs.get(key) ?? { chosen: 0, fallback: 0 };
      pair.chosen += bytes;
      pair.fallback += other;
      if (pair.chosen > MEMORY_BYTES) {
        pair.chosen /= 2;
        pair.fallback /= 2;
      }
      pairs.set(key, pair);
    },
  };
}
