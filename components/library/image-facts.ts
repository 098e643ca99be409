import { formatBytes } from '#lib/format/bytes.ts';
import { formatOf } from '#lib/transform/formats.ts';
import type { BrowsedImage } from '../client/browsed.ts';

/** The extension of a file name in lower case; empty without one. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** The format of an image for people, such as `JPEG`. */
export function formatName({ filename }: Pick<BrowsedImage, 'filename'>): string {
  const extension = extensionOf(filename);
  return formatOf(extension)?.name ?? extension.toUpperCase();
}

/** `4000 × 3000`, or a dash when the file cannot be read. */
export function pixelsText({ width, height }: Pick<BrowsedImage, 'width' | 'height'>): string {
  return width > 0 && height > 0 ? `${width} × ${height}` : '–';
}

/** What screen readers say of an image. It begins with what is seen, in its order. */
export function spokenName(image: BrowsedImage): string {
  return [
    image.filename,
    formatName(image),
    formatBytes(image.bytes),
    ...(image.width > 0 ? [`${pixelsText(image)} pixels`] : []),
    ...(image.title === '' ? [] : [image.title]),
  ].join(', ');
}
