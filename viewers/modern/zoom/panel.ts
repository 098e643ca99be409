import { create, createButton, relabel } from '../element/create.ts';

/** A box of text over the picture, opened by a button and closed by it, its own button or Escape. */
export type Panel = {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** Shows a heading and a text in place of what it shows, or closes it when that button opened it. */
  toggle(opener: HTMLButtonElement, heading: string, text: string, closeLabel: string): void;
  close(): void;
};

export function createPanel(): Panel {
  const heading = create('strong');
  const text = create('p');
  const closer = createButton('close', 'close', '', () => close());
  const element = create(
    'div',
    { part: 'panel', class: 'panel', role: 'region', tabindex: -1, hidden: true },
    [heading, text, closer],
  );
  let openedBy: HTMLButtonElement | undefined;

  function close(): void {
    if (element.hidden) return;
    element.hidden = true;
    openedBy?.setAttribute('aria-expanded', 'false');
    openedBy?.focus();
    openedBy = undefined;
  }
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });

  return {
    element,
    get isOpen() {
      return !element.hidden;
    },
    toggle(opener, title, content, closeLabel) {
      const isSame = openedBy === opener;
      close();
      if (isSame) return;
      openedBy = opener;
      opener.setAttribute('aria-expanded', 'true');
      heading.textContent = title;
      text.textContent = content;
      element.setAttribute('aria-label', title);
      relabel(closer, closeLabel);
      element.hidden = false;
      element.focus();
    },
    close,
  };
}
