/** Lets something happen again and again while it runs and nothing holds it. */
export type RunClock = {
  start(): void;
  stop(): void;
  /** Whether it runs and nothing holds it. */
  readonly live: boolean;
  /** Begins to count anew. */
  restart(): void;
  /** Holds it for a reason, or lets go of that reason. It counts anew when the last reason is gone. */
  hold(reason: string, held: boolean): void;
};

/** @param delay milliseconds */
export function createRunClock(delay: number, tick: () => void): RunClock {
  const reasons = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;

  function restart(): void {
    clearTimeout(timer);
    if (running && reasons.size === 0) timer = setTimeout(tick, delay);
  }

  return {
    start() {
      running = true;
      restart();
    },
    stop() {
      running = false;
      restart();
    },
    get live() {
      return running && reasons.size === 0;
    },
    restart,
    hold(reason, held) {
      if (reasons.has(reason) === held) return;
      if (held) reasons.add(reason);
      else reasons.delete(reason);
      restart();
    },
  };
}
