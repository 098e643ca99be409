import type OpenSeadragon from 'openseadragon';
import type { Size } from '#lib/transform/values.ts';
import { tileAt, tileOf, tileUrl, type ZoomedPage, type ZoomLevel } from './zoom-levels.ts';

type Library = typeof OpenSeadragon;

export type ZoomPicture = Size &
  ZoomedPage & {
    levels: readonly ZoomLevel[];
    /** Whether there are tools above it too. */
    toolsAbove: boolean;
  };

/** What the controls of a zoomed picture do. */
export type DeepZoom = {
  zoomBy(factor: number): void;
  showAll(): void;
  /** One pixel of the picture on one pixel of the screen. */
  showPixels(): void;
  destroy(): void;
};

export type ZoomEvents = {
  /** Pixels of the screen for one pixel of the picture. */
  onScale(scale: number): void;
  /** Something of the picture is drawn. */
  onDrawn(): void;
};

/** Screen pixels to a pixel of the picture, at most. */
const MOST_SCALE = 8;
/** How much a press of a button enlarges. */
export const ZOOM_STEP = 1.5;
/** Pixels around a picture that is shown whole, and where tools lie. */
const MARGIN = 16;
const TOOLS = 64;
/** Tiles that are fetched at a time. */
const FETCHES = 6;

/**
 * OpenSeadragon adds a style element to every page, which the policy of our pages forbids, unless it finds its own. An
 * element of that name in no namespace passes for it and does nothing.
 */
function forestallStyles(): void {
  const mark = 'data-openseadragon-mobile-css';
  if (document.querySelector(`style[${mark}]`)) return;
  const standIn = document.createElementNS(null, 'style');
  standIn.setAttribute(mark, 'true');
  document.head.append(standIn);
}

/** Levels of our own sizes and grids, in the coordinates of OpenSeadragon: the picture is one wide. */
function tileSource(library: Library, picture: ZoomPicture): OpenSeadragon.TileSource {
  const { width, height, levels } = picture;
  const source = new library.TileSource({
    width,
    height,
    tileSize: Math.max(width, height),
    tileOverlap: 0,
    minLevel: 0,
    maxLevel: levels.length - 1,
  });
  const level = (at: number): ZoomLevel => {
    const found = levels[at];
    if (!found) throw new Error(`there is no level ${at}`);
    return found;
  };
  const tall = height / width;
  source.getLevelScale = (at) => level(at).width / width;
  source.getNumTiles = (at) => new library.Point(level(at).axis, level(at).axis);
  source.getTileAtPoint = (at, { x, y }) =>
    // The declaration says Tile; what is meant is its column and row.
    new library.Point(tileAt(level(at), 'width', x), tileAt(level(at), 'height', y / tall)) as never;
  source.getTileBounds = (at, x, y, isSource) => {
    const { left, top, right, bottom } = tileOf(level(at), x, y);
    if (isSource) return new library.Rect(0, 0, right - left, bottom - top);
    const acrossBy = 1 / level(at).width;
    const downBy = tall / level(at).height;
    return new library.Rect(
      left * acrossBy,
      top * downBy,
      (right - left) * acrossBy,
      (bottom - top) * downBy,
    );
  };
  source.getTileUrl = (at, x, y) => tileUrl(picture, level(at), x, y);
  return source;
}

/** The zoom at which the picture is shown whole and not larger than it is; 1 is as wide as the room. */
function wholeZoom(room: Size, picture: Size): number {
  const fit = Math.min(1, (room.height * picture.width) / (picture.height * room.width));
  return Math.min(fit, picture.width / room.width);
}

/** Shows a picture in an element so that it can be zoomed into. Loads its program when it is first called. */
export async function openDeepZoom(
  element: HTMLElement,
  picture: ZoomPicture,
  label: string,
  events: ZoomEvents,
): Promise<DeepZoom> {
  const { default: library } = await import('openseadragon');
  forestallStyles();
  const margins = {
    left: MARGIN,
    top: picture.toolsAbove ? TOOLS : MARGIN,
    right: MARGIN,
    bottom: TOOLS,
  };
  const viewer = library({
    element,
    tileSources: tileSource(library, picture) as never,
    drawer: 'canvas',
    showNavigationControl: false,
    viewportMargins: margins,
    imageLoaderLimit: FETCHES,
    minZoomImageRatio: 1,
    maxZoomPixelRatio: MOST_SCALE,
    visibilityRatio: 0.4,
    constrainDuringPan: true,
    animationTime: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 0.4,
    springStiffness: 8,
    zoomPerScroll: 1.25,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, flickEnabled: false },
    gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true, pinchRotate: false },
    gestureSettingsPen: { clickToZoom: false, dblClickToZoom: true },
  });
  viewer.canvas.setAttribute('role', 'application');
  viewer.canvas.setAttribute('aria-label', label);
  const { viewport } = viewer;
  // Options of the viewport that it reads each time; the declarations leave them out.
  const bounds = viewport as unknown as { defaultZoomLevel: number; minZoomLevel: number };

  /** What the picture has within the margins; never nothing. */
  function roomOf(): Size {
    const { x, y } = viewport.getContainerSize();
    const { left, top, right, bottom } = margins;
    return { width: Math.max(1, x - left - right), height: Math.max(1, y - top - bottom) };
  }
  function keepWhole(): void {
    const room = roomOf();
    bounds.defaultZoomLevel = wholeZoom(room, picture);
    bounds.minZoomLevel = bounds.defaultZoomLevel;
  }
  function tellScale(): void {
    events.onScale((viewport.getZoom(true) * roomOf().width) / picture.width);
  }
  viewer.addHandler('open', () => {
    keepWhole();
    viewport.goHome(true);
    tellScale();
  });
  viewer.addHandler('resize', () => {
    const wasWhole = viewport.getZoom() <= viewport.getHomeZoom() * 1.01;
    keepWhole();
    if (wasWhole) viewport.goHome(true);
  });
  viewer.addHandler('animation', tellScale);
  viewer.addOnceHandler('tile-drawn', events.onDrawn);
  viewer.addHandler('canvas-key', (event) => {
    // Turning and mirroring are no part of looking; the page itself uses other letters.
    if (event.originalEvent instanceof KeyboardEvent && /^Key[A-Z]$/.test(event.originalEvent.code)) {
      event.preventDefaultAction = true;
    }
  });
  return {
    zoomBy(factor) {
      viewport.zoomBy(factor);
      viewport.applyConstraints();
    },
    showAll() {
      viewport.goHome();
    },
    showPixels() {
      viewport.zoomTo(picture.width / roomOf().width);
      viewport.applyConstraints();
    },
    destroy: () => viewer.destroy(),
  };
}
