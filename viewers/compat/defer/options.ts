export type DeferCallback = ((image: HTMLImageElement) => void) | null;

/** Options of pages, as they stand in `ImageDefer.options`; each may be left out. */
export type DeferOptions = {
  /** Loaded pictures beyond this number go back to their placeholder when they are out of sight. */
  maxLoaded: number;
  onImageRequested: DeferCallback;
  onImageLoaded: DeferCallback;
  onImageUnloaded: DeferCallback;
  /** Milliseconds without an event after which scrolling has stopped; at least 100. */
  scrollingStopMillis: number;
  /** Pixels per millisecond; faster scrolling loads nothing. */
  scrollingSkipRate: number;
};

const DEFAULTS: DeferOptions = {
  maxLoaded: 100,
  onImageRequested: null,
  onImageLoaded: null,
  onImageUnloaded: null,
  scrollingStopMillis: 500,
  scrollingSkipRate: 0.8,
};

/** The page's own object with what it leaves out filled in, so that the page can go on changing its members. */
export function completeOptions(given: unknown): DeferOptions {
  const options = (typeof given === 'object' && given !== null ? given : {}) as Partial<DeferOptions>;
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (!(name in options)) Object.assign(options, { [name]: value });
  }
  return options as DeferOptions;
}

/** What the options come to: numbers that cannot be used fall back to the defaults. */
export function effectiveLimits(options: DeferOptions): {
  most: number;
  stopAfter: number;
  skipAbove: number;
} {
  return {
    most: positive(options.maxLoaded, DEFAULTS.maxLoaded),
    stopAfter: Math.max(100, positive(options.scrollingStopMillis, DEFAULTS.scrollingStopMillis)),
    skipAbove: positive(options.scrollingSkipRate, DEFAULTS.scrollingSkipRate),
  };
}

function positive(value: unknown, otherwise: number): number {
  const number = Number(value);
  return number > 0 ? number : otherwise;
}
