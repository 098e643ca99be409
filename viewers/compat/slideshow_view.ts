import { type ElementOrId, findElement } from './common/elements.ts';
import type { SlideshowOptions } from './slideshow/options.ts';
import { createSlideshow, type Slideshow } from './slideshow/slideshow.ts';

type Holder = HTMLElement & { _show?: Slideshow };

/** The show of an element or of the one with that id. */
function showOf(container: ElementOrId): Slideshow | undefined {
  const holder: Holder | null = findElement(container);
  return holder?._show;
}

/** Calls one of the show's functions; false, so that it can end an `onclick`, or undefined when there is no show. */
function tell(container: ElementOrId, order: (show: Slideshow) => void): false | undefined {
  const show = showOf(container);
  if (show === undefined) return undefined;
  order(show);
  return false;
}

/** The functions that pages call. */
Object.assign(window, {
  ImgSlideshow: createSlideshow,
  slideshow_view_init(container: ElementOrId, options?: Partial<SlideshowOptions>): false {
    const element = findElement(container);
    if (element === null) return false;
    showOf(element)?.destroy();
    Object.assign(element, { _show: createSlideshow(element, options) });
    return false;
  },
  slideshow_view_start: (container: ElementOrId) => tell(container, (show) => show.start()),
  slideshow_view_stop: (container: ElementOrId) => tell(container, (show) => show.stop()),
  slideshow_view_prev: (container: ElementOrId) => tell(container, (show) => show.prev()),
  slideshow_view_next: (container: ElementOrId) => tell(container, (show) => show.next()),
  slideshow_view_index: (container: ElementOrId, index: number) =>
    tell(container, (show) => show.index(index)),
});
