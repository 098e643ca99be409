import { listFolder } from '../../core/folder-list.ts';
import { createImageQueue } from '../../core/image-queue.ts';
import { serverBase } from '../../core/picture-list.ts';
import { innerSize } from '../common/elements.ts';
import { collectPictures, type GalleryPicture, startIndex } from './collection.ts';
import { heights } from './measures.ts';
import { type GalleryEvents, type GalleryOptions, galleryOptions, viewerOptions } from './options.ts';
import { makeStrip, type Strip } from './strip.ts';
import { closeZoom, resizeZoom, showZoom } from './zoom.ts';

/** Milliseconds after which a selected picture is loaded, so that of several in a row only the last one is. */
const SETTLE = 100;

/** What stands in `_gallery` of the element. */
export type Gallery = {
  options: GalleryOptions;
  /** Selects the neighbour in a direction; nothing at the ends. */
  move(direction: 1 | -1): void;
  /** Takes on the container's present size. */
  resize(): void;
  destroy(): void;
};

/**
 * Fills a container with a zoom viewer and thumbnails to choose from. Stays empty when the folder cannot be listed and the
 * page names no pictures of its own.
 */
export function createGallery(
  container: HTMLElement,
  given?: Partial<GalleryOptions> | null,
  events?: GalleryEvents | null,
  inFullScreen = false,
): Gallery {
  const options = galleryOptions(given);
  const leave = new AbortController();
  const { signal } = leave;
  const queue = createImageQueue();
  const main = document.createElement('div');
  main.className = 'main_view';
  let pictures: GalleryPicture[] = [];
  let strip: Strip | undefined;
  let selected: number | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let opened = false;

  container.replaceChildren();
  container.classList.add('gallery');
  const gallery: Gallery = { options, move, resize, destroy };
  void begin();
  return gallery;

  async function begin(): Promise<void> {
    const message = showMessage('Loading gallery...');
    const names = await listNames();
    if (signal.aborted) return;
    if (names === undefined && options.images.length === 0) {
      message.remove();
      return;
    }
    pictures = collectPictures(options, names ?? []);
    if (pictures.length === 0) {
      message.textContent = 'There are no pictures in this gallery.';
      return;
    }
    const row = makeStrip(pictures, options.thumbsize, choose);
    strip = row;
    container.append(main, row.element);
    resize();
    const first = await loadThumbnails(row, startIndex(pictures, options.startImage));
    if (signal.aborted) return;
    message.remove();
    // Somebody may have been quicker than the thumbnail.
    if (selected === undefined) select(first);
    openSelected();
  }

  /** Undefined when there is no list. */
  async function listNames(): Promise<string[] | undefined> {
    if (!options.folder) return [];
    return listFolder(serverBase(options.server), options.folder, signal).catch(() => undefined);
  }

  /** Asks for all thumbnails, first that of the start; gives the first in order from there that came, else the start. */
  async function loadThumbnails(row: Strip, start: number): Promise<number> {
    const order = [start, ...pictures.keys()].filter((index, at) => at === 0 || index !== start);
    const arrivals = order.map((index) => {
      const thumbnail = row.thumbnails[index];
      const url = pictures[index]?.url;
      return thumbnail && url ? queue.add(thumbnail, url) : Promise.resolve(false);
    });
    row.measure();
    for (const [at, arrival] of arrivals.entries()) {
      // A picture that is not there keeps nobody from the others.
      // oxlint-disable-next-line no-await-in-loop
      if (await arrival) return order[at] ?? start;
    }
    return start;
  }

  function choose(index: number): void {
    if (index === selected) return;
    select(index);
    clearTimeout(settling);
    settling = setTimeout(openSelected, SETTLE);
  }

  function move(direction: 1 | -1): void {
    if (selected === undefined) return;
    choose(Math.min(Math.max(selected + direction, 0), pictures.length - 1));
  }

  function select(index: number): void {
    selected = index;
    strip?.select(index);
    const src = pictures[index]?.entry.src;
    const { onchange } = events ?? {};
    if (typeof onchange !== 'function' || src === undefined) return;
    setTimeout(() => onchange.call(gallery, src));
  }

  function openSelected(): void {
    const picture = selected === undefined ? undefined : pictures[selected];
    if (picture === undefined || signal.aborted) return;
    clearTimeout(settling);
    opened = true;
    // The full-screen gallery tells by itself of being opened and closed.
    const { onchange: _, onfullscreen, ...others } = events ?? {};
    const passed = inFullScreen ? others : { ...others, onfullscreen };
    showZoom(main, picture.url, viewerOptions(options, picture.entry, inFullScreen), passed);
  }

  function resize(): void {
    if (strip === undefined) return;
    const margins = verticalMargins(main) + verticalMargins(strip.element);
    const height = heights(innerSize(container).height, options.thumbsize.height, margins);
    main.style.height = `${height.main}px`;
    strip.element.style.height = `${height.strip}px`;
    strip.measure();
    if (opened) resizeZoom(main);
  }

  function destroy(): void {
    leave.abort();
    clearTimeout(settling);
    queue.stop();
    strip?.destroy();
    if (opened) closeZoom(main);
    container.replaceChildren();
  }

  function showMessage(text: string): HTMLElement {
    const message = document.createElement('p');
    message.className = 'gallery_message';
    message.setAttribute('role', 'status');
    message.textContent = text;
    container.append(message);
    return message;
  }
}

function verticalMargins(element: HTMLElement): number {
  const { marginTop, marginBottom } = getComputedStyle(element);
  return (Number.parseFloat(marginTop) || 0) + (Number.parseFloat(marginBottom) || 0);
}
