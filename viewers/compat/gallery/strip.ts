import { createAnimator } from '../../core/animation.ts';
import { easingOf } from '../../core/easing.ts';
import { nameOf } from '../../core/picture-list.ts';
import { pressable } from '../../core/pressable.ts';
import type { GalleryPicture } from './collection.ts';
import { scrollTo } from './measures.ts';

/** Milliseconds of a scroll of the strip. */
const SCROLL_TIME = 500;
/** Part of what is seen that a button scrolls by, so that something known stays. */
const PAGE = 0.8;

export type Strip = {
  element: HTMLElement;
  thumbnails: HTMLImageElement[];
  /** Marks a thumbnail and brings it and its neighbours into sight. */
  select(index: number): void;
  /** Looks anew at how much of the strip is seen. */
  measure(): void;
  destroy(): void;
};

/**
 * A row of thumbnails, still without their pictures.
 * @param choose called when one is chosen by pointer or key
 */
export function makeStrip(
  pictures: readonly GalleryPicture[],
  size: { width: number; height: number },
  choose: (index: number) => void,
): Strip {
  const animator = createAnimator();
  const element = block('thumbnails');
  const viewport = block('scroller_viewport');
  const scroller = block('scroller');
  const back = pressable(block('scroll_button left', '<'), 'Scroll back', () => scrollBy(-1));
  const forth = pressable(block('scroll_button right', '>'), 'Scroll on', () => scrollBy(1));
  const thumbnails = pictures.map((picture, index) => makeThumbnail(picture, index));
  let selected = 0;

  scroller.setAttribute('role', 'listbox');
  scroller.setAttribute('aria-label', 'Pictures');
  scroller.setAttribute('aria-orientation', 'horizontal');
  scroller.append(...thumbnails);
  scroller.addEventListener('keydown', press);
  viewport.addEventListener('scroll', showEnds, { passive: true });
  viewport.append(scroller);
  element.append(back, viewport, forth);

  return {
    element,
    thumbnails,
    select(index) {
      const hadFocus = document.activeElement === thumbnails[selected];
      mark(selected, false);
      selected = index;
      mark(selected, true);
      if (hadFocus) thumbnails[selected]?.focus({ preventScroll: true });
      scrollToSelected();
    },
    measure() {
      showEnds();
      scrollToSelected();
    },
    destroy: () => animator.cancel(),
  };

  function makeThumbnail({ entry }: GalleryPicture, index: number): HTMLImageElement {
    const image = document.createElement('img');
    image.alt = nameOf(entry);
    if (entry.title) image.title = entry.title;
    image.draggable = false;
    image.tabIndex = -1;
    image.setAttribute('role', 'option');
    image.setAttribute('aria-selected', 'false');
    image.style.width = `${size.width}px`;
    image.style.height = `${size.height}px`;
    image.addEventListener('click', () => choose(index));
    return image;
  }

  function mark(index: number, on: boolean): void {
    const thumbnail = thumbnails[index];
    if (thumbnail === undefined) return;
    thumbnail.classList.toggle('selected', on);
    thumbnail.setAttribute('aria-selected', String(on));
    thumbnail.tabIndex = on ? 0 : -1;
  }

  function press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = thumbnails.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: selected - 1,
      ArrowRight: selected + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    // In full screen the window hears these keys too.
    event.stopPropagation();
    choose(Math.min(Math.max(target, 0), last));
  }

  function scrollToSelected(): void {
    const before = thumbnails[selected - 1] ?? thumbnails[selected];
    const after = thumbnails[selected + 1] ?? thumbnails[selected];
    if (before === undefined || after === undefined) return;
    const space = thumbnails[0]?.offsetLeft ?? 0;
    const stretch = {
      from: before.offsetLeft - space,
      to: after.offsetLeft + after.offsetWidth + space,
    };
    scrollSmoothly(scrollTo(viewport.scrollLeft, viewport.clientWidth, stretch));
  }

  function scrollBy(direction: 1 | -1): void {
    scrollSmoothly(viewport.scrollLeft + direction * viewport.clientWidth * PAGE);
  }

  function scrollSmoothly(target: number): void {
    const start = viewport.scrollLeft;
    const end = Math.min(Math.max(Math.round(target), 0), viewport.scrollWidth - viewport.clientWidth);
    if (end === start) return;
    animator.run(SCROLL_TIME, easingOf('in-out-sine'), (progress) => {
      viewport.scrollLeft = start + (end - start) * progress;
    });
  }

  function showEnds(): void {
    const rest = viewport.scrollWidth - viewport.clientWidth - viewport.scrollLeft;
    able(back, viewport.scrollLeft > 1);
    able(forth, rest > 1);
  }
}

function able(button: HTMLElement, on: boolean): void {
  button.classList.toggle('disabled', !on);
  button.setAttribute('aria-disabled', String(!on));
}

function block(className: string, text = ''): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = text;
  return element;
}
