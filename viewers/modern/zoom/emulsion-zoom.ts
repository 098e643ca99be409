import { downloadUrl } from '../../core/image-url.ts';
import type { Details } from '../../core/picture-details.ts';
import { create, createButton, relabel } from '../element/create.ts';
import { fill } from '../element/labels.ts';
import { controlSheet } from '../element/sheet.ts';
import { ViewerElement } from '../element/viewer-element.ts';
import { nameOf, type Picture, pictureUrl, readPicture } from '../source/picture.ts';
import { askDetails } from './details.ts';
import { createFullScreen } from './full-screen.ts';
import { STEP } from './keys.ts';
import { createPanel } from './panel.ts';
import { createPictureView, type PictureView } from './picture-view.ts';
import { createToolbar, type ToolName } from './toolbar.ts';
import { stageSheet, zoomSheet } from './zoom-sheet.ts';

/** `<emulsion-zoom>`: a picture that people zoom and move, in the page or, with `launch`, over it. */
export class EmulsionZoom extends ViewerElement {
  static override readonly attributeKinds = {
    src: 'text',
    server: 'text',
    params: 'text',
    alt: 'text',
    heading: 'text',
    description: 'text',
    controls: 'text',
    wheel: 'flag',
    width: 'number',
    height: 'number',
    launch: 'flag',
    enlargement: 'number',
    'max-tiles': 'number',
    // Between a gallery and its viewer: it fills the screen with it, and wants swipes.
    filled: 'flag',
    swipes: 'flag',
    labels: 'text',
  } as const;

  /** Path in the repository, or the address of a picture. */
  declare src: string;
  declare server: string;
  /** Parameters of the picture as a query string. */
  declare params: string;
  /** What it shows, for screen readers; else its title. */
  declare alt: string;
  /** Title and description in place of the server's. */
  declare heading: string;
  declare description: string;
  /** Buttons: words among `zoom reset fullscreen info help download`, or `none`. */
  declare controls: string;
  /** Box in CSS pixels, as of `img`. */
  declare width: number | null;
  declare height: number | null;
  /** The wheel zooms in the page too; over the page and in full screen it does anyway. */
  declare wheel: boolean;
  /** What the element holds is shown, and opens the viewer over the page. */
  declare launch: boolean;
  /** Largest drawn width over the picture's own. Default 1. */
  declare enlargement: number | null;
  /** Largest number of tiles that a level is cut into, at most 256. */
  declare maxTiles: number | null;

  #details: Details | undefined;
  #given: Partial<Details> | undefined;
  #picture: Picture | undefined;
  #loading: AbortController | undefined;
  #view: PictureView | undefined;

