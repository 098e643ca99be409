import { makeElement } from './make-element.ts';
import { stripTags } from './strip-tags.ts';

export type AlertPanel = {
  /** Opens with these lines; closes instead when it is open, whatever it shows. Tells whether it is open now. */
  toggle(lines: readonly string[]): boolean;
  close(): void;
};

/** The panel over the picture that shows help or what is known of the picture. One click closes it. */
export function createAlertPanel(container: HTMLElement): AlertPanel {
  let panel: HTMLElement | undefined;

  function close(): void {
    panel?.remove();
    panel = undefined;
  }

  return {
    close,
    toggle(lines) {
      if (panel) {
        close();
        return false;
      }
      panel = makeElement('div', 'alertpanel');
      panel.setAttribute('role', 'status');
      panel.tabIndex = 0;
      const text = makeElement('div');
      for (const [index, line] of lines.entries()) {
        if (index > 0) text.append(makeElement('br'));
        text.append(line);
      }
      panel.append(makeElement('div', 'panelbg'), text);
      panel.addEventListener('click', close);
      panel.addEventListener('keydown', ({ key }) => {
        if (key === 'Enter' || key === ' ') close();
      });
      container.append(panel);
      return true;
    },
  };
}

/** Gestures that the viewer knows. */
export function helpLines(canReset: boolean): string[] {
  const reset = (how: string) => (canReset ? [`${how} to see the whole image again`] : []);
  return [
    'With a mouse:',
    'Click to zoom in, shift-click to zoom out',
    'Drag to move around',
    ...reset('Double-click'),
    '',
    'On a touch screen:',
    'Tap to zoom in, pinch to zoom in and out',
    'Drag to move around',
    ...reset('Tap twice'),
  ];
}

/** Title, an empty line and the description, of which line breaks are the only markup that counts. */
export function infoLines(title: string, description: string): string[] {
  const lines = description.split(/<br\s*\/?>|\r\n|\r|\n/i).map(stripTags);
  return [stripTags(title), '', ...lines];
}
