/** Pixels that a pointer moves before it is a drag and no click. */
const THRESHOLD = 8;

type Swipe = {
  /** Whether a drag may begin now. */
  mayBegin(): boolean;
  /** @param x CSS pixels from where it began; to the right is positive */
  onMove(x: number): void;
  /** @param speed CSS pixels per millisecond at the end */
  onEnd(x: number, speed: number): void;
};

/** Follows drags to the side with one finger, a pen or the mouse. Those up and down still scroll the page. */
export function followSwipes(element: HTMLElement, swipe: Swipe, signal: AbortSignal): void {
  let active:
    | { id: number; start: number; last: number; time: number; speed: number; drags: boolean }
    | undefined;

  const onMove = (event: PointerEvent) => {
    if (!active || event.pointerId !== active.id) return;
    const x = event.clientX - active.start;
    if (!active.drags && Math.abs(x) < THRESHOLD) return;
    if (!active.drags) {
      active.drags = true;
      element.setPointerCapture(event.pointerId);
    }
    const passed = Math.max(1, event.timeStamp - active.time);
    active.speed = 0.6 * ((event.clientX - active.last) / passed) + 0.4 * active.speed;
    active.last = event.clientX;
    active.time = event.timeStamp;
    swipe.onMove(x);
  };
  const onEnd = (event: PointerEvent) => {
    if (!active || event.pointerId !== active.id) return;
    const { start, drags, speed, time, last } = active;
    active = undefined;
    if (!drags) return;
    // Whoever stops before letting go does not throw.
    const isThrown = event.type === 'pointerup' && event.timeStamp - time < 80;
    swipe.onEnd(event.type === 'pointercancel' ? 0 : last - start, isThrown ? speed : 0);
    // The click that follows was not meant for the link below.
    const stop = (click: Event) => {
      click.preventDefault();
      click.stopPropagation();
    };
    element.addEventListener('click', stop, { capture: true, once: true });
    setTimeout(() => element.removeEventListener('click', stop, { capture: true }));
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (active || !event.isPrimary || event.button !== 0 || !swipe.mayBegin()) return;
      const { pointerId: id, clientX: start, timeStamp: time } = event;
      active = { id, start, last: start, time, speed: 0, drags: false };
    },
    { signal },
  );
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onEnd, { signal });
  element.addEventListener('pointercancel', onEnd, { signal });
}
