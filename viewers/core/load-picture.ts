import type { Decoded } from './tile-store.ts';

/**
 * Loads a picture as an image element does: with the page's cookies for its own server and without asking for leave to
 * read its pixels. Decoded off the main thread. Rejects when the picture does not come or is none.
 */
export async function loadPicture(url: string, signal: AbortSignal): Promise<Decoded> {
  const image = new Image();
  image.decoding = 'async';
  const stop = () => {
    image.src = '';
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    image.src = url;
    await image.decode();
    return await keep(image);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A bitmap stays decoded until it is let go, an image element may be decoded anew while it is drawn. */
async function keep(image: HTMLImageElement): Promise<Decoded> {
  const { naturalWidth: width, naturalHeight: height } = image;
  const bitmap =
    typeof createImageBitmap === 'function'
      ? await createImageBitmap(image).catch(() => undefined)
      : undefined;
  if (!bitmap) return { source: image, width, height, release: () => undefined };
  return { source: bitmap, width, height, release: () => bitmap.close() };
}
