type Children = ReadonlyArray<Node | string>;

/**
 * An element with attributes and children. No markup is parsed, so nothing in a text can become an element.
 * Attributes that are undefined or false are left out, `true` ones are empty.
 */
export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  children: Children = [],
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(attribute, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** Drawings on a field of 24 by 24, as strokes. */
const ICONS = {
  zoomIn: 'M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5M8 11h6M11 8v6',
  zoomOut: 'M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5M8 11h6',
  reset: 'M4 9V4h5M20 15v5h-5M4 4l6 6M20 20l-6-6',
  enlarge: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
  reduce: 'M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5',
  download: 'M12 4v11M7 11l5 5l5-5M5 20h14',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v5M12 7.5v.5',
  help: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7l7 7',
  on: 'M9 5l7 7l-7 7',
  play: 'M8 5l11 7l-11 7z',
  pause: 'M9 5v14M15 5v14',
} as const;

export type IconName = keyof typeof ICONS;

/** A drawing that takes the colour of the text around and says nothing to screen readers. */
function createIcon(name: IconName): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', ICONS[name]);
  icon.append(path);
  return icon;
}

/** A round button with a drawing in it. Its label is read out and shown as a tip. */
export function createButton(
  part: string,
  icon: IconName,
  label: string,
  onClick: (event: MouseEvent) => void,
): HTMLButtonElement {
  const button = create('button', { type: 'button', part: `button ${part}`, class: 'button' }, [
    createIcon(icon),
  ]);
  relabel(button, label);
  button.addEventListener('click', onClick);
  return button;
}

/** Changes what a button is called. */
export function relabel(button: HTMLButtonElement, label: string): void {
  button.setAttribute('aria-label', label);
  button.title = label;
}

/** Changes the drawing of a button. */
export function redraw(button: HTMLButtonElement, icon: IconName): void {
  button.replaceChildren(createIcon(icon));
}
