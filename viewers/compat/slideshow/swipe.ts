/** Pixels that a finger has to go sideways. */
const ENOUGH = 40;

/**
 * Calls `move` when a finger or pen goes sideways over an element: 1 to the left, which asks for the next, -1 to the right.
 * The page still scrolls up and down, and a link under the finger is not followed then.
 */
export function watchSwipes(element: HTMLElement, move: (direction: 1 | -1) => void): void {
  let start: { x: number; y: number; id: number } | undefined;
  let swiped = false;
  element.style.touchAction = 'pan-y pinch-zoom';
  element.addEventListener('pointerdown', (event) => {
    swiped = false;
    const byHand = event.isPrimary && event.pointerType !== 'mouse';
    start = byHand ? { x: event.clientX, y: event.clientY, id: event.pointerId } : undefined;
  });
  element.addEventListener('pointercancel', () => {
    start = undefined;
  });
  element.addEventListener('pointerup', (event) => {
    if (start === undefined || event.pointerId !== start.id) return;
    const x = event.clientX - start.x;
    const y = event.clientY - start.y;
    start = undefined;
    if (Math.abs(x) < ENOUGH || Math.abs(x) < 2 * Math.abs(y)) return;
    swiped = true;
    move(x < 0 ? 1 : -1);
  });
  element.addEventListener(
    'click',
    (event) => {
      if (!swiped) return;
      swiped = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}
