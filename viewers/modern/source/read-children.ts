import { type Picture, readPicture } from './picture.ts';

/** What of the children stands for a picture. */
const PICTURES = 'img[src], emulsion-image[src]';

/**
 * Pictures that the element holds as children, as they are shown where the script does not run: `img` with the address of
 * a picture of the server, or `emulsion-image`; alone, in a link, or in a `figure` with a caption. Others are left out.
 */
export function readChildren(element: Element, server: string, parameters: string): Picture[] {
  return [...element.querySelectorAll<HTMLElement>(PICTURES)].flatMap((child) => {
    if (child.closest('[slot]')?.parentElement === element) return [];
    const isOwn = child.localName === 'emulsion-image';
    const address = child.getAttribute('src') ?? '';
    if (!isOwn && !/[?&;]src=/.test(address)) return [];
    const own = isOwn ? (child.getAttribute('params') ?? '') : '';
    const picture = readPicture(
      address,
      (isOwn && child.getAttribute('server')) || server,
      [parameters, own].filter(Boolean).join('&'),
    );
    return [
      {
        ...picture,
        title: child.title || captionOf(child),
        description: child.dataset.description ?? '',
        alt: child.getAttribute('alt') ?? undefined,
        link: child.closest('a')?.href ?? '',
      },
    ];
  });
}

function captionOf(child: Element): string {
  return child.closest('figure')?.querySelector('figcaption')?.textContent.trim() ?? '';
}
