/** Height of a band of the page, in pixels. A picture is loaded when its band is reached, so a little before it is seen. */
const BAND = 200;

/** Things by their vertical position in the page. */
export type Bands<T> = {
  /** Puts a thing at `top` pixels from the beginning of the page, or moves it there. */
  place(thing: T, top: number): void;
  remove(thing: T): void;
  clear(): void;
  /** Whether a thing's band meets the part of the page from `top` to `bottom`. */
  meets(thing: T, top: number, bottom: number): boolean;
  /** What stands in the bands that the part of the page from `top` to `bottom` touches, from top to bottom. */
  between(top: number, bottom: number): T[];
  /** All things from top to bottom. */
  inOrder(): T[];
};

export function createBands<T>(): Bands<T> {
  const tops = new Map<T, number>();
  const bands = new Map<number, Set<T>>();

  const bandOf = (top: number) => Math.floor(Math.max(0, top) / BAND);
  const sorted = (things: Iterable<T>) =>
    [...things].sort((one, other) => (tops.get(one) ?? 0) - (tops.get(other) ?? 0));

  function remove(thing: T): void {
    const top = tops.get(thing);
    if (top === undefined) return;
    tops.delete(thing);
    const band = bands.get(bandOf(top));
    band?.delete(thing);
    if (band?.size === 0) bands.delete(bandOf(top));
  }

  return {
    place(thing, top) {
      remove(thing);
      tops.set(thing, top);
      const number = bandOf(top);
      const band = bands.get(number);
      if (band === undefined) bands.set(number, new Set([thing]));
      else band.add(thing);
    },
    remove,
    clear() {
      tops.clear();
      bands.clear();
    },
    meets(thing, top, bottom) {
      const own = tops.get(thing);
      return own !== undefined && bandOf(own) >= bandOf(top) && bandOf(own) <= bandOf(bottom);
    },
    between(top, bottom) {
      const found: T[] = [];
      for (let number = bandOf(top); number <= bandOf(bottom); number++) {
        found.push(...sorted(bands.get(number) ?? []));
      }
      return found;
    },
    inOrder: () => sorted(tops.keys()),
  };
}
