import { ViewerElement } from '../element/viewer-element.ts';
import { collectPictures } from './collect.ts';
import type { Picture } from './picture.ts';
import { type ImageEntry, parseImages } from './read-images.ts';

/** Attributes that say where the pictures come from. */
export const SOURCE_ATTRIBUTES = {
  server: 'text',
  folder: 'text',
  portfolio: 'text',
  images: 'text',
  params: 'text',
} as const;

/** An element that shows a list of pictures. */
export abstract class ListElement extends ViewerElement {
  /** Address of the server; without it, that of the module, else the page's own. */
  declare server: string;
  /** Folder of the repository whose pictures are shown. */
  declare folder: string;
  /** Number or name of a portfolio. */
  declare portfolio: string;
  /** Parameters for all pictures as a query string. */
  declare params: string;

  #images: ReadonlyArray<string | ImageEntry> | undefined;
  #collecting: AbortController | undefined;
  #isObserved = false;

  /** Pictures of the list so far. */
  protected pictures: readonly Picture[] = [];
  /** Whether more may come. */
  protected isListing = false;

  /** Called when the list has begun anew, has grown, or is complete. */
  protected abstract listChanged(): void;
  /** Called when a list did not come. */
  protected abstract listFailed(message: string): void;

  /** Pictures to show before those of the folder and portfolio; the attribute holds them as JSON. */
  get images(): ReadonlyArray<string | ImageEntry> {
    return this.#images ?? parseImages(this.getAttribute('images') ?? '[]') ?? [];
  }

  set images(images: ReadonlyArray<string | ImageEntry>) {
    this.#images = images;
    this.invalidate('images');
  }

  /** Collects the pictures anew if one of the sources is among the changes. */
  protected refreshList(changed: ReadonlySet<string>): void {
    this.#observeChildren();
    const isSource = (name: string) =>
      name in SOURCE_ATTRIBUTES || name === 'connected' || name === 'children';
    if (![...changed].some(isSource)) return;
    this.#collecting?.abort();
    this.#collecting = new AbortController();
    const signal = AbortSignal.any([this.#collecting.signal, this.life]);
    this.#collect(signal).catch((error: unknown) => {
      if (signal.aborted) return;
      this.isListing = false;
      const message = error instanceof Error ? error.message : String(error);
      this.tell('emulsion-error', { src: this.folder || this.portfolio, message });
      this.listFailed(message);
    });
  }

  async #collect(signal: AbortSignal): Promise<void> {
    this.pictures = [];
    this.isListing = true;
    this.listChanged();
    const { images, folder, portfolio, server, params } = this;
    const sources = { images, folder, portfolio, server, parameters: params };
    for await (const batch of collectPictures(this, sources, signal)) {
      if (signal.aborted) return;
      this.pictures = [...this.pictures, ...batch];
      this.listChanged();
    }
    if (signal.aborted) return;
    this.isListing = false;
    this.listChanged();
  }

  /** Children that come later, such as those the page writes by script, count too. */
  #observeChildren(): void {
    if (this.#isObserved) return;
    this.#isObserved = true;
    const observer = new MutationObserver(() => {
      if (this.images.length === 0 && !this.folder && !this.portfolio) this.invalidate('children');
    });
    const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ['src', 'params'] };
    observer.observe(this, watched);
    this.life.addEventListener('abort', () => {
      observer.disconnect();
      this.#isObserved = false;
    });
  }
}
