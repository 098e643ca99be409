/** What one event of scrolling says. */
export type Scroll = {
  /** Pixels per millisecond. */
  speed: number;
  down: boolean;
};

/** Measures scrolling from event to event; `y` in pixels, `now` in milliseconds. */
export function createScrollPace(y: number, now: number): (y: number, now: number) => Scroll {
  let lastY = y;
  let lastTime = now;
  let down = true;
  return (nextY, nextTime) => {
    const distance = nextY - lastY;
    // Two events of one moment say nothing about speed.
    const time = Math.max(1, nextTime - lastTime);
    if (distance !== 0) down = distance > 0;
    lastY = nextY;
    lastTime = nextTime;
    return { speed: Math.abs(distance) / time, down };
  };
}
