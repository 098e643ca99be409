import { detailsUrl, downloadUrl, parseImageUrl, withoutParameters } from '../../core/image-url.ts';
import { type Details, readDetails } from '../../core/picture-details.ts';
import { innerSize } from '../common/elements.ts';
import { requestJson } from '../common/json-request.ts';
import { createAlertPanel, helpLines, infoLines } from './alert-panel.ts';
import { type ControlPanel, createControlPanel } from './control-panel.ts';
import { type CanvasViewEvents, emitLater } from './events.ts';
import { createFullScreen, type FullScreen } from './full-screen.ts';
import { completeOptions } from './options.ts';
import { createPicture } from './picture.ts';

/** CSS pixels of a panel in one row, as in the style sheet. */
const PANEL_HEIGHT = 40;

/** A viewer in an element of the page; what events have as `this`. */
export type CanvasView = {
  readonly container: HTMLElement;
  readonly src: string;
  zoomIn(): void;
  zoomOut(): void;
  reset(): void;
  toggleHelp(): void;
  toggleImageInfo(): void;
  toggleFullscreen(): void;
  /** Measures the container anew. */
  resize(): void;
  destroy(): void;
};

/** Empties the container, shows a picture in it, and loads what is needed for that. */
export function createCanvasView(
  container: HTMLElement,
  imageUrl: string,
  givenOptions?: unknown,
  events?: CanvasViewEvents | null,
): CanvasView {
  const options = completeOptions(givenOptions);
  const given = parseImageUrl(imageUrl);
  const aligns = options.stripaligns ? ['halign', 'valign'] : [];
  const image = { ...given, parameters: withoutParameters(given.parameters, aligns) };
  const { src } = image;
  const loading = new AbortController();
  let details: Details | undefined;

  container.replaceChildren();
  container.classList.add('imageviewer');
  const fullScreen: FullScreen = createFullScreen({
    container,
    isFixed: options.fullScreenFixed,
    focus: () => picture.canvas.focus({ preventScroll: true }),
    onEnter() {
      measure();
      emit('onfullscreen', true);
    },
    onResize: measure,
    onLeave() {
      alert.close();
    },
    onLeft() {
      picture.reset();
      measure();
      emit('onfullscreen', false);
    },
  });
  const picture = createPicture({
    image,
    options,
    viewport: atLeastOne(innerSize(container)),
    onBeside: () => (fullScreen.isOn && options.fullScreenCloseOnClick ? fullScreen.leave : undefined),
    covered: () => (panel?.isUp ? PANEL_HEIGHT : 0),
    onFirst() {
      showLimits();
      emit('onload');
    },
    onSettle: showLimits,
  });
  container.append(picture.canvas);
  picture.canvas.setAttribute('role', 'img');
  picture.canvas.setAttribute('aria-label', options.title ?? src);
  const alert = createAlertPanel(container);
  const panel: ControlPanel | undefined = createControlPanel(container, options, {
    info: () => view.toggleImageInfo(),
    help: () => view.toggleHelp(),
    download,
    reset: () => view.reset(),
    zoomin: () => view.zoomIn(),
    zoomout: () => view.zoomOut(),
    fulltoggle: () => view.toggleFullscreen(),
  });
  const view: CanvasView = {
    container,
    src,
    zoomIn: () => picture.zoom(1),
    zoomOut: () => picture.zoom(-1),
    reset: () => picture.reset(),
    toggleHelp: () => void alert.toggle(helpLines(options.doubleclickreset)),
    toggleImageInfo() {
      const title = options.title ?? details?.title ?? '';
      const isOpen = alert.toggle(infoLines(title, options.description ?? details?.description ?? ''));
      if (isOpen) emit('oninfo');
    },
    toggleFullscreen: () => fullScreen.toggle(),
    resize: measure,
    destroy() {
      loading.abort();
      fullScreen.destroy();
      picture.destroy();
      container.replaceChildren();
      container.classList.remove('imageviewer');
    },
  };

  function emit(name: keyof CanvasViewEvents, ...values: [boolean?]): void {
    emitLater(view, events, name, src, ...values);
  }

  function measure(): void {
    picture.resize(atLeastOne(innerSize(container)), fullScreen.isOn);
    showLimits();
  }

  function showLimits(): void {
    panel?.setLimits(picture);
  }

  function download(): void {
    emit('ondownload');
    // After the event, which is called later too.
    setTimeout(() => window.location.assign(downloadUrl(image, document.baseURI)), 0);
  }

  async function load(): Promise<void> {
    const { status, body } = await requestJson(detailsUrl(image, document.baseURI), loading.signal);
    if (loading.signal.aborted) return;
    details = status === 200 ? readDetails((body as { data?: unknown } | null)?.data) : undefined;
    const title = options.title ?? details?.title ?? '';
    panel?.setTitle(title);
    if (!details) {
      picture.fail();
      return;
    }
    picture.canvas.setAttribute('aria-label', title || src);
    panel?.allowDownload(details.download);
    picture.open(details);
  }

  showLimits();
  void load();
  return view;
}

function atLeastOne({ width, height }: { width: number; height: number }) {
  return { width: Math.max(1, width), height: Math.max(1, height) };
}