  readonly #panel = createPanel();
  readonly #toolbar = createToolbar((name) => this.#press(name));
  readonly #keys = create('p', { id: 'keys', class: 'unseen' });
  readonly #box = create('div', {
    part: 'view',
    class: 'view',
    role: 'application',
    tabindex: 0,
    'aria-describedby': 'keys',
  });
  readonly #progress = create('div', { part: 'progress', class: 'progress', 'aria-hidden': 'true' });
  readonly #message = create('div', { part: 'message', class: 'message', role: 'status' });
  readonly #spoken = create('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly #closer = createButton('close', 'close', '', () => void this.close());
  readonly #stage: HTMLElement = create('div', { part: 'stage', class: 'stage' }, [
    this.#box,
    this.#progress,
    this.#message,
    this.#panel.element,
    this.#toolbar.element,
    this.#closer,
    this.#keys,
    this.#spoken,
    create('slot', { name: 'overlay' }),
  ]);
  readonly #home = create('div', { class: 'home' }, [this.#stage]);
  readonly #dialog = create('dialog', { part: 'dialog' });
  readonly #launcher = create(
    'button',
    { type: 'button', part: 'launcher', class: 'launcher', 'aria-haspopup': 'dialog' },
    [create('slot')],
  );
  readonly #full = createFullScreen(this.#stage, this.#dialog, this.#home, () => this.#fullChanged());
  #wasFull = false;

  /** Drawn width over the picture's own; 0 without a picture. */
  get zoom(): number {
    return this.#view?.zoom ?? 0;
  }

  /** Whether it fills the screen or the page. */
  get isFullScreen(): boolean {
    return this.#full.isActive;
  }

  /** What is known of the picture; set what the page knows, and the server is not asked. */
  get details(): Details | undefined {
    return this.#details;
  }

  set details(details: Partial<Details> | undefined) {
    this.#given = details;
    this.invalidate('details');
  }

  zoomIn(): void {
    this.#view?.zoomBy(STEP);
  }

  zoomOut(): void {
    this.#view?.zoomBy(1 / STEP);
  }

  /** Zooms to a drawn width over the picture's own: 1 shows it pixel by pixel. */
  zoomTo(zoom: number): void {
    if (this.zoom > 0 && zoom > 0) this.#view?.zoomBy(zoom / this.zoom);
  }

  /** Shows the whole picture. */
  reset(): void {
    this.#view?.engine?.reset(true);
  }

  /** Fills the screen, or the page where the browser does not let it; or goes back. */
  async toggleFullScreen(): Promise<void> {
    // A gallery around takes all of itself along.
    if (!this.dispatchEvent(new CustomEvent('enlarge', { cancelable: true }))) return;
    if (this.#full.isActive && !(this.launch && this.#isOnlyOverPage())) await this.#full.leave();
    else await this.#full.enter();
  }

  /** Shows the viewer over the page. */
  open(): void {
    this.#full.cover();
  }

  /** Goes back into the page. */
  async close(): Promise<void> {
    await this.#full.close();
  }

  protected override build(root: ShadowRoot): void {
    root.adoptedStyleSheets = [controlSheet(), zoomSheet(), stageSheet()];
    this.#closer.classList.add('closer');
    this.#launcher.addEventListener('click', () => this.open());
    this.#box.addEventListener('keydown', (event) => this.#onKey(event));
    root.append(this.#launcher, this.#home, this.#dialog);
  }

  protected override refresh(changed: ReadonlySet<string>): void {
    this.sizeByAttributes();
    this.#launcher.hidden = !this.launch;
    this.#home.hidden = this.launch;
    const isNew = ['src', 'server', 'params', 'max-tiles', 'enlargement', 'details', 'connected', 'launch'];
    if (isNew.some((name) => changed.has(name))) this.#reload();
    this.#relabel();
  }

  protected override leave(): void {
    this.#loading?.abort();
    this.#view?.clear();
    this.#view = undefined;
    void this.#full.close();
  }

  #createView(): PictureView {
    return createPictureView(
      this.#box,
      {
        wantsWheel: () => this.wheel || this.#full.isActive || this.hasAttribute('filled'),
        wantsSwipes: () => this.hasAttribute('swipes'),
        mostTiles: () => this.maxTiles ?? 256,
        enlargement: () => Math.max(0.01, this.enlargement ?? 1),
        onShown: (picture) => this.#shown(picture),
        onFailed: (picture) => this.#failed(picture, this.labels.failed),
        onSettle: (byPerson) => this.#settled(byPerson),
        onPending: (pending) => this.#progress.classList.toggle('busy', pending > 0),
        onSwipe: (direction) => {
          this.dispatchEvent(new CustomEvent('swipe', { detail: direction }));
        },
      },
      this.life,
    );
  }

  #reload(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.mark('loaded', false);
    this.mark('failed', false);
    if (!this.src || (this.launch && !this.#full.isActive)) {
      this.#view?.clear();
      return;
    }
    this.#view ??= this.#createView();
    this.#loading = new AbortController();
    const signal = AbortSignal.any([this.#loading.signal, this.life]);
    const picture = readPicture(this.src, this.server, this.params);
    this.#picture = picture;
    this.#panel.close();
    this.#message.textContent = this.#view.engine ? '' : this.labels.loading;
    this.#progress.classList.add('busy');
    this.#load(picture, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#failed(picture, error instanceof Error ? error.message : String(error));
    });
  }

  async #load(picture: Picture, signal: AbortSignal): Promise<void> {
    const { width = 0, height = 0 } = this.#given ?? {};
    const known = { title: '', description: '', download: false, ...this.#given, width, height };
    const details = width > 0 && height > 0 ? known : await askDetails(picture, signal);
    if (signal.aborted) return;
    this.#details = details;
    this.#view?.show(picture, details);
    this.#relabel();
  }

  #shown(picture: Picture): void {
    this.#message.textContent = '';
    this.mark('loaded', true);
    this.#relabel();
    const { width = 0, height = 0 } = this.#details ?? {};
    this.tell('emulsion-load', { src: picture.src, url: pictureUrl(picture), width, height });
  }

  #failed(picture: Picture, message: string): void {
    this.#view?.clear();
    this.#progress.classList.remove('busy');
    this.#message.textContent = this.labels.failed;
    this.mark('failed', true);
    this.#relabel();
    this.tell('emulsion-error', { src: picture.src, message });
  }

  #settled(byPerson: boolean): void {
    this.#relabel();
    this.mark('zoomed', this.#view?.engine?.canZoomOut ?? false);
    if (!byPerson || !this.#picture) return;
    this.#spoken.textContent = fill(this.labels.zoomed, { percent: Math.round(this.zoom * 100) });
    this.tell('emulsion-zoom', { src: this.#picture.src, zoom: this.zoom });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    if (event.key === 'f' && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void this.toggleFullScreen();
    } else if (this.#view?.press(event)) event.preventDefault();
  }

  #press(name: ToolName): void {
    const { labels } = this;
    const actions: Readonly<Record<ToolName, () => void>> = {
      zoomIn: () => this.zoomIn(),
      zoomOut: () => this.zoomOut(),
      reset: () => this.reset(),
      enlarge: () => void this.toggleFullScreen(),
      download: () => this.#download(),
      help: () => this.#panel.toggle(this.#toolbar.buttons.help, labels.help, labels.helpText, labels.close),
      info: () => this.#showInfo(),
    };
    actions[name]();
  }

  #showInfo(): void {
    const { info } = this.#toolbar.buttons;
    this.#panel.toggle(info, this.#title(), this.#text(), this.labels.close);
    if (this.#panel.isOpen && this.#picture) this.tell('emulsion-info', { src: this.#picture.src });
  }

  #download(): void {
    if (!this.#picture) return;
    this.tell('emulsion-download', { src: this.#picture.src });
    create('a', { href: downloadUrl(this.#picture, document.baseURI), download: true }).click();
  }

  #fullChanged(): void {
    const { isActive } = this.#full;
    if (isActive !== this.#wasFull) {
      this.#wasFull = isActive;
      this.mark('fullscreen', isActive);
      this.tell('emulsion-fullscreen', { active: isActive });
      if (this.launch) this.#reload();
      if (isActive) this.#box.focus();
    }
    this.#relabel();
  }

  /** Over the page, but not on the whole screen. */
  #isOnlyOverPage(): boolean {
    return this.#full.isOverPage && this.shadowRoot?.fullscreenElement === null;
  }

  #title(): string {
    return this.heading || this.#details?.title || (this.#picture ? nameOf(this.#picture) : '');
  }

  #text(): string {
    return this.description || this.#details?.description || '';
  }

  #relabel(): void {
    const { labels } = this;
    const engine = this.#view?.engine;
    const title = this.alt || this.#title() || labels.picture;
    this.#box.setAttribute('aria-label', title);
    this.#box.setAttribute('aria-roledescription', labels.zoomable);
    this.#dialog.setAttribute('aria-label', title);
    this.#keys.textContent = labels.zoomKeys;
    relabel(this.#closer, labels.close);
    this.#closer.hidden = !this.#full.isOverPage;
    this.#toolbar.update({
      controls: this.controls,
      labels,
      canZoomIn: engine?.canZoomIn ?? false,
      canZoomOut: engine?.canZoomOut ?? false,
      isFull:
        this.hasAttribute('filled') || (this.#full.isActive && !(this.launch && this.#isOnlyOverPage())),
      hasInfo: Boolean(this.heading || this.#details?.title || this.#text()),
      mayDownload: this.#details?.download ?? false,
    });
  }
}
