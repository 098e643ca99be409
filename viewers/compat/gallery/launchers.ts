import { parseImageUrl, serverOf } from '../../core/image-url.ts';
import type { PictureEntry } from '../../core/picture-list.ts';
import { pictureOf } from '../common/picture-of.ts';
import { openFullScreenGallery } from './full-screen.ts';
import type { GalleryEvents, GalleryOptions } from './options.ts';

/** What ends the listening of earlier calls. */
const listening = new WeakMap<HTMLElement, AbortController>();

/** What an element says of its picture; undefined when its address names none. */
export function entryOf(element: HTMLElement): PictureEntry | undefined {
  const { base, parameters, src } = parseImageUrl(pictureOf(element));
  if (src === '') return undefined;
  const values = new Map<string, string | string[]>();
  for (const [name, value] of parameters) {
    const former = values.get(name);
    values.set(name, former === undefined ? value : [former, value].flat());
  }
  const title = element.title || element.getAttribute('alt') || undefined;
  return {
    ...Object.fromEntries(values),
    src,
    server: serverOf(base, document.baseURI),
    ...(title === undefined ? {} : { title }),
  };
}

/** Lets an element open a gallery, which begins with its own picture unless the options say another. */
export function launchGallery(
  element: HTMLElement,
  options: Partial<GalleryOptions>,
  events?: GalleryEvents | null,
): void {
  listening.get(element)?.abort();
  const leave = new AbortController();
  const { signal } = leave;
  listening.set(element, leave);
  const open = (event: Event) => {
    event.preventDefault();
    const startImage = options.startImage || parseImageUrl(pictureOf(element)).src;
    openFullScreenGallery({ ...options, startImage }, events);
  };
  element.addEventListener('click', open, { signal });
  element.style.cursor = 'pointer';
  const around = element.closest<HTMLElement>('a[href], button');
  if (around !== null && around !== element) {
    // The keyboard reaches what is around it; the click that makes comes from there.
    around.addEventListener('click', (event) => event.target === around && open(event), { signal });
    return;
  }
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.target === element && (event.key === 'Enter' || event.key === ' ')) open(event);
    },
    { signal },
  );
  if (!element.hasAttribute('tabindex')) element.tabIndex = 0;
  if (!element.hasAttribute('role')) element.setAttribute('role', 'button');
}
