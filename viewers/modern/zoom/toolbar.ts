import { create, createButton, type IconName, redraw, relabel } from '../element/create.ts';
import type { LabelName, Labels } from '../element/labels.ts';

/** Groups of buttons, by the words of the `controls` attribute. */
const GROUPS = ['download', 'info', 'help', 'zoom', 'reset', 'fullscreen'] as const;
type Group = (typeof GROUPS)[number];

const BUTTONS = [
  ['download', 'download', 'download'],
  ['info', 'info', 'info'],
  ['help', 'help', 'help'],
  ['zoomOut', 'zoomOut', 'zoom'],
  ['zoomIn', 'zoomIn', 'zoom'],
  ['reset', 'reset', 'reset'],
  ['enlarge', 'enlarge', 'fullscreen'],
] as const satisfies ReadonlyArray<readonly [LabelName, IconName, Group]>;

export type ToolName = (typeof BUTTONS)[number][0];

export type ToolbarState = {
  controls: string;
  labels: Labels;
  canZoomIn: boolean;
  canZoomOut: boolean;
  isFull: boolean;
  hasInfo: boolean;
  mayDownload: boolean;
};

/** The buttons below a picture. */
export type Toolbar = {
  readonly element: HTMLElement;
  readonly buttons: Readonly<Record<ToolName, HTMLButtonElement>>;
  update(state: ToolbarState): void;
};

/** Without a `controls` attribute. */
const USUAL: ReadonlySet<string> = new Set<Group>(['info', 'zoom', 'reset', 'fullscreen']);

/** Words of the `controls` attribute; `none` is no button at all. */
function readControls(controls: string): ReadonlySet<string> {
  const words = controls.split(/[\s,]+/).filter(Boolean);
  return words.length === 0 ? USUAL : new Set(words.filter((word) => GROUPS.some((group) => group === word)));
}

export function createToolbar(onPress: (name: ToolName) => void): Toolbar {
  const entries = BUTTONS.map(([name, icon]) => {
    const part = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [name, createButton(part, icon, '', () => onPress(name))] as const;
  });
  const buttons = Object.fromEntries(entries) as Record<ToolName, HTMLButtonElement>;
  for (const name of ['info', 'help'] as const) buttons[name].setAttribute('aria-expanded', 'false');
  const element = create('div', { part: 'toolbar', class: 'toolbar', role: 'group' }, Object.values(buttons));

  return {
    element,
    buttons,
    update({ controls, labels, canZoomIn, canZoomOut, isFull, hasInfo, mayDownload }) {
      const wanted = readControls(controls);
      for (const [name, , group] of BUTTONS) {
        buttons[name].hidden = !wanted.has(group);
        relabel(buttons[name], labels[name]);
      }
      if (!hasInfo) buttons.info.hidden = true;
      if (!mayDownload) buttons.download.hidden = true;
      element.setAttribute('aria-label', labels.zoomable);
      relabel(buttons.enlarge, isFull ? labels.reduce : labels.enlarge);
      redraw(buttons.enlarge, isFull ? 'reduce' : 'enlarge');
      disable(buttons.zoomIn, !canZoomIn);
      disable(buttons.zoomOut, !canZoomOut);
      disable(buttons.reset, !canZoomOut);
    },
  };
}

/** A button that has the focus keeps it at the limit, so that the keyboard does not lose its place. */
function disable(button: HTMLButtonElement, isDisabled: boolean): void {
  const root = button.getRootNode();
  const hasFocus = root instanceof ShadowRoot && root.activeElement === button;
  button.disabled = isDisabled && !hasFocus;
  button.toggleAttribute('aria-disabled', isDisabled);
  if (isDisabled) button.setAttribute('aria-disabled', 'true');
}
