/** A decoded picture that can be drawn. */
export type Decoded = { source: CanvasImageSource; width: number; height: number; release(): void };

/** Decoded pictures up to a number of pixels; the one that was drawn least recently goes first. */
export type TileStore = {
  /** The picture, which counts as drawn now. */
  get(key: string): Decoded | undefined;
  has(key: string): boolean;
  /** Keeps a picture and lets go of others when there are too many pixels. `pinned` ones stay always. */
  put(key: string, picture: Decoded, pinned?: boolean): void;
  /** Pixels that are held. */
  readonly pixels: number;
  clear(): void;
};

/** @param mostPixels what may be held beside pinned pictures; four bytes each */
export function createTileStore(mostPixels: number): TileStore {
  const pinned = new Map<string, Decoded>();
  const held = new Map<string, Decoded>();
  let pixels = 0;

  function drop(key: string, picture: Decoded): void {
    held.delete(key);
    pixels -= picture.width * picture.height;
    picture.release();
  }

  return {
    get(key) {
      const picture = held.get(key);
      if (!picture) return pinned.get(key);
      held.delete(key);
      held.set(key, picture);
      return picture;
    },
    has: (key) => held.has(key) || pinned.has(key),
    put(key, picture, isPinned = false) {
      const former = held.get(key);
      if (former) drop(key, former);
      pinned.get(key)?.release();
      pinned.delete(key);
      if (isPinned) {
        pinned.set(key, picture);
        return;
      }
      held.set(key, picture);
      pixels += picture.width * picture.height;
      for (const [oldest, each] of held) {
        if (pixels <= mostPixels || oldest === key) break;
        drop(oldest, each);
      }
    },
    get pixels() {
      return pixels;
    },
    clear() {
      for (const picture of [...held.values(), ...pinned.values()]) picture.release();
      held.clear();
      pinned.clear();
      pixels = 0;
    },
  };
}
