/** The white of Lab in files (D50), XYZ. Source: ICC.1:2022, 7.2.16. */
const WHITE = [0.9642, 1, 0.8249] as const;
/** From XYZ under D50 to linear sRGB: Bradford's adaptation to D65, then IEC 61966-2-1. */
const TO_SRGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;

/** Lab under D50 as sRGB, 0..1 each; colours outside of it are cut. */
export function srgbOfLab(light: number, a: number, b: number): [number, number, number] {
  const fy = (light + 16) / 116;
  const xyz = [fy + a / 500, fy, fy - b / 200].map((f, i) => {
    const cube = f ** 3;
    return (cube > 216 / 24_389 ? cube : ((116 * f - 16) * 27) / 24_389) * (WHITE[i] ?? 1);
  });
  const linear = TO_SRGB.map((row) => row.reduce((sum, weight, i) => sum + weight * (xyz[i] ?? 0), 0));
  return linear.map(encoded) as [number, number, number];
}

/** Linear light as a number of sRGB, 0..1. */
export function encoded(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 1;
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}
