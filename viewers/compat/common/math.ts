import { EASINGS } from '../../core/easing.ts';

/** Penner's names of the curves: time, beginning, change, duration. */
type Tween = (t: number, b: number, c: number, d: number) => number;

function tween(name: keyof typeof EASINGS): Tween {
  return (t, b, c, d) => b + c * EASINGS[name](t / d);
}

/** Functions that pages of the original find on `Math`. What is there already stays. */
const ADDITIONS = {
  parseInt: (value: unknown) => Number.parseInt(String(value), 10) || 0,
  parseFloat: (value: unknown) => Number.parseFloat(String(value)) || 0,
  round1: (value: number) => Math.round(value * 10) / 10,
  round8: (value: number) => Math.round(value * 1e8) / 1e8,
  limit: (value: number, least: number, most: number) => Math.min(Math.max(value, least), most),
  roundToMultiple: (value: number, step: number) => Math.round(value / step) * step,
  linearTween: tween('linear'),
  easeOutQuad: tween('out-quadratic'),
  easeInOutQuad: tween('in-out-quadratic'),
  easeOutSine: tween('out-sine'),
  easeInOutSine: tween('in-out-sine'),
  easeOutBack: tween('out-back'),
  easeInOutBack: tween('in-out-back'),
};

export function addToMath(): void {
  for (const [name, value] of Object.entries(ADDITIONS)) {
    if (!(name in Math)) Object.defineProperty(Math, name, { value, configurable: true, writable: true });
  }
}
