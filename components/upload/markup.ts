import { pictureUrl } from '#lib/transform/picture-url.ts';
import { shownInPages } from '../client/places.ts';
import type { StoredImage } from './entry.ts';

/** Pixels of the square that the picture of the markup fits into, without a template. */
const BOX = 200;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/**
 * HTML of an uploaded image: a picture that leads to the original. Its addresses name the public host, as that of the image
 * does.
 * @param template of the picture; without one it is a thumbnail
 */
export function markupOf(image: StoredImage, template: string | undefined): string {
  const base = image.url.slice(0, Math.max(0, image.url.indexOf('/image?')));
  const picture = pictureUrl(`${base}/image`, image.src, {
    ...(template === undefined ? { width: BOX, height: BOX, autosizefit: true } : { tmp: template }),
    ...shownInPages(image.src),
  });
  const original = pictureUrl(`${base}/original`, image.src);
  return `<a href="${escaped(original)}"><img src="${escaped(picture)}" alt=""></a>`;
}
