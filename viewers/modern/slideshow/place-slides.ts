export type Mode = 'slide' | 'stack' | 'fade';

/**
 * Puts two slides where they are during a change.
 * @param way from the one (0) to the other (1)
 * @param side where the other comes from: 1 = behind in the order, -1 = before
 * @param sign 1 where the order runs to the right, -1 where it runs to the left
 */
export function placeSlides(
  mode: Mode,
  current: HTMLElement,
  other: HTMLElement | undefined,
  way: number,
  side: 1 | -1,
  sign: 1 | -1,
): void {
  const at = (element: HTMLElement, shift: number, opacity: number, isOver: boolean) => {
    element.style.translate = shift === 0 ? '' : `${shift * 100 * sign}% 0`;
    element.style.opacity = opacity === 1 ? '' : String(opacity);
    element.classList.toggle('over', isOver);
  };
  if (mode === 'slide') {
    at(current, -side * way, 1, false);
    if (other) at(other, side * (1 - way), 1, false);
  } else if (mode === 'stack') {
    // The later one lies over the earlier one and comes, or leaves, at its side.
    at(current, side === -1 ? way : 0, 1, side === -1);
    if (other) at(other, side === 1 ? 1 - way : 0, 1, side === 1);
  } else {
    at(current, 0, 1, false);
    if (other) at(other, 0, way, true);
  }
}
