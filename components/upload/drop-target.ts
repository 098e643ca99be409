import type { OnTaken, Place } from './entry.ts';

/** Where files that are dropped on a part of a page go. */
export type DropTarget = Place & { element: HTMLElement };

const CHOICES: ReadonlySet<string> = new Set(['ask', 'refuse', 'rename', 'replace']);

/**
 * The part of the page that takes files in and holds this element, by its `data-upload-folder` (and `-index`, `-taken`, `-title`, `-tags`);
 * without an element, the first one on the page.
 */
export function dropTargetOf(element: EventTarget | null | undefined): DropTarget | undefined {
  const found =
    element === undefined
      ? document.querySelector<HTMLElement>('[data-upload-folder]')
      : element instanceof Element
        ? element.closest<HTMLElement>('[data-upload-folder]')
        : null;
  if (!found) return undefined;
  const {
    uploadFolder = '/',
    uploadIndex,
    uploadTaken = '',
    uploadTitle = '',
    uploadTags = '',
  } = found.dataset;
  return {
    element: found,
    destination: {
      folder: uploadFolder,
      ...(uploadIndex === undefined ? {} : { index: Number(uploadIndex) }),
    },
    words: { title: uploadTitle, tags: uploadTags },
    onTaken: CHOICES.has(uploadTaken) ? (uploadTaken as OnTaken) : 'ask',
  };
}
