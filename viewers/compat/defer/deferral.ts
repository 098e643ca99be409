import { createBands } from './bands.ts';
import { completeOptions, type DeferCallback, type DeferOptions, effectiveLimits } from './options.ts';
import { createPictureStates, type DeferredImage, STATE } from './picture-states.ts';
import { createScrollPace } from './scroll-pace.ts';

/** Milliseconds of quiet after a change of the layout before positions are measured again. */
const SETTLE = 500;

/** The object that pages know as `ImageDefer`. */
export type Deferral = {
  version: string;
  options: DeferOptions;
  /** Begins to watch the page. Happens by itself; further calls measure anew. */
  init(): void;
  /** Looks for the pictures of the page and their positions again. */
  reset(): void;
  addImage(image: HTMLImageElement): void;
  /** Lets go of a picture; with `loadNow` it is loaded for good. */
  removeImage(image: HTMLImageElement, loadNow?: boolean): void;
  loadImage(image: HTMLImageElement): void;
  unloadImage(image: HTMLImageElement): void;
  /** Loads what can be seen now. */
  lazyLoadImages(): void;
  /** Puts pictures out of sight back to their placeholder until no more than `maxLoaded` are loaded. */
  trimImages(): void;
  /** Number of pictures that are loaded or on their way. */
  imagesLoaded(): number;
  supportedBrowser(): boolean;
};

/**
 * Makes `holder` the object of lazy images; what the page has put into its `options` before stays. Positions count from
 * the top of the page, and only scrolling of the window.
 */
export function makeDeferral(holder: { options?: unknown }): Deferral {
  const bands = createBands<DeferredImage>();
  const states = createPictureStates({
    requested: (image) => tell(self.options.onImageRequested, image),
    loaded: (image) => tell(self.options.onImageLoaded, image),
    unloaded: (image) => tell(self.options.onImageUnloaded, image),
  });
  let watching = false;
  let down = true;

  const self: Deferral = Object.assign(holder, {
    version: '0.3',
    options: completeOptions(holder.options),
    init,
    reset,
    addImage,
    removeImage,
    loadImage: states.load,
    unloadImage: states.unload,
    lazyLoadImages,
    trimImages,
    imagesLoaded: () => bands.inOrder().filter(states.isHeld).length,
    supportedBrowser: () => typeof document.querySelectorAll === 'function' && 'pageYOffset' in window,
  });
  return self;

  function tell(callback: DeferCallback | undefined, image: HTMLImageElement): void {
    if (typeof callback !== 'function') return;
    try {
      callback.call(self, image);
    } catch (error) {
      // A mistake of the page shows in its console and keeps no picture from loading.
      setTimeout(() => {
        throw error;
      });
    }
  }

  function init(): void {
    if (!self.supportedBrowser()) {
      console.warn('ImageDefer: this browser cannot load images lazily.');
      return;
    }
    if (!watching) {
      watching = true;
      watchScrolling();
      watchLayout();
    }
    reset();
  }

  function reset(): void {
    bands.clear();
    states.forgetFailures();
    for (const image of document.querySelectorAll<HTMLImageElement>('img[data-defer-src]')) place(image);
    lazyLoadImages();
    trimImages();
  }

  function addImage(image: HTMLImageElement): void {
    place(image);
    lazyLoadImages();
  }

  function removeImage(image: HTMLImageElement, loadNow?: boolean): void {
    bands.remove(image);
    if (loadNow) states.load(image);
  }

  function place(image: DeferredImage): void {
    image._defer_state ??= STATE.unloaded;
    const { top, width, height } = image.getBoundingClientRect();
    // One that is not laid out has no place; it counts as being at the top.
    const shown = width > 0 || height > 0 || image.getClientRects().length > 0;
    bands.place(image, shown ? top + window.pageYOffset : 0);
  }

  function seen(): [top: number, bottom: number] {
    const top = window.pageYOffset;
    return [top, top + document.documentElement.clientHeight];
  }

  function lazyLoadImages(): void {
    for (const image of bands.between(...seen())) {
      if (!states.hasFailed(image)) states.load(image);
    }
  }

  function trimImages(): void {
    const held = bands.inOrder().filter(states.isHeld);
    let excess = held.length - effectiveLimits(self.options).most;
    // What was passed goes first.
    for (const image of down ? held : [...held].reverse()) {
      if (excess <= 0) return;
      if (bands.meets(image, ...seen())) continue;
      states.unload(image);
      excess--;
    }
  }

  function watchScrolling(): void {
    const measure = createScrollPace(window.pageYOffset, performance.now());
    let stopped: ReturnType<typeof setTimeout> | undefined;
    const load = () => {
      lazyLoadImages();
      trimImages();
    };
    window.addEventListener(
      'scroll',
      () => {
        const { stopAfter, skipAbove } = effectiveLimits(self.options);
        const scroll = measure(window.pageYOffset, performance.now());
        down = scroll.down;
        clearTimeout(stopped);
        stopped = setTimeout(load, stopAfter);
        if (scroll.speed <= skipAbove) load();
      },
      { passive: true },
    );
  }

  /** Windows that are resized or turned move everything, and so do pictures whose size was not known before. */
  function watchLayout(): void {
    let settled: ReturnType<typeof setTimeout> | undefined;
    const measureSoon = () => {
      clearTimeout(settled);
      settled = setTimeout(reset, SETTLE);
    };
    window.addEventListener('resize', measureSoon);
    window.addEventListener('orientationchange', measureSoon);
    if (typeof ResizeObserver === 'undefined') return;
    let first = true;
    new ResizeObserver(() => {
      if (!first) measureSoon();
      first = false;
    }).observe(document.documentElement);
  }
}
