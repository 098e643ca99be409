import { pressable } from '../../core/pressable.ts';
import { ElementFader } from '../canvas/element-fader.ts';
import { PageMask } from '../canvas/page-mask.ts';
import { createGallery } from './gallery.ts';
import { fullScreenBox } from './measures.ts';
import type { GalleryEvents, GalleryOptions } from './options.ts';

const MASK_LAYER = 1000;
const LAYER = '1001';
/** Milliseconds of appearing and of going away. */
const FADE = 300;

const KEYS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

let isOpen = false;

/** Opens a gallery over the page. Closed by Esc, its button or a click beside it. Nothing while one is open. */
export function openFullScreenGallery(options: Partial<GalleryOptions>, events?: GalleryEvents | null): void {
  if (isOpen) return;
  isOpen = true;
  const leave = new AbortController();
  const { signal } = leave;
  const focusBefore = document.activeElement;
  let closing = false;

  const mask = new PageMask('fullscreen_mask', MASK_LAYER, close);
  const frame = document.createElement('div');
  frame.className = 'fullscreen';
  Object.assign(frame.style, { position: 'fixed', zIndex: LAYER });
  frame.setAttribute('role', 'dialog');
  frame.setAttribute('aria-modal', 'true');
  frame.setAttribute('aria-label', 'Gallery');
  const box = document.createElement('div');
  const button = pressable(document.createElement('div'), 'Close', close);
  button.className = 'close_button';
  button.title = 'Close';
  frame.append(box, button);
  document.body.prepend(frame);
  place();
  const gallery = createGallery(box, options, events, true);

  document.addEventListener('keydown', press, { signal });
  document.addEventListener('focusin', keepFocus, { signal });
  window.addEventListener('resize', follow, { signal });
  button.focus({ preventScroll: true });
  tell(true);
  const fader = new ElementFader(frame);
  frame.style.opacity = '0';
  fader.fadeTo(1, FADE);
  mask.show(FADE);

  function press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || closing) return;
    const direction = KEYS[event.key];
    if (event.key === 'Escape') close();
    else if (direction === undefined) return;
    else gallery.move(direction);
    event.preventDefault();
  }

  function keepFocus({ target }: FocusEvent): void {
    if (target instanceof Node && !frame.contains(target)) button.focus({ preventScroll: true });
  }

  function place(): void {
    const { left, top, width, height } = fullScreenBox(
      document.documentElement.clientWidth,
      window.innerHeight,
    );
    Object.assign(frame.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }

  function follow(): void {
    place();
    gallery.resize();
  }

  function close(): void {
    if (closing) return;
    closing = true;
    mask.hide(FADE);
    fader.fadeTo(0, FADE, () => {
      leave.abort();
      gallery.destroy();
      frame.remove();
      isOpen = false;
      if (focusBefore instanceof HTMLElement) focusBefore.focus({ preventScroll: true });
      tell(false);
    });
  }

  function tell(entered: boolean): void {
    const { onfullscreen } = events ?? {};
    if (typeof onfullscreen === 'function') setTimeout(() => onfullscreen.call(gallery, '', entered));
  }
}
