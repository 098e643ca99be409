import type { Easing } from './easing.ts';

/** Runs one movement at a time on animation frames. */
export type Animator = {
  /**
   * Starts a movement in place of one under way. `step` gets the eased progress, and exactly 1 at the end.
   * Without a duration (ms), or where people want less motion, it jumps there at once.
   */
  run(duration: number, ease: Easing, step: (progress: number) => void, done?: () => void): void;
  readonly isRunning: boolean;
  /** Stops where it is; `done` is not called. */
  cancel(): void;
};

export function createAnimator(): Animator {
  let frame = 0;

  function cancel(): void {
    cancelAnimationFrame(frame);
    frame = 0;
  }

  return {
    run(duration, ease, step, done) {
      cancel();
      if (duration <= 0 || wantsLessMotion()) {
        step(1);
        done?.();
        return;
      }
      let began: number | undefined;
      const tick = (now: number) => {
        began ??= now;
        const time = (now - began) / duration;
        frame = time < 1 ? requestAnimationFrame(tick) : 0;
        step(time < 1 ? ease(time) : 1);
        if (time >= 1) done?.();
      };
      frame = requestAnimationFrame(tick);
    },
    get isRunning() {
      return frame !== 0;
    },
    cancel,
  };
}

/** Whether people have asked their system for less motion. */
export function wantsLessMotion(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
}
