import { createAnimator } from '../../core/animation.ts';
import { EASINGS } from '../../core/easing.ts';

/** Scrolls the content of an element, known to pages as `ElementScroller`. */
export class ElementScroller {
  readonly element: HTMLElement;
  readonly #animator = createAnimator();

  constructor(element: HTMLElement) {
    this.element = element;
  }

  /** Goes to a position in so many ms. */
  scrollTo(left: number, top: number, duration = 500, done?: () => void): void {
    const { scrollLeft, scrollTop } = this.element;
    const show = (progress: number) => {
      this.element.scrollLeft = scrollLeft + (left - scrollLeft) * progress;
      this.element.scrollTop = scrollTop + (top - scrollTop) * progress;
    };
    this.#animator.run(duration, EASINGS['in-out-sine'], show, done);
  }

  cancel(): void {
    this.#animator.cancel();
  }
}
