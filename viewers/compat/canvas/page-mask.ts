import { ElementFader } from './element-fader.ts';
import { makeElement } from './make-element.ts';

/** Covers the page below what is in full screen, known to pages as `PageMask`. */
export class PageMask {
  readonly element: HTMLElement;
  readonly #fader: ElementFader;

  constructor(className: string, zIndex: number, onClick?: () => void) {
    this.element = makeElement('div', className);
    Object.assign(this.element.style, {
      position: 'fixed',
      top: '0',
      left: '0',
      right: '0',
      bottom: '0',
      zIndex: String(zIndex),
    });
    if (onClick) this.element.addEventListener('click', onClick);
    this.#fader = new ElementFader(this.element);
  }

  /** Puts itself before everything else in the page. */
  show(duration: number): void {
    const opacity = 0.8;
    this.element.style.opacity = '0';
    document.body.prepend(this.element);
    this.#fader.fadeTo(opacity, duration);
  }

  hide(duration: number, done?: () => void): void {
    this.#fader.fadeTo(0, duration, () => {
      this.remove();
      done?.();
    });
  }

  remove(): void {
    this.#fader.cancel();
    this.element.remove();
  }
}
