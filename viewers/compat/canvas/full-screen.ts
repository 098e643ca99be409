import { ElementFader } from './element-fader.ts';
import { makeElement } from './make-element.ts';
import { PageMask } from './page-mask.ts';

export type FullScreen = {
  readonly isOn: boolean;
  /** Enters or leaves; nothing while it fades. */
  toggle(): void;
  leave(): void;
  /** Puts everything back at once. */
  destroy(): void;
};

export type FullScreenOptions = {
  container: HTMLElement;
  /** Whether it stays where it is when the page is scrolled. */
  isFixed: boolean;
  /** Takes the keyboard. */
  focus(): void;
  /** The container has its new size. */
  onEnter(): void;
  /** The window has another size. */
  onResize(): void;
  /** It begins to fade away. */
  onLeave(): void;
  /** The container is back in its place. */
  onLeft(): void;
};

const FADE = 300;
const MASK_LAYER = 1100;
const VIEWER_LAYER = 1101;
/** The window's shorter side over the margin. */
const MARGIN_SHARE = 40;
const SMALLEST = 100;

/** What is kept while the viewer is away from its place. */
type Away = {
  placeholder: HTMLElement;
  mask: PageMask;
  close: HTMLElement;
  style: string;
  focused: Element | null;
  listening: AbortController;
};

/** Lays an element over the page, by moving it and not by the Fullscreen API, as pages and their style sheets expect. */
export function createFullScreen(options: FullScreenOptions): FullScreen {
  const { container, isFixed } = options;
  const fader = new ElementFader(container);
  let away: Away | undefined;

  function enter(): void {
    const placeholder = holdPlace(container);
    const listening = new AbortController();
    const close = makeElement('button', 'close_button');
    close.type = 'button';
    close.title = 'Close';
    close.setAttribute('aria-label', 'Close full screen');
    close.addEventListener('click', leave);
    const mask = new PageMask('fullscreen_mask', MASK_LAYER, leave);
    away = {
      placeholder,
      mask,
      close,
      listening,
      style: container.style.cssText,
      focused: document.activeElement,
    };
    container.before(placeholder);
    mask.show(FADE);
    document.body.prepend(container);
    container.append(close);
    container.classList.add('fullscreen');
    container.style.opacity = '0';
    layOut();
    fader.fadeTo(1, FADE);
    const listen = { signal: listening.signal };
    document.addEventListener('keydown', (event) => event.key === 'Escape' && leave(), listen);
    window.addEventListener('resize', follow, listen);
    options.focus();
    // What lies below the mask cannot be seen and is not reached by the keyboard either.
    document.addEventListener('focusin', keepFocus, listen);
    options.onEnter();
  }

  function keepFocus({ target }: FocusEvent): void {
    if (target instanceof Node && !container.contains(target)) options.focus();
  }

  function follow(): void {
    layOut();
    options.onResize();
  }

  function layOut(): void {
    const { clientWidth: width } = document.documentElement;
    const height = window.innerHeight;
    const margin = Math.floor(Math.min(width, height) / MARGIN_SHARE);
    Object.assign(container.style, {
      position: isFixed ? 'fixed' : 'absolute',
      boxSizing: 'border-box',
      zIndex: String(VIEWER_LAYER),
      margin: '0',
      top: `${margin + (isFixed ? 0 : window.scrollY)}px`,
      left: `${margin + (isFixed ? 0 : window.scrollX)}px`,
      right: 'auto',
      bottom: 'auto',
      width: `${Math.max(SMALLEST, width - 2 * margin)}px`,
      height: `${Math.max(SMALLEST, height - 2 * margin)}px`,
      maxWidth: 'none',
      maxHeight: 'none',
      transform: 'none',
      visibility: 'visible',
    });
  }

  function leave(): void {
    if (!away || fader.isFading) return;
    options.onLeave();
    away.mask.hide(FADE);
    fader.fadeTo(0, FADE, () => {
      comeBack();
      options.onLeft();
    });
  }

  function comeBack(): void {
    if (!away) return;
    const { placeholder, mask, close, style, focused, listening } = away;
    away = undefined;
    fader.cancel();
    listening.abort();
    mask.remove();
    close.remove();
    container.classList.remove('fullscreen');
    container.style.cssText = style;
    placeholder.replaceWith(container);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  return {
    get isOn() {
      return away !== undefined;
    },
    toggle() {
      if (fader.isFading) return;
      if (away) leave();
      else enter();
    },
    leave,
    destroy: comeBack,
  };
}

/** An empty element that takes the room of another. */
function holdPlace(element: HTMLElement): HTMLElement {
  const clone = element.cloneNode(false) as HTMLElement;
  const { width, height } = element.getBoundingClientRect();
  clone.removeAttribute('id');
  clone.setAttribute('aria-hidden', 'true');
  Object.assign(clone.style, { boxSizing: 'border-box', width: `${width}px`, height: `${height}px` });
  return clone;
}
