import type { ParameterValues, PictureEntry } from '../../core/picture-list.ts';

/** A curve as pages write it: time, start, change, duration. */
export type EaseFunction = (time: number, start: number, change: number, duration: number) => number;

export type SlideshowOptions = {
  /** `slide` moves both, `stack` puts the new one over the old one, `fade` blends. */
  mode: string;
  server: string;
  folder: string;
  images: readonly PictureEntry[];
  params: ParameterValues;
  controls: boolean;
  dots: boolean;
  dotColor: string;
  dotSelectedColor: string;
  /** Seconds that a slide stays. */
  delay: number;
  /** Milliseconds of the change from one to the next. */
  duration: number;
  pauseOnHover: boolean;
  /** Behind the slides in mode `stack`, so that the one below does not show through. */
  bgColor: string;
  easeFn: EaseFunction;
};

function inOutQuadratic(time: number, start: number, change: number, duration: number): number {
  const half = (2 * time) / duration;
  return half < 1
    ? start + (change / 2) * half * half
    : start + change - (change / 2) * (2 - half) * (2 - half);
}

const DEFAULTS: SlideshowOptions = {
  mode: 'slide',
  server: '',
  folder: '',
  images: [],
  params: {},
  controls: true,
  dots: true,
  dotColor: '#666666',
  dotSelectedColor: '#dddddd',
  delay: 5,
  duration: 1000,
  pauseOnHover: true,
  bgColor: 'white',
  easeFn: inOutQuadratic,
};

/** The options of a page with what it leaves out filled in. */
export function slideshowOptions(given: Partial<SlideshowOptions> | null | undefined): SlideshowOptions {
  const said = Object.entries(given ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return { ...DEFAULTS, ...Object.fromEntries(said) };
}
