import { detailsUrl, downloadUrl, formatQuery, parseImageUrl, serverOf, tileUrl } from '../core/image-url.ts';
import { type CanvasView, createCanvasView } from './canvas/canvas-view.ts';
import { initImage, openView, type ViewerElement } from './canvas/click-to-zoom.ts';
import { ElementFader } from './canvas/element-fader.ts';
import { ElementScroller } from './canvas/element-scroller.ts';
import type { CanvasViewEvents } from './canvas/events.ts';
import { ImgGrid } from './canvas/image-grid.ts';
import { PageMask } from './canvas/page-mask.ts';
import { type ElementOrId, findElement } from './common/elements.ts';
import { addToMath } from './common/math.ts';

const UNSUPPORTED = 'Sorry, your browser cannot show this image. Please upgrade to a newer one.';

function haveCanvasSupport(): boolean {
  const canvas = document.createElement('canvas');
  return typeof canvas.getContext === 'function' && Boolean(canvas.getContext('2d'));
}

/** Does something with the viewer of a container, if it has one. */
function withView(which: ElementOrId, act: (view: CanvasView) => void): false {
  const container: ViewerElement | null = findElement(which);
  const view = container?._cv_viewer;
  if (view) act(view);
  return false;
}

/** All return false, so that they can stand in `onclick`. */
const functions = {
  canvas_view_init(
    which: ElementOrId,
    imageURL: string,
    options?: unknown,
    events?: CanvasViewEvents | null,
  ): false {
    const container = findElement(which);
    if (!container) return false;
    if (haveCanvasSupport()) openView(container, imageURL, options, events);
    else container.textContent = UNSUPPORTED;
    return false;
  },
  canvas_view_zoom_in: (which: ElementOrId) => withView(which, (view) => view.zoomIn()),
  canvas_view_zoom_out: (which: ElementOrId) => withView(which, (view) => view.zoomOut()),
  canvas_view_reset: (which: ElementOrId) => withView(which, (view) => view.reset()),
  canvas_view_toggle_help: (which: ElementOrId) => withView(which, (view) => view.toggleHelp()),
  canvas_view_toggle_image_info: (which: ElementOrId) => withView(which, (view) => view.toggleImageInfo()),
  canvas_view_toggle_fullscreen: (which: ElementOrId) => withView(which, (view) => view.toggleFullscreen()),
  canvas_view_resize: (which: ElementOrId) => withView(which, (view) => view.resize()),
  canvas_view_init_image(which: ElementOrId, options?: unknown, events?: CanvasViewEvents | null): false {
    initImage(which, options, events);
    return false;
  },
  canvas_view_init_all_images(className: string, options?: unknown, events?: CanvasViewEvents | null): false {
    for (const image of document.getElementsByClassName(className)) initImage(image, options, events);
    return false;
  },
  haveCanvasSupport,
  // Names that pages may look for; what can be done with them is in their own files.
  ImgCanvasView: createCanvasView,
  ImgGrid,
  ImgUtils: { parseImageUrl, formatQuery, tileUrl, serverOf, detailsUrl, downloadUrl },
  ElementFader,
  ElementScroller,
  PageMask,
};

Object.assign(globalThis, functions);
addToMath();
