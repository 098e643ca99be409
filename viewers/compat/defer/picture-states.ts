/** Values of `_defer_state` on an element, which pages read. */
export const STATE = { unloaded: 0, loading: 1, loaded: 2, unloading: 3 } as const;

export type DeferredImage = HTMLImageElement & { _defer_state?: number };

/** What happens to a picture. */
export type Told = {
  requested(image: DeferredImage): void;
  loaded(image: DeferredImage): void;
  unloaded(image: DeferredImage): void;
};

/** Brings single pictures in and out and keeps their state. */
export type PictureStates = {
  load(image: DeferredImage): void;
  unload(image: DeferredImage): void;
  /** Whether it is loaded or on its way. */
  isHeld(image: DeferredImage): boolean;
  /** Whether it could not be loaded; it is left alone until failures are forgotten. */
  hasFailed(image: DeferredImage): boolean;
  forgetFailures(): void;
};

export function createPictureStates(told: Told): PictureStates {
  const placeholders = new WeakMap<DeferredImage, string | null>();
  const cancels = new WeakMap<DeferredImage, () => void>();
  let failed = new WeakSet<DeferredImage>();

  /** Shows an address and calls one of the functions once it is there or has failed, unless something else is shown first. */
  function show(image: DeferredImage, address: string, shown: () => void, missed: () => void): boolean {
    const stop = () => {
      image.removeEventListener('load', onLoad);
      image.removeEventListener('error', onError);
      cancels.delete(image);
    };
    const onLoad = () => {
      stop();
      shown();
    };
    const onError = () => {
      stop();
      missed();
    };
    cancels.set(image, stop);
    image.addEventListener('load', onLoad);
    image.addEventListener('error', onError);
    image.src = address;
    if (!image.complete || image.naturalWidth === 0) return false;
    onLoad();
    return true;
  }

  function load(image: DeferredImage): void {
    const address = image.getAttribute('data-defer-src');
    if (!address || isHeld(image)) return;
    cancels.get(image)?.();
    if (!placeholders.has(image)) placeholders.set(image, image.getAttribute('src'));
    failed.delete(image);
    image._defer_state = STATE.loading;
    const atOnce = show(
      image,
      address,
      () => {
        image._defer_state = STATE.loaded;
        told.loaded(image);
      },
      () => {
        image._defer_state = STATE.unloaded;
        failed.add(image);
      },
    );
    if (!atOnce) told.requested(image);
  }

  function unload(image: DeferredImage): void {
    if (!isHeld(image)) return;
    cancels.get(image)?.();
    image._defer_state = STATE.unloading;
    const done = () => {
      image._defer_state = STATE.unloaded;
      told.unloaded(image);
    };
    const placeholder = placeholders.get(image);
    if (placeholder) {
      show(image, placeholder, done, done);
    } else {
      image.removeAttribute('src');
      done();
    }
  }

  function isHeld({ _defer_state: state }: DeferredImage): boolean {
    return state === STATE.loading || state === STATE.loaded;
  }

  return {
    load,
    unload,
    isHeld,
    hasFailed: (image) => failed.has(image),
    forgetFailures: () => {
      failed = new WeakSet();
    },
  };
}
