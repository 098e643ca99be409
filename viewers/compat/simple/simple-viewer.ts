import { innerSize } from '../common/elements.ts';
import { type Crop, cropAbout, LEVELS } from './crop.ts';
import { type CropSource, cropSource } from './crop-url.ts';

/** What stands in `_viewer` of the element. */
export type SimpleViewer = {
  /** Back to the starting crop; nothing when that is what is seen. */
  reset(): void;
  destroy(): void;
  /** Whether the image shows what this viewer has put into it. */
  owns(url: string): boolean;
};

type ClickZoom = SimpleViewer & {
  /** Shows the starting crop without waiting for a click. */
  begin(): void;
};

/** A box with a picture in it that comes closer at each click. */
export function createSimpleViewer(container: HTMLElement, imageUrl: string): SimpleViewer {
  const image = document.createElement('img');
  image.alt = container.getAttribute('aria-label') || container.title || 'Picture to zoom into';
  container.replaceChildren(image);
  container.style.overflow = 'hidden';
  const viewer = zoomByClick(image, container, () => imageUrl);
  viewer.begin();
  return {
    ...viewer,
    destroy() {
      viewer.destroy();
      image.remove();
    },
  };
}

/**
 * Lets an image of the page come closer at each click, in the box around it. Nothing is asked of the server before.
 * @param imageUrl address of the page's picture; asked for when it is needed first
 */
export function zoomByClick(image: HTMLImageElement, box: HTMLElement, imageUrl: () => string): ClickZoom {
  const leave = new AbortController();
  const { signal } = leave;
  let source: CropSource | undefined;
  let level = 1;
  let shown: Crop | undefined;
  let loading: { url: string; level: number; crop: Crop; before: string } | undefined;
  let ownUrl: string | undefined;

  image.addEventListener('click', click, { signal });
  image.addEventListener('keydown', press, { signal });
  for (const name of ['contextmenu', 'dragstart', 'selectstart']) {
    image.addEventListener(name, (event) => event.preventDefault(), { signal });
  }
  image.addEventListener('load', came, { signal });
  image.addEventListener('error', failed, { signal });
  // The page's own menu and its selection would come in the way of quick clicks.
  image.style.userSelect = 'none';
  if (!image.hasAttribute('tabindex')) image.tabIndex = 0;
  if (!image.hasAttribute('role')) image.setAttribute('role', 'button');
  showPointer();

  return {
    begin,
    reset() {
      if (level > 1 || loading !== undefined) begin();
    },
    destroy: () => leave.abort(),
    owns: (url) => url === ownUrl,
  };

  function begin(): void {
    source ??= cropSource(imageUrl());
    show(source.start, 1);
  }

  function click(event: MouseEvent): void {
    event.preventDefault();
    const { left, top, width, height } = image.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const x = (event.clientX - left) / width;
    const y = (event.clientY - top) / height;
    if (event.altKey) go(x, y, level);
    else go(x, y, event.shiftKey ? level - 1 : level + 1);
  }

  function press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === '+' || event.key === '=') go(0.5, 0.5, level + 1);
    else if (event.key === '-') go(0.5, 0.5, level - 1);
    else if (event.key === '0') go(0.5, 0.5, 1);
    else return;
    event.preventDefault();
  }

  /** Goes to a level about a point of what is seen. Nothing happens while the last step is on its way. */
  function go(x: number, y: number, wanted: number): void {
    if (loading !== undefined || !isZoomable()) return;
    if (wanted < 1 || wanted > LEVELS || (wanted === 1 && level === 1)) return;
    source ??= cropSource(imageUrl());
    show(cropAbout(source.start, shown ?? source.start, x, y, wanted), wanted);
  }

  function show(crop: Crop, next: number): void {
    if (source === undefined) return;
    const url = source.urlOf(crop, next, innerSize(box));
    loading = { url, level: next, crop, before: image.src };
    // Other candidates of the page would win over the new address.
    image.removeAttribute('srcset');
    if (image.parentElement?.tagName === 'PICTURE') image.parentElement.replaceChildren(image);
    image.removeAttribute('loading');
    image.src = url;
    ownUrl = image.src;
    image.setAttribute('aria-busy', 'true');
    showPointer();
  }

  function came(): void {
    if (loading !== undefined && image.src === ownUrl) {
      level = loading.level;
      shown = loading.crop;
      settle();
    }
    showPointer();
  }

  /** Stays at what was seen before. */
  function failed(): void {
    if (loading === undefined || image.src !== ownUrl) return;
    const { before } = loading;
    settle();
    if (before === '' || before === image.src) return;
    image.src = before;
    ownUrl = before;
  }

  function settle(): void {
    loading = undefined;
    image.removeAttribute('aria-busy');
  }

  /** The server draws pictures no larger than they are: one that leaves room on both sides holds nothing more to see. */
  function isZoomable(): boolean {
    if (!image.complete || image.naturalWidth === 0) return false;
    const { width, height } = innerSize(box);
    return level > 1 || image.naturalWidth >= width - 2 || image.naturalHeight >= height - 2;
  }

  function showPointer(): void {
    const rest = isZoomable() ? (level < LEVELS ? 'zoom-in' : 'crosshair') : '';
    image.style.cursor = loading === undefined ? rest : 'progress';
  }
}
