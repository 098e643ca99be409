import { create } from '../element/create.ts';
import { ViewerElement } from '../element/viewer-element.ts';
import { type Picture, readPicture } from '../source/picture.ts';
import { blurredUrl, negotiated, offeredWidths, sourceSet, urlAtWidth } from './candidates.ts';
import { imageSheet } from './image-sheet.ts';

/** Milliseconds until a picture that did not come is asked for once more: a server that is full is so for a moment. */
const AGAIN_AFTER = 2000;

/**
 * `<emulsion-image>`: a picture in the width that it takes up, loaded when it comes near the window, in the format that
 * the browser likes best. Room for it is kept when its `width` and `height` are given.
 */
export class EmulsionImage extends ViewerElement {
  static override readonly attributeKinds = {
    src: 'text',
    server: 'text',
    params: 'text',
    alt: 'text',
    width: 'number',
    height: 'number',
    widths: 'text',
    'max-width': 'number',
    sizes: 'text',
    formats: 'text',
    loading: 'text',
    priority: 'text',
    placeholder: 'text',
    labels: 'text',
  } as const;

  /** Path in the repository, or the address of a picture. */
  declare src: string;
  declare server: string;
  /** Parameters of the picture as a query string. */
  declare params: string;
  /** What it shows; empty = it is decoration. */
  declare alt: string;
  /** Shape of the picture, as of `img`; pixels of any size do. */
  declare width: number | null;
  declare height: number | null;
  /** Widths to offer in pixels; without it, common ones. */
  declare widths: string;
  /** Pixels that the picture has; nothing wider is asked for. */
  declare maxWidth: number | null;
  /** As of `img`; without it, the width that the element has. */
  declare sizes: string;
  /** `auto` (the server chooses), `none`, or types to offer, such as `avif webp`. */
  declare formats: string;
  /** `lazy` or `eager`. */
  declare loading: string;
  /** `high`, `low` or `auto`, as `fetchpriority` of `img`. */
  declare priority: string;
  /** `blur` shows a tiny picture of a few hundred bytes first. */
  declare placeholder: string;

  readonly #image = create('img', { part: 'image', class: 'image', decoding: 'async' });
  readonly #picture = create('picture', {}, [this.#image]);
  readonly #frame = create('div', { part: 'frame', class: 'frame' });
  readonly #slot = create('slot', { name: 'placeholder' });
  #standIn: HTMLImageElement | undefined;
  #shown: Picture | undefined;
  #hasRetried = false;
  #isLoaded = false;

  protected override build(root: ShadowRoot): void {
    root.adoptedStyleSheets = [imageSheet()];
    this.#frame.append(this.#slot, this.#picture);
    root.append(this.#frame);
    this.#image.addEventListener('load', () => this.#loaded());
    this.#image.addEventListener('error', () => this.#failed());
  }

  /** Whether the picture is there. */
  get complete(): boolean {
    return this.#isLoaded;
  }

  protected override refresh(changed: ReadonlySet<string>): void {
    const { width, height } = this;
    const isShaped = width !== null && height !== null && width > 0 && height > 0;
    this.#frame.classList.toggle('shaped', isShaped);
    this.#frame.style.aspectRatio = isShaped ? `${width} / ${height}` : '';
    this.#image.alt = this.alt;
    if (changed.has('connected')) this.#followWidth();
    const only = ['alt', 'width', 'height', 'labels'];
    if ([...changed].every((name) => only.includes(name))) return;
    this.#hasRetried = false;
    this.#show();
  }

  protected override leave(): void {
    this.#forget();
  }

  #show(): void {
    this.#forget();
    if (!this.src) return;
    const picture = readPicture(this.src, this.server, this.params);
    this.#shown = picture;
    this.#markWaiting(true);
    if (this.placeholder === 'blur') this.#showStandIn(picture);
    this.#image.loading = this.loading === 'eager' ? 'eager' : 'lazy';
    this.#image.fetchPriority = this.priority === 'high' || this.priority === 'low' ? this.priority : 'auto';
    // Without a width nothing sensible can be chosen; the observer calls again when there is one.
    if (this.sizes || this.clientWidth > 0) this.#choose(picture);
  }

  #choose(picture: Picture): void {
    const sizes = this.sizes || `${Math.ceil(this.clientWidth)}px`;
    const formats = this.formats || 'auto';
    const widths = offeredWidths(this.widths, this.maxWidth ?? 0);
    const offered = formats === 'auto' || formats === 'none' ? [] : formats.split(/[\s,]+/).filter(Boolean);
    const sources = offered.map((format) =>
      create('source', { type: `image/${format}`, srcset: sourceSet(picture, widths, format), sizes }),
    );
    this.#picture.replaceChildren(...sources, this.#image);
    const format = negotiated(picture, formats);
    this.#image.sizes = sizes;
    this.#image.srcset = sourceSet(picture, widths, format);
    this.#image.src = urlAtWidth(picture, widths[Math.floor(widths.length / 2)] ?? 800, format);
  }

  #showStandIn(picture: Picture): void {
    this.#standIn = create('img', {
      part: 'placeholder',
      class: 'stand-in',
      alt: '',
      loading: this.#image.loading,
      decoding: 'async',
      src: blurredUrl(picture),
    });
    this.#frame.prepend(this.#standIn);
  }

  /** A wider place gets a wider picture; one that has become narrower keeps what it has. */
  #followWidth(): void {
    let widest = 0;
    const observer = new ResizeObserver(() => {
      const width = this.clientWidth;
      if (this.sizes || !this.#shown || width <= widest) return;
      widest = width;
      if (this.#image.hasAttribute('srcset')) {
        for (const each of [this.#image, ...this.#picture.querySelectorAll('source')])
          each.sizes = `${width}px`;
      } else this.#choose(this.#shown);
    });
    observer.observe(this);
    this.life.addEventListener('abort', () => observer.disconnect());
  }

  #loaded(): void {
    if (!this.#shown) return;
    const isFirst = !this.#isLoaded;
    this.#isLoaded = true;
    this.#markWaiting(false);
    this.#standIn?.remove();
    this.#standIn = undefined;
    if (!isFirst) return;
    const { currentSrc: url, naturalWidth: width, naturalHeight: height } = this.#image;
    this.tell('emulsion-load', { src: this.#shown.src, url, width, height });
  }

  #failed(): void {
    const picture = this.#shown;
    if (!picture || !this.#image.hasAttribute('srcset')) return;
    if (this.#hasRetried) {
      this.mark('failed', true);
      this.#markWaiting(false);
      this.tell('emulsion-error', { src: picture.src, message: this.labels.failed });
      return;
    }
    this.#hasRetried = true;
    setTimeout(() => {
      if (this.#shown !== picture || this.life.aborted) return;
      this.#dropAddresses();
      this.#choose(picture);
    }, AGAIN_AFTER);
  }

  #markWaiting(isWaiting: boolean): void {
    const hides = isWaiting && (this.placeholder === 'blur' || this.#slot.assignedNodes().length > 0);
    this.#frame.classList.toggle('waiting', hides);
    this.#slot.hidden = !isWaiting;
    this.mark('loaded', this.#isLoaded);
  }

  #forget(): void {
    this.#shown = undefined;
    this.#isLoaded = false;
    this.#standIn?.remove();
    this.#standIn = undefined;
    this.mark('loaded', false);
    this.mark('failed', false);
    this.#dropAddresses();
  }

  #dropAddresses(): void {
    this.#picture.replaceChildren(this.#image);
    for (const name of ['srcset', 'sizes', 'src']) this.#image.removeAttribute(name);
  }
}
