import { type ElementOrId, findElement } from '../common/elements.ts';
import { isPlain } from '../common/objects.ts';
import { pictureOf } from '../common/picture-of.ts';
import { type CanvasView, createCanvasView } from './canvas-view.ts';
import type { CanvasViewEvents } from './events.ts';
import { makeElement } from './make-element.ts';

/** Pages call the handler of an image themselves. */
type ZoomImage = HTMLElement & { _onclick?: (event?: Event) => false };
/** Where the viewer of an element stands. */
export type ViewerElement = HTMLElement & { _cv_viewer?: CanvasView | undefined };

const STAGE = '_cv_fs_zoom_click_el';

/** Replaces the viewer of a container by a new one. */
export function openView(
  container: ViewerElement,
  url: string,
  options?: unknown,
  events?: CanvasViewEvents | null,
): CanvasView {
  container._cv_viewer?.destroy();
  container._cv_viewer = createCanvasView(container, url, options, events);
  return container._cv_viewer;
}

/** Makes a click on an image, or on an element with an inline background picture, open it in full screen. */
export function initImage(which: ElementOrId, options?: unknown, events?: CanvasViewEvents | null): void {
  const image: ZoomImage | null = findElement(which);
  if (!image) return;
  if (image._onclick) image.removeEventListener('click', image._onclick);
  image._onclick = (event) => {
    event?.preventDefault();
    const url = pictureOf(image);
    if (url === '') return false;
    const title = image.title || image.getAttribute('alt') || null;
    const given = isPlain(options) ? options : {};
    const view = openView(stage(), url, { stripaligns: true, title, ...given }, events);
    view.toggleFullscreen();
    return false;
  };
  image.addEventListener('click', image._onclick);
  makeOperable(image);
}

/** One hidden box of a standard size for all images, so that all visitors ask for the same levels. */
function stage(): ViewerElement {
  const found = document.getElementById(STAGE);
  if (found) return found;
  const box = makeElement('div');
  box.id = STAGE;
  Object.assign(box.style, {
    position: 'absolute',
    left: '-1000px',
    top: '0',
    width: '500px',
    height: '500px',
    // Full screen shows it; here nothing in it takes the keyboard.
    visibility: 'hidden',
    boxSizing: 'content-box',
    padding: '0',
    border: '0',
  });
  document.body.append(box);
  return box;
}

/** For the keyboard, where the page has not seen to that itself. */
function makeOperable(image: ZoomImage): void {
  if (image.closest('a[href], button, [tabindex]') || image.dataset.cvKeys) return;
  image.dataset.cvKeys = 'true';
  image.tabIndex = 0;
  image.setAttribute('role', 'button');
  image.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    image.click();
  });
}
