import type { Point } from '../../core/view.ts';

/** Pixels that a pointer may move and still be a click. */
const STILL = 6;
/** Milliseconds between the taps of a double tap. */
const DOUBLE = 300;
/** Pixels between them. */
const NEAR = 30;
/** Milliseconds after which a pointer that lay still throws no more. */
const STALE = 80;
/** Least speed in CSS pixels per millisecond of a throw. */
const FAST = 0.15;

export type GestureTarget = {
  /** Whether one finger moves the picture; else it scrolls the page. */
  mayPan(touch: boolean): boolean;
  /** A finger or button was put down. */
  onTouch(): void;
  onPan(x: number, y: number): void;
  /** @param speed CSS pixels per millisecond */
  onThrow(speed: Point): void;
  /** @param factor since the last call */
  onPinch(factor: number, about: Point): void;
  /** @param speed natural logarithm of the factor per millisecond */
  onPinchEnd(speed: number, about: Point): void;
  onClick(at: Point, isShifted: boolean): void;
  onDoubleTap(at: Point): void;
  /** A drag to the side of a picture that cannot be moved. */
  onSwipe(direction: 1 | -1): void;
};

type Finger = { x: number; y: number };

/** Turns pointers on an element into what is meant by them. Positions are CSS pixels from its top left corner. */
export function followGestures(element: HTMLElement, target: GestureTarget, signal: AbortSignal): void {
  const fingers = new Map<number, Finger>();
  let start: (Finger & { moved: boolean; pans: boolean }) | undefined;
  let speed: Finger = { x: 0, y: 0 };
  let lastMove = 0;
  let pinch: { distance: number; speed: number; time: number } | undefined;
  let lastTap: (Finger & { time: number }) | undefined;

  const place = (event: PointerEvent): Finger => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const spread = () => {
    const [a, b] = [...fingers.values()];
    if (!a || !b) return undefined;
    return { distance: Math.hypot(a.x - b.x, a.y - b.y), about: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  };

  function onDown(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (fingers.size >= 2) return;
    target.onTouch();
    const at = place(event);
    fingers.set(event.pointerId, at);
    element.setPointerCapture(event.pointerId);
    if (fingers.size === 1) {
      start = {
        ...at,
        moved: false,
        pans: target.mayPan(event.pointerType === 'touch'),
      };
      speed = { x: 0, y: 0 };
      lastMove = event.timeStamp;
      return;
    }
    if (start) start.moved = true;
    const { distance = 0 } = spread() ?? {};
    pinch = { distance, speed: 0, time: event.timeStamp };
  }

  function onMove(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before || !start) return;
    const at = place(event);
    const old = spread();
    fingers.set(event.pointerId, at);
    if (pinch && old) {
      movePinch(old, event.timeStamp);
      return;
    }
    if (!start.moved && Math.hypot(at.x - start.x, at.y - start.y) < STILL) return;
    start.moved = true;
    if (!start.pans) return;
    const passed = Math.max(1, event.timeStamp - lastMove);
    const blend = (now: number, earlier: number) => 0.6 * (now / passed) + 0.4 * earlier;
    speed = { x: blend(at.x - before.x, speed.x), y: blend(at.y - before.y, speed.y) };
    lastMove = event.timeStamp;
    target.onPan(at.x - before.x, at.y - before.y);
  }

  function movePinch(old: { distance: number; about: Point }, time: number): void {
    const now = spread();
    if (!now || !pinch || now.distance < 1 || old.distance < 1) return;
    const factor = now.distance / old.distance;
    const passed = Math.max(1, time - pinch.time);
    pinch = {
      distance: now.distance,
      speed: 0.6 * (Math.log(factor) / passed) + 0.4 * pinch.speed,
      time,
    };
    target.onPan(now.about.x - old.about.x, now.about.y - old.about.y);
    target.onPinch(factor, now.about);
  }

  function onUp(event: PointerEvent): void {
    const at = fingers.get(event.pointerId);
    if (!at) return;
    const two = spread();
    fingers.delete(event.pointerId);
    if (pinch && two) {
      const isStale = event.timeStamp - pinch.time > STALE || event.type === 'pointercancel';
      target.onPinchEnd(isStale ? 0 : pinch.speed, two.about);
      pinch = undefined;
      // The finger that is still down goes on as a drag, without a jump and without becoming a tap.
      speed = { x: 0, y: 0 };
      if (start) start.pans = true;
      return;
    }
    const began = start;
    start = undefined;
    if (!began || event.type === 'pointercancel') return;
    if (!began.moved) tap(event, at);
    else if (began.pans) endDrag(event.timeStamp);
    else endSwipe(began, at);
  }

  function endDrag(time: number): void {
    if (time - lastMove < STALE && Math.hypot(speed.x, speed.y) > FAST) target.onThrow(speed);
  }

  function endSwipe(began: Finger, at: Finger): void {
    const x = at.x - began.x;
    if (Math.abs(x) > 40 && Math.abs(x) > 1.5 * Math.abs(at.y - began.y)) target.onSwipe(x > 0 ? 1 : -1);
  }

  function tap(event: PointerEvent, at: Finger): void {
    if (event.pointerType === 'mouse') {
      target.onClick(at, event.shiftKey);
      return;
    }
    const isSecond =
      lastTap &&
      event.timeStamp - lastTap.time < DOUBLE &&
      Math.hypot(at.x - lastTap.x, at.y - lastTap.y) < NEAR;
    lastTap = isSecond ? undefined : { ...at, time: event.timeStamp };
    if (isSecond) target.onDoubleTap(at);
  }

  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
}
