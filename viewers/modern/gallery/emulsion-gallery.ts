import { create, createButton, relabel } from '../element/create.ts';
import { fill } from '../element/labels.ts';
import { controlSheet } from '../element/sheet.ts';
import { ListElement, SOURCE_ATTRIBUTES } from '../source/list-element.ts';
import { nameOf, type Picture, pictureUrl } from '../source/picture.ts';
import { createFullScreen } from '../zoom/full-screen.ts';
import { stageSheet } from '../zoom/zoom-sheet.ts';
import { gallerySheet } from './gallery-sheet.ts';
import { createThumbnails, type Thumbnails } from './thumbnails.ts';

/** Milliseconds that a picture has to stay chosen until it is loaded, when several are passed in a row. */
const CALM = 150;

/** `<emulsion-gallery>`: one picture to zoom into and a strip of thumbnails to choose it from. */
export class EmulsionGallery extends ListElement {
  static override readonly attributeKinds = {
    ...SOURCE_ATTRIBUTES,
    start: 'text',
    'thumb-size': 'number',
    controls: 'text',
    wheel: 'flag',
    width: 'number',
    height: 'number',
    launch: 'flag',
    label: 'text',
    labels: 'text',
  } as const;

  /** Path of the picture to begin with. */
  declare start: string;
  /** Side of the thumbnails in CSS pixels. Default 96. */
  declare thumbSize: number | null;
  /** Buttons of the zoom viewer. */
  declare controls: string;
  declare wheel: boolean;
  /** Box in CSS pixels, as of `img`. */
  declare width: number | null;
  declare height: number | null;
  /** What the element holds is shown, and opens the gallery over the page. */
  declare launch: boolean;
  /** What the gallery is called for screen readers. */
  declare label: string;

  #index = -1;
  #startAt = '';
  #lastChoice = 0;
  #pending: ReturnType<typeof setTimeout> | undefined;
  #thumbnails: Thumbnails | undefined;
  #wasFull = false;

