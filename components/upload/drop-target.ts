import type { Destination, OnTaken } from './queue.ts';

/** Where files that are dropped on a part of a page go. */
export type DropTarget = { element: HTMLElement; destination: Destination; onTaken: OnTaken };

const CHOICES: ReadonlySet<string> = new Set(['ask', 'refuse', 'rename', 'replace']);

/**
 * The part of the page that takes files in and holds this element, by its `data-upload-folder` (and `-index`, `-taken`);
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
  const { uploadFolder = '/', uploadIndex, uploadTaken = '' } = found.dataset;
  return {
    element: found,
    destination: {
      folder: uploadFolder,
      ...(uploadIndex === undefined ? {} : { index: Number(uploadIndex) }),
    },
    onTaken: CHOICES.has(uploadTaken) ? (uploadTaken as OnTaken) : 'ask',
  };
}
