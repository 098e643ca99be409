import { type ElementOrId, findElement } from './common/elements.ts';
import { createSimpleViewer, type SimpleViewer, zoomByClick } from './simple/simple-viewer.ts';

type Holder = HTMLElement & { _viewer?: SimpleViewer };

function reset(target: ElementOrId): false {
  const holder: Holder | null = findElement(target);
  holder?._viewer?.reset();
  return false;
}

/** The box that gives an image its size; a `picture` element has none of its own. */
function boxOf(image: HTMLImageElement): HTMLElement | null {
  const parent = image.parentElement;
  return parent?.tagName === 'PICTURE' ? parent.parentElement : parent;
}

/** The functions that pages call; all give false, so that they can end an `onclick`. */
Object.assign(window, {
  ImgSimpleView: createSimpleViewer,
  simple_view_init(container: ElementOrId, imageUrl: string): false {
    const holder: Holder | null = findElement(container);
    if (holder === null) return false;
    holder._viewer?.destroy();
    holder._viewer = createSimpleViewer(holder, imageUrl);
    return false;
  },
  simple_view_reset: reset,
  simple_view_init_image(target: ElementOrId): false {
    const found = findElement(target);
    if (!(found instanceof HTMLImageElement)) return false;
    const image: HTMLImageElement & Holder = found;
    const box = boxOf(image);
    // Pages call this in `onload` too, which every step of the viewer itself sets off.
    if (!box || image._viewer?.owns(image.src)) return false;
    image._viewer?.destroy();
    image._viewer = zoomByClick(image, box, () => image.currentSrc || image.src);
    return false;
  },
  simple_view_reset_image: reset,
});
