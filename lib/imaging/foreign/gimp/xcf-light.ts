const STEPS = 65_535;

let linear: Float32Array | undefined;
let perceived: Float32Array | undefined;

const linearOf = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const perceivedOf = (value: number) =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;

/** From numbers as they are stored usually to linear light, both 0 to 1 or beyond. Source: IEC 61966-2-1 (sRGB). */
export function toLinear(value: number): number {
  if (!(value >= 0 && value <= 1)) return linearOf(value);
  linear ??= tableOf(linearOf);
  return valueAt(linear, value);
}

/** The other way round. */
export function toPerceived(value: number): number {
  if (!(value >= 0 && value <= 1)) return perceivedOf(value);
  perceived ??= tableOf(perceivedOf);
  return valueAt(perceived, value);
}

function tableOf(curve: (value: number) => number): Float32Array {
  return Float32Array.from({ length: STEPS + 1 }, (_, i) => curve(i / STEPS));
}

/** Between the steps in a straight line: the curves are steep where it is dark. */
function valueAt(table: Float32Array, value: number): number {
  const at = value * STEPS;
  const step = Math.floor(at);
  const low = table[step] ?? 0;
  return low + ((table[step + 1] ?? low) - low) * (at - step);
}