  readonly #zoom = create('emulsion-zoom', {
    part: 'zoom',
    exportparts:
      'view, stage, toolbar, panel, message: zoom-message, button, zoom-in, zoom-out, reset, enlarge',
    swipes: true,
  });
  readonly #previous = createButton('previous', 'back', '', () => this.previous());
  readonly #next = createButton('next', 'on', '', () => this.next());
  readonly #counter = create('div', { part: 'counter', class: 'counter', 'aria-hidden': 'true' });
  readonly #message = create('div', { part: 'message', class: 'message', role: 'status' });
  readonly #spoken = create('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly #closer = createButton('close', 'close', '', () => void this.close());
  readonly #main: HTMLElement = create('div', { part: 'main', class: 'main' }, [
    this.#zoom,
    this.#counter,
    this.#previous,
    this.#next,
    this.#message,
  ]);
  readonly #gallery = create('section', { part: 'gallery', class: 'gallery' }, [
    this.#closer,
    this.#main,
    this.#spoken,
  ]);
  readonly #home = create('div', { class: 'home' }, [this.#gallery]);
  readonly #dialog = create('dialog', { part: 'dialog' });
  readonly #slot = create('slot');
  readonly #launcher = create('button', {
    type: 'button',
    part: 'launcher',
    class: 'launcher',
    'aria-haspopup': 'dialog',
  });
  readonly #full = createFullScreen(this.#gallery, this.#dialog, this.#home, () => this.#fullChanged());

  /** Index of the picture that is shown, from 0; -1 when there is none yet. */
  get index(): number {
    return this.#index;
  }

  /** Number of pictures so far. */
  get count(): number {
    return this.pictures.length;
  }

  get isFullScreen(): boolean {
    return this.#full.isActive;
  }

  next(): void {
    this.goTo(this.#index + 1);
  }

  previous(): void {
    this.goTo(this.#index - 1);
  }

  /** Shows a picture by its index from 0; beyond the ends it is the first or last. */
  goTo(index: number): void {
    const target = Math.min(this.count - 1, Math.max(0, Math.round(index)));
    if (target !== this.#index && target >= 0) this.#show(target, true);
  }

  /** Shows the gallery over the page, beginning with a picture by its path. */
  open(src = ''): void {
    this.#startAt = src;
    this.#full.cover();
    const index = this.pictures.findIndex((picture) => picture.src === src);
    if (index >= 0) this.goTo(index);
  }

  /** Goes back into the page. */
  async close(): Promise<void> {
    await this.#full.close();
  }

  /** Fills the screen, or the page where the browser does not let it; or goes back. */
  async toggleFullScreen(): Promise<void> {
    const isOnScreen = this.shadowRoot?.fullscreenElement === this.#gallery;
    if (isOnScreen || (this.#full.isOverPage && !this.launch)) await this.#full.leave();
    else await this.#full.enter();
  }

  protected override build(root: ShadowRoot): void {
    root.adoptedStyleSheets = [controlSheet(), gallerySheet(), stageSheet()];
    this.#previous.classList.add('previous');
    this.#next.classList.add('next');
    this.#closer.classList.add('closer');
    this.#gallery.addEventListener('keydown', (event) => this.#onKey(event));
    this.#zoom.addEventListener('swipe', (event) => this.#onSwipe((event as CustomEvent<1 | -1>).detail));
    this.#zoom.addEventListener('enlarge', (event) => {
      event.preventDefault();
      void this.toggleFullScreen();
    });
    // The gallery tells of itself; what its viewer tells of the screen would be heard twice.
    this.#zoom.addEventListener('emulsion-fullscreen', (event) => event.stopPropagation());
    this.#launcher.addEventListener('click', ({ target }) => {
      if (target === this.#launcher) this.open();
    });
    this.#slot.addEventListener('click', (event) => this.#onLaunch(event));
    root.append(this.#launcher, this.#slot, this.#home, this.#dialog);
  }

  protected override refresh(changed: ReadonlySet<string>): void {
    if (changed.has('connected')) {
      this.#thumbnails?.element.remove();
      this.#thumbnails = createThumbnails((index) => this.goTo(index), this.life);
      this.#main.after(this.#thumbnails.element);
    }
    this.sizeByAttributes();
    this.#arrangeLauncher();
    this.#zoom.controls = this.controls;
    this.#zoom.wheel = this.wheel;
    if (this.hasAttribute('labels')) this.#zoom.labels = this.labels;
    if (changed.has('thumb-size')) this.listChanged();
    if (changed.has('start')) this.#startAt = this.start;
    this.#relabel();
    if (changed.has('launch') && !changed.has('connected')) changed = new Set([...changed, 'connected']);
    if (!this.launch || this.#full.isActive) this.refreshList(changed);
  }

  protected override leave(): void {
    clearTimeout(this.#pending);
    void this.#full.close();
  }

  protected override listChanged(): void {
    const { labels, count } = this;
    if (count === 0) {
      this.#index = -1;
      this.#zoom.src = '';
    }
    this.#message.textContent = count > 0 ? '' : this.isListing ? labels.loading : labels.empty;
    this.#thumbnails?.update(this.pictures, Math.max(32, this.thumbSize ?? 96), labels.choose);
    const wanted = this.#startAt.replace(/^\/+/, '');
    const found = wanted === '' ? -1 : this.pictures.findIndex(({ src }) => src === wanted);
    // A picture to begin with may come with a later part of the list; nobody waits for it, and whoever has chosen stays.
    if (found >= 0 && this.#index !== found) {
      this.#startAt = '';
      this.#show(found, false);
    } else if (count > 0 && this.#index < 0) this.#show(0, false);
    else this.#relabel();
  }

  protected override listFailed(): void {
    if (this.count === 0) this.#message.textContent = this.labels.listFailed;
  }

  #show(index: number, byPerson: boolean): void {
    const picture = this.pictures[index];
    if (!picture) return;
    if (byPerson) this.#startAt = '';
    this.#index = index;
    this.#thumbnails?.select(index);
    this.#relabel();
    const now = performance.now();
    clearTimeout(this.#pending);
    // Of pictures that are passed in a row only the last one is loaded.
    this.#pending = setTimeout(
      () => this.#load(picture, index, byPerson),
      now - this.#lastChoice < CALM ? CALM : 0,
    );
    this.#lastChoice = now;
  }

  #load(picture: Picture, index: number, byPerson: boolean): void {
    const { width, height, title, description, download } = picture;
    this.#zoom.details = width > 0 ? { width, height, title, description, download } : undefined;
    this.#zoom.heading = title;
    this.#zoom.description = description;
    this.#zoom.alt = picture.alt ?? '';
    this.#zoom.src = pictureUrl(picture);
    if (!byPerson) return;
    const values = { index: index + 1, count: this.count, title: nameOf(picture) };
    this.#spoken.textContent = fill(this.labels.positionTitle, values);
    this.tell('emulsion-change', { src: picture.src, url: pictureUrl(picture), index, count: this.count });
  }

  #onSwipe(direction: 1 | -1): void {
    const isForward = this.isRightToLeft ? direction > 0 : direction < 0;
    this.goTo(this.#index + (isForward ? 1 : -1));
  }

  /** What the zoom viewer has no use for: arrows while the whole picture is seen. */
  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const forward = this.isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
    const backward = this.isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
    const targets: Readonly<Record<string, number>> = {
      [forward]: this.#index + 1,
      [backward]: this.#index - 1,
      PageDown: this.#index + 1,
      PageUp: this.#index - 1,
      Home: 0,
      End: this.count - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.goTo(target);
  }

  #onLaunch(event: MouseEvent): void {
    if (!this.launch || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const image = event.target instanceof Element ? event.target.closest('img, emulsion-image') : null;
    event.preventDefault();
    event.stopPropagation();
    this.open(sourceOf(image));
  }

  /** One button around everything, unless what the page put there can be reached by keyboard already. */
  #arrangeLauncher(): void {
    const hasOwn = this.querySelector('a[href], button') !== null;
    this.#launcher.hidden = !this.launch || hasOwn;
    this.#slot.hidden = !this.launch;
    this.#home.hidden = this.launch;
    if (this.launch && !hasOwn) this.#launcher.append(this.#slot);
    else this.#launcher.after(this.#slot);
  }

  #fullChanged(): void {
    const { isActive } = this.#full;
    if (isActive !== this.#wasFull) {
      this.#wasFull = isActive;
      this.mark('fullscreen', isActive);
      this.#zoom.toggleAttribute('filled', isActive);
      this.tell('emulsion-fullscreen', { active: isActive });
      if (this.launch && isActive) this.refreshList(new Set(['connected']));
      if (isActive) this.#thumbnails?.element.focus();
    }
    this.#relabel();
  }

  #relabel(): void {
    const { labels, count } = this;
    const index = this.#index;
    const label = this.label || labels.pictures;
    this.#gallery.setAttribute('aria-label', label);
    this.#dialog.setAttribute('aria-label', label);
    this.#launcher.setAttribute('aria-description', labels.open);
    this.#counter.textContent = count > 1 && index >= 0 ? `${index + 1} / ${count}` : '';
    relabel(this.#previous, labels.previous);
    relabel(this.#next, labels.next);
    relabel(this.#closer, labels.close);
    this.#closer.hidden = !this.#full.isOverPage;
    for (const [button, isEnd] of [
      [this.#previous, index <= 0],
      [this.#next, index >= count - 1],
    ] as const) {
      button.hidden = count < 2;
      // A disabled button would lose the focus of whoever goes through all pictures with it.
      button.setAttribute('aria-disabled', String(isEnd));
    }
  }
}

function sourceOf(image: Element | null): string {
  const address = image?.getAttribute('src') ?? '';
  if (!/[?&;]src=/.test(address)) return address;
  return new URLSearchParams(address.slice(address.indexOf('?') + 1)).get('src') ?? '';
}
