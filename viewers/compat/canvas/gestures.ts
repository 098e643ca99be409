import type { Point } from '../../core/view.ts';

/** What fingers, pens and the main mouse button do on an element. Points are in CSS pixels from its top left corner. */
export type Gestures = {
  /** Something touches the element: movements should stop. */
  onPress?(at: Point): void;
  /** Pressed and released at one place. */
  onTap?(at: Point, event: PointerEvent): void;
  /** A drag has begun. */
  onDragStart?(): void;
  onDrag?(x: number, y: number): void;
  /** A drag has ended; its last speed in CSS pixels per frame (1/60 s), 0 when it rested before. */
  onDragEnd?(x: number, y: number): void;
  /** Two fingers: `factor` is their distance over the former one, `apart` that distance now, `x` and `y` how far their middle went. */
  onPinch?(pinch: { factor: number; apart: number; middle: Point; x: number; y: number }): void;
  onPinchStart?(apart: number): void;
  onPinchEnd?(): void;
};

/** CSS pixels that a pointer may wander and still tap. */
const WANDER = { mouse: 3, pen: 6, touch: 10 };
/** Ms at the end of a drag from which its speed is taken. */
const RECENT = 60;
const FRAME = 1000 / 60;

type Contact = { start: Point; last: Point; moves: Array<Point & { time: number }> };

/**
 * Listens to gestures on an element until the signal aborts. The element should have `touch-action: none` for those of
 * two fingers and both directions to come here instead of moving the page.
 */
export function listenToGestures(element: HTMLElement, gestures: Gestures, signal: AbortSignal): void {
  const contacts = new Map<number, Contact>();
  let origin: Point = { x: 0, y: 0 };
  /** What the contacts are doing; after a pinch the finger that stays does nothing more. */
  let doing: 'nothing' | 'pressing' | 'dragging' | 'pinching' = 'nothing';
  let pinch: { apart: number; middle: Point } | undefined;

  function place(event: PointerEvent): Point {
    return { x: event.clientX - origin.x, y: event.clientY - origin.y };
  }

  function measurePinch(): { apart: number; middle: Point } {
    const [first, second] = [...contacts.values()].map(({ last }) => last);
    const a = first ?? { x: 0, y: 0 };
    const b = second ?? a;
    return { apart: Math.hypot(a.x - b.x, a.y - b.y), middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
  }

  function press(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (contacts.size >= 2) return;
    if (contacts.size === 0) {
      const box = element.getBoundingClientRect();
      origin = { x: box.left + element.clientLeft, y: box.top + element.clientTop };
    }
    const at = place(event);
    contacts.set(event.pointerId, { start: at, last: at, moves: [] });
    capture(element, event.pointerId);
    if (contacts.size === 1) {
      doing = 'pressing';
      gestures.onPress?.(at);
      return;
    }
    if (doing === 'dragging') gestures.onDragEnd?.(0, 0);
    doing = 'pinching';
    pinch = measurePinch();
    gestures.onPinchStart?.(pinch.apart);
  }

  function move(event: PointerEvent): void {
    const contact = contacts.get(event.pointerId);
    if (!contact) return;
    const at = place(event);
    if (doing === 'pressing') {
      const wander = WANDER[event.pointerType as keyof typeof WANDER] ?? WANDER.touch;
      if (Math.hypot(at.x - contact.start.x, at.y - contact.start.y) <= wander) return;
      doing = 'dragging';
      gestures.onDragStart?.();
    }
    const x = at.x - contact.last.x;
    const y = at.y - contact.last.y;
    contact.last = at;
    if (doing === 'dragging') {
      contact.moves.push({ x, y, time: event.timeStamp });
      if (contact.moves.length > 32) contact.moves.shift();
      gestures.onDrag?.(x, y);
    } else if (doing === 'pinching' && pinch) {
      const now = measurePinch();
      const former = pinch;
      pinch = now;
      gestures.onPinch?.({
        ...now,
        factor: now.apart / Math.max(1, former.apart),
        x: now.middle.x - former.middle.x,
        y: now.middle.y - former.middle.y,
      });
    }
  }

  function release(event: PointerEvent): void {
    const contact = contacts.get(event.pointerId);
    if (!contact) return;
    contacts.delete(event.pointerId);
    const wasDoing = doing;
    doing = 'nothing';
    const isCancelled = event.type !== 'pointerup';
    if (wasDoing === 'pinching') gestures.onPinchEnd?.();
    else if (wasDoing === 'dragging') {
      const speed = isCancelled ? { x: 0, y: 0 } : speedOf(contact, event.timeStamp);
      gestures.onDragEnd?.(speed.x, speed.y);
    } else if (wasDoing === 'pressing' && !isCancelled) gestures.onTap?.(place(event), event);
  }

  const listen = { signal };
  element.addEventListener('pointerdown', press, listen);
  element.addEventListener('pointermove', move, listen);
  element.addEventListener('pointerup', release, listen);
  element.addEventListener('pointercancel', release, listen);
  // A picture that is pressed is neither selected, nor dragged away, nor given the keyboard.
  element.addEventListener('mousedown', (event) => event.preventDefault(), listen);
  element.addEventListener('dragstart', (event) => event.preventDefault(), listen);
}

function capture(element: HTMLElement, pointerId: number): void {
  try {
    element.setPointerCapture(pointerId);
  } catch {
    // A pointer that a script has made up, or that is gone already, cannot be captured and need not be.
  }
}

function speedOf({ moves }: Contact, now: number): Point {
  const recent = moves.filter(({ time }) => now - time <= RECENT);
  const first = recent[0];
  if (!first) return { x: 0, y: 0 };
  const frames = Math.max(1, (now - first.time) / FRAME + (recent.length > 1 ? 0 : 1));
  const sum = (axis: 'x' | 'y') => recent.reduce((total, each) => total + each[axis], 0);
  return { x: sum('x') / frames, y: sum('y') / frames };
}
