/** Progress from 0 to 1 as a function of time from 0 to 1; may leave that range in between. */
export type Easing = (time: number) => number;

/** How far "back" curves swing over their end: a tenth of the way. */
const OVERSHOOT = 1.70158;

/** The curves by name. */
export const EASINGS = {
  linear: (time) => time,
  'out-quadratic': (time) => time * (2 - time),
  'in-out-quadratic': (time) => (time < 0.5 ? 2 * time * time : 1 - 2 * (1 - time) * (1 - time)),
  'out-sine': (time) => Math.sin((time * Math.PI) / 2),
  'in-out-sine': (time) => (1 - Math.cos(time * Math.PI)) / 2,
  'out-back': (time) => 1 - back(1 - time, OVERSHOOT),
  'in-out-back': (time) => {
    const wide = OVERSHOOT * 1.525;
    return time < 0.5 ? back(2 * time, wide) / 2 : 1 - back(2 - 2 * time, wide) / 2;
  },
} as const satisfies Readonly<Record<string, Easing>>;

function back(time: number, overshoot: number): number {
  return time * time * ((overshoot + 1) * time - overshoot);
}

/** The curve of that name; linear for names that are not known. */
export function easingOf(name: string): Easing {
  return Object.hasOwn(EASINGS, name) ? EASINGS[name as keyof typeof EASINGS] : EASINGS.linear;
}
