import { createAnimator } from '../../core/animation.ts';
import { EASINGS } from '../../core/easing.ts';

/** Fades an element, known to pages as `ElementFader`. */
export class ElementFader {
  readonly element: HTMLElement;
  readonly #animator = createAnimator();

  constructor(element: HTMLElement) {
    this.element = element;
  }

  get isFading(): boolean {
    return this.#animator.isRunning;
  }

  /** Goes from the present opacity to another in so many ms. */
  fadeTo(opacity: number, duration: number, done?: () => void): void {
    const from = Number.parseFloat(getComputedStyle(this.element).opacity) || 0;
    const show = (progress: number) => {
      this.element.style.opacity = String(from + (opacity - from) * progress);
    };
    this.#animator.run(duration, EASINGS.linear, show, done);
  }

  cancel(): void {
    this.#animator.cancel();
  }
}
