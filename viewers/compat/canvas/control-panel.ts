import { makeElement } from './make-element.ts';
import type { CanvasViewOptions } from './options.ts';
import { stripTags } from './strip-tags.ts';

export type Actions = Record<
  'info' | 'download' | 'help' | 'reset' | 'zoomin' | 'zoomout' | 'fulltoggle',
  () => void
>;

export type ControlPanel = {
  /** Whether it lies over the picture. */
  readonly isUp: boolean;
  setTitle(title: string): void;
  /** Whether the original may be saved; unknown until the server has told. */
  allowDownload(isAllowed: boolean): void;
  /** What can still be done. */
  setLimits(limits: { canZoomIn: boolean; canZoomOut: boolean }): void;
};

const LONGEST_TITLE = 24;
/** Name of the option, class of the button, words for it. */
const BUTTONS = [
  ['help', 'help', 'Help'],
  ['reset', 'reset', 'Whole image'],
  ['zoomin', 'zoomin', 'Zoom in'],
  ['zoomout', 'zoomout', 'Zoom out'],
  ['fullscreen', 'fulltoggle', 'Full screen'],
] as const;

/** The bar of buttons at the lower edge; with `auto` behind a tab. Undefined when the page wants none. */
export function createControlPanel(
  container: HTMLElement,
  { showcontrols, controls }: CanvasViewOptions,
  actions: Actions,
): ControlPanel | undefined {
  if (showcontrols === 'no') return undefined;
  const panel = makeElement('div', 'controlpanel');
  panel.setAttribute('role', 'toolbar');
  panel.setAttribute('aria-label', 'Image');
  const buttons = new Map<string, HTMLButtonElement>();
  const title = makeButton('controltitle', 'About this image', actions.info);
  // Its text names it.
  title.removeAttribute('aria-label');
  title.textContent = 'Loading...';
  if (controls.title) panel.append(title);
  if (controls.download) {
    const download = makeIcon('download', 'Download', actions.download);
    buttons.set('download', download);
    panel.append(download, makeElement('span', 'separator'));
    setDisabled(download, true);
  }
  for (const [option, className, words] of BUTTONS) {
    if (!controls[option]) continue;
    const button = makeIcon(className, words, actions[className]);
    buttons.set(className, button);
    panel.append(button);
  }
  if (showcontrols === 'auto') container.append(makeTab(panel));
  else panel.classList.add('up');
  container.append(panel);

  return {
    get isUp() {
      return panel.classList.contains('up');
    },
    setTitle(text) {
      const plain = stripTags(text).trim();
      const isLong = plain.length > LONGEST_TITLE;
      title.textContent = isLong ? `${plain.slice(0, LONGEST_TITLE).trimEnd()}...` : plain;
      title.title = plain;
    },
    allowDownload(isAllowed) {
      const button = buttons.get('download');
      if (!button) return;
      setDisabled(button, !isAllowed);
      button.title = isAllowed ? 'Download' : 'You do not have permission to download this image';
    },
    setLimits({ canZoomIn, canZoomOut }) {
      for (const [name, isPossible] of [
        ['zoomin', canZoomIn],
        ['zoomout', canZoomOut],
        ['reset', canZoomOut],
      ] as const) {
        const button = buttons.get(name);
        if (button) setDisabled(button, !isPossible);
      }
    },
  };
}

function makeTab(panel: HTMLElement): HTMLElement {
  const tab = makeButton('controltoggle', 'Show controls', () => {
    const isUp = panel.classList.toggle('up');
    tab.classList.toggle('up', isUp);
    // Above a panel of any number of rows.
    tab.style.bottom = isUp ? `${panel.offsetHeight}px` : '';
    tab.setAttribute('aria-expanded', String(isUp));
    tab.title = isUp ? 'Hide controls' : 'Show controls';
    tab.setAttribute('aria-label', tab.title);
  });
  tab.setAttribute('aria-expanded', 'false');
  return tab;
}

function makeIcon(name: string, words: string, onClick: () => void): HTMLButtonElement {
  const icon = makeButton(`icon ${name}`, words, onClick);
  icon.addEventListener('pointerenter', () => icon.classList.add('rollover'));
  icon.addEventListener('pointerleave', () => icon.classList.remove('rollover'));
  return icon;
}

function makeButton(className: string, words: string, onClick: () => void): HTMLButtonElement {
  const button = makeElement('button', className);
  button.type = 'button';
  button.title = words;
  button.setAttribute('aria-label', words);
  button.addEventListener('click', () => {
    if (!button.classList.contains('disabled')) onClick();
  });
  return button;
}

/** By class, as style sheets of pages know it; the button keeps the focus. */
function setDisabled(button: HTMLElement, isDisabled: boolean): void {
  button.classList.toggle('disabled', isDisabled);
  button.setAttribute('aria-disabled', String(isDisabled));
}
