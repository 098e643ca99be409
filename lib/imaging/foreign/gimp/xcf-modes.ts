/** How a layer meets what lies below it. */
export type XcfMode = {
  /** Undefined for layers that simply cover. */
  blend: ((below: number, layer: number) => number) | undefined;
  /** Whether colours are blended in linear light. */
  linearBlend: boolean;
  /** Whether opacity mixes in linear light. */
  linearComposite: boolean;
  /** Whether the layer shows only where something lies below. */
  clipped: boolean;
};

type Blend = (below: number, layer: number) => number;

const SMALLEST = 1e-6;
const clamp = (value: number) => Math.max(0, Math.min(1, value));
/** The largest quotient is that of the smallest number that counts. */
const quotient = (a: number, b: number) =>
  Math.abs(a) > SMALLEST ? Math.max(-1 / SMALLEST, Math.min(1 / SMALLEST, a / b)) : 0;
const dodge: Blend = (b, l) => quotient(b, 1 - l);
const burn: Blend = (b, l) => 1 - quotient(1 - b, l);
const softLight: Blend = (b, l) => (1 - b) * b * l + b * (1 - (1 - b) * (1 - l));
const hardLight: Blend = (b, l) => (l > 0.5 ? 1 - (1 - b) * (1 - 2 * (l - 0.5)) : b * 2 * l);
const divide: Blend = quotient;

const multiply: Blend = (b, l) => b * l;
const screen: Blend = (b, l) => 1 - (1 - b) * (1 - l);
const difference: Blend = (b, l) => Math.abs(b - l);
const addition: Blend = (b, l) => b + l;
const subtract: Blend = (b, l) => b - l;
const darken: Blend = Math.min;
const lighten: Blend = Math.max;
const grainExtract: Blend = (b, l) => b - l + 0.5;
const grainMerge: Blend = (b, l) => b + l - 0.5;
const overlay: Blend = (b, l) => hardLight(l, b);

/** Modes of GIMP up to 2.8, which know no linear light, and keep to 0..1. */
const LEGACY: ReadonlyMap<number, Blend> = new Map([
  [3, multiply],
  [4, screen],
  [5, softLight],
  [6, difference],
  [7, (b, l) => clamp(b + l)],
  [8, (b, l) => clamp(b - l)],
  [9, darken],
  [10, lighten],
  [15, (b, l) => clamp(divide(b, l))],
  [16, (b, l) => clamp(dodge(b, l))],
  [17, (b, l) => clamp(burn(b, l))],
  [18, hardLight],
  [19, softLight],
  [20, (b, l) => clamp(grainExtract(b, l))],
  [21, (b, l) => clamp(grainMerge(b, l))],
]);

/** Modes since 2.10, with whether they blend in linear light. */
const MODERN: ReadonlyMap<number, readonly [Blend, linear: boolean]> = new Map([
  [23, [overlay, false]],
  [30, [multiply, true]],
  [31, [screen, false]],
  [32, [difference, false]],
  [33, [addition, true]],
  [34, [subtract, true]],
  [35, [darken, false]],
  [36, [lighten, false]],
  [41, [divide, true]],
  [42, [dodge, false]],
  [43, [burn, false]],
  [44, [hardLight, false]],
  [45, [softLight, false]],
  [46, [grainExtract, false]],
  [47, [grainMerge, false]],
]);

const LAST_LEGACY = 22;
/** Groups of this mode are no more than their layers. */
export const PASS_THROUGH = 61;

/** The mode of a number; those that are not known cover like the usual one. */
export function xcfMode(number: number): XcfMode {
  const legacy = LEGACY.get(number);
  if (legacy || number <= LAST_LEGACY) {
    return { blend: legacy, linearBlend: false, linearComposite: false, clipped: legacy !== undefined };
  }
  const [blend, linearBlend = false] = MODERN.get(number) ?? [];
  return { blend, linearBlend, linearComposite: true, clipped: blend !== undefined };
}
