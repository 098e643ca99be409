import { easingOf } from '../../core/easing.ts';
import { type Size, shownSize, zoomLevels } from '../../core/geometry.ts';
import { type ImageUrl, shapeOf, tileUrl } from '../../core/image-url.ts';
import { createZoomEngine, type ZoomEngine } from '../../core/zoom-engine.ts';
import { bestLevel } from './best-level.ts';
import { listenToInput } from './input.ts';
import { makeElement } from './make-element.ts';
import type { CanvasViewOptions } from './options.ts';
import { createProgress } from './progress.ts';

/** The canvas of a viewer with the picture on it. */
export type Picture = {
  readonly canvas: HTMLCanvasElement;
  readonly canZoomIn: boolean;
  readonly canZoomOut: boolean;
  /** The size of the original is known: the picture can be loaded. */
  open(original: Size): void;
  /** There is none. */
  fail(): void;
  /** One level in (1) or out (-1), about the centre. Nothing during a zoom. */
  zoom(levels: 1 | -1): void;
  /** Back to the first level, at once. */
  reset(): void;
  /** The box has another size; with `fitting`, the level that fits it best is shown. */
  resize(viewport: Size, fitting: boolean): void;
  destroy(): void;
};

export type PictureOptions = {
  image: ImageUrl;
  options: CanvasViewOptions;
  viewport: Size;
  /** What a click beside the picture does in place of zooming; undefined = zoom. */
  onBeside(): (() => void) | undefined;
  /** CSS pixels at the lower edge that the control panel lies over. */
  covered(): number;
  onFirst(): void;
  /** It rests in another place or level. */
  onSettle(): void;
};

const TEXT = 'Loading image...';
const LARGEST_TEXT = 28;

export function createPicture(picture: PictureOptions): Picture {
  const { image, options } = picture;
  const canvas = makeElement('canvas');
  const listening = new AbortController();
  const progress = createProgress(() => engine?.repaint(), picture.covered);
  /** The levels belong to this size, whatever becomes of the box: visitors share them. */
  const first = picture.viewport;
  let viewport = first;
  let engine: ZoomEngine | undefined;
  let words: string | undefined = TEXT;
  let isFitting = false;
  /** Shows the level that fits the box best. */
  let fitBox = () => {};

  function overlay(context: CanvasRenderingContext2D, size: Size): void {
    if (words !== undefined) write(context, words, size);
    progress.paint(context, size);
  }

  function showWords(): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    if (words !== undefined) write(context, words, viewport);
  }

  function failed(): void {
    words = 'X';
    if (engine) engine.repaint();
    else showWords();
  }

  showWords();
  return {
    canvas,
    get canZoomIn() {
      return engine?.canZoomIn ?? false;
    },
    get canZoomOut() {
      return engine?.canZoomOut ?? false;
    },
    open(original) {
      const full = shownSize(original, shapeOf(image.parameters));
      const levels = zoomLevels(full, first, options.maxtiles);
      const opened = createZoomEngine({
        canvas,
        levels,
        viewport,
        urlOf: (level, number, tile) => tileUrl(image, level, number, tile),
        smoothing: options.quality,
        ease: easingOf(options.animation),
        overlay,
        onProgress: progress.update,
        onSettle: picture.onSettle,
        onFail: failed,
        onFirst() {
          words = undefined;
          if (isFitting) fitBox();
          picture.onFirst();
        },
      });
      engine = opened;
      fitBox = () => opened.zoomToLevel(bestLevel(levels, full, viewport));
      listenToInput(
        canvas,
        opened,
        { canReset: options.doubleclickreset, onBeside: picture.onBeside },
        listening.signal,
      );
    },
    fail: failed,
    zoom(step) {
      if (!engine || engine.isZooming) return;
      engine.zoomToLevel(engine.level + step);
    },
    reset() {
      engine?.reset();
    },
    resize(size, fitting) {
      viewport = size;
      isFitting = fitting;
      if (!engine) {
        showWords();
        return;
      }
      engine.resize(size);
      if (fitting && words === undefined) fitBox();
    },
    destroy() {
      listening.abort();
      progress.destroy();
      engine?.destroy();
    },
  };
}

function write(context: CanvasRenderingContext2D, text: string, { width, height }: Size): void {
  const points = Math.max(8, Math.min(LARGEST_TEXT, width / 16));
  context.font = `${points}pt Arial, sans-serif`;
  context.fillStyle = '#aaaaaa';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, width / 2, height / 2);
}
