/** Why a slideshow does not go on by itself, besides not having been started. */
type Hindrance = 'hover' | 'focus' | 'hidden' | 'away' | 'drag';

/** Calls `onTick` after a delay again and again while it was started and nothing hinders. */
export type Running = {
  /** Whether people see it as running: started, even if something hinders for a moment. */
  readonly isStarted: boolean;
  /** Whether it goes on right now. */
  readonly isGoing: boolean;
  start(): void;
  stop(): void;
  hinder(by: Hindrance, isHindered: boolean): void;
  /** Counts the delay from now; to be called when a picture has been changed. */
  rewind(): void;
};

/**
 * @param delay milliseconds, asked for each time
 * @param onChange called when `isStarted` or `isGoing` has changed
 */
export function createRunning(delay: () => number, onTick: () => void, onChange: () => void): Running {
  const hindrances = new Set<Hindrance>();
  let isStarted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(): void {
    clearTimeout(timer);
    timer = isStarted && hindrances.size === 0 ? setTimeout(onTick, delay()) : undefined;
  }
  function set(started: boolean): void {
    if (started === isStarted) return;
    isStarted = started;
    schedule();
    onChange();
  }

  return {
    get isStarted() {
      return isStarted;
    },
    get isGoing() {
      return isStarted && hindrances.size === 0;
    },
    start: () => set(true),
    stop: () => set(false),
    hinder(by, isHindered) {
      if (hindrances.has(by) === isHindered) return;
      if (isHindered) hindrances.add(by);
      else hindrances.delete(by);
      schedule();
      onChange();
    },
    rewind: schedule,
  };
}
