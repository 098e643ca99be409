export type Stage = {
  /** What holds slides and controls, inside the padding of the container. */
  element: HTMLElement;
  /** Whether screen readers tell of new slides; a running show would talk without end. */
  announce(on: boolean): void;
  /** Lets the arrow keys turn slides while the focus is inside; `focusable` when nothing inside can have it. */
  allowKeys(turn: (direction: 1 | -1) => void, focusable: boolean): void;
};

const KEYS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Empties a container and makes the room for slides in it, until `signal`. */
export function makeStage(container: HTMLElement, signal: AbortSignal): Stage {
  container.replaceChildren();
  container.style.position = 'relative';
  container.style.overflow = 'hidden';
  const said = { role: 'group', 'aria-roledescription': 'slideshow', 'aria-label': 'Slideshow' };
  const added = Object.entries(said).filter(([name]) => !container.hasAttribute(name));
  for (const [name, value] of added) container.setAttribute(name, value);

  const { paddingTop, paddingRight, paddingBottom, paddingLeft } = getComputedStyle(container);
  const element = document.createElement('div');
  Object.assign(element.style, {
    position: 'absolute',
    top: paddingTop,
    right: paddingRight,
    bottom: paddingBottom,
    left: paddingLeft,
    overflow: 'hidden',
  });
  container.append(element);
  signal.addEventListener('abort', () => {
    for (const [name] of added) container.removeAttribute(name);
  });

  return {
    element,
    announce: (on) => element.setAttribute('aria-live', on ? 'polite' : 'off'),
    allowKeys(turn, focusable) {
      if (focusable) element.tabIndex = 0;
      element.addEventListener('keydown', (event) => {
        const direction = KEYS[event.key];
        if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        turn(direction);
      });
    },
  };
}

/** A sentence in the middle of the stage. */
export function showMessage(stage: HTMLElement, text: string): HTMLElement {
  const message = document.createElement('div');
  message.textContent = text;
  Object.assign(message.style, {
    position: 'absolute',
    top: '50%',
    left: '0',
    right: '0',
    padding: '0 8px',
    transform: 'translateY(-50%)',
    textAlign: 'center',
  });
  stage.append(message);
  return message;
}
