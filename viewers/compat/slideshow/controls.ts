import { pressable } from '../../core/pressable.ts';

/** Side of an arrow's picture as it is shown, in pixels. */
const ARROW = 40;

/** One of the arrows, at the middle of its side of the box. */
export function makeArrow(
  server: string,
  side: 'left' | 'right',
  label: string,
  press: () => void,
): HTMLElement {
  const arrow = pressable(document.createElement('div'), label, press);
  Object.assign(arrow.style, {
    position: 'absolute',
    top: '50%',
    [side]: '8px',
    width: `${ARROW}px`,
    height: `${ARROW}px`,
    marginTop: `${-ARROW / 2}px`,
    zIndex: '4',
    cursor: 'pointer',
    userSelect: 'none',
  });
  const image = document.createElement('img');
  image.alt = '';
  image.draggable = false;
  Object.assign(image.style, {
    display: 'block',
    width: '100%',
    height: '100%',
    margin: '0',
    padding: '0',
    border: '0',
  });
  image.addEventListener('error', () => {
    // Pictures of several servers may have none of their own for the arrows.
    arrow.textContent = side === 'left' ? '\u2039' : '\u203a';
    Object.assign(arrow.style, {
      font: `${ARROW - 8}px/${ARROW - 6}px sans-serif`,
      textAlign: 'center',
      color: '#ffffff',
      backgroundColor: 'rgba(0, 0, 0, 0.55)',
      borderRadius: '50%',
    });
  });
  image.src = `${server}static/images/slideshow/arrow-${side}.png`;
  arrow.append(image);
  return arrow;
}

export type Dots = { bar: HTMLElement; select(index: number): void };

/** A dot for each slide, along the lower edge of the box. */
export function makeDots(
  labels: readonly string[],
  colors: { plain: string; selected: string },
  press: (index: number) => void,
): Dots {
  const bar = document.createElement('div');
  Object.assign(bar.style, {
    position: 'absolute',
    left: '0',
    right: '0',
    bottom: '8px',
    zIndex: '4',
    textAlign: 'center',
    lineHeight: '0',
    pointerEvents: 'none',
  });
  const dots = labels.map((label, index) => {
    const dot = pressable(document.createElement('span'), `${index + 1}: ${label}`, () => press(index));
    dot.className = '_sls_dot';
    Object.assign(dot.style, {
      display: 'inline-block',
      boxSizing: 'border-box',
      width: '12px',
      height: '12px',
      margin: '6px',
      borderRadius: '50%',
      // Seen on pictures of any colour.
      boxShadow: '0 0 0 1px rgba(255, 255, 255, 0.6), 0 0 0 2px rgba(0, 0, 0, 0.4)',
      cursor: 'pointer',
      pointerEvents: 'auto',
    });
    return dot;
  });
  bar.append(...dots);
  return {
    bar,
    select(index) {
      for (const [at, dot] of dots.entries()) {
        dot.style.backgroundColor = at === index ? colors.selected : colors.plain;
        if (at === index) dot.setAttribute('aria-current', 'true');
        else dot.removeAttribute('aria-current');
      }
    },
  };
}
