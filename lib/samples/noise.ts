import { createRandom } from './random.ts';

/** Gradient noise in the plane, about -1 to 1, and the usual sums of octaves of it. */
export interface Noise {
  at(x: number, y: number): number;
  /** Sum of `octaves`, each twice as fine and half as strong; about -1 to 1. */
  fbm(x: number, y: number, octaves: number): number;
  /** Sharp crests and smooth valleys, 0 to about 1: what erosion leaves of a mountain. */
  ridged(x: number, y: number, octaves: number): number;
}

export function createNoise(seed: number): Noise {
  const random = createRandom(seed);
  const order = new Uint8Array(512);
  for (let i = 0; i < 256; i++) order[i] = i;
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  order.copyWithin(256, 0, 256);
  const gx = new Float64Array(256);
  const gy = new Float64Array(256);
  for (let i = 0; i < 256; i++) {
    const turn = random() * Math.PI * 2;
    gx[i] = Math.cos(turn);
    gy[i] = Math.sin(turn);
  }

  function at(x: number, y: number): number {
    const xf = Math.floor(x);
    const yf = Math.floor(y);
    const dx = x - xf;
    const dy = y - yf;
    const xi = xf & 255;
    const yi = yf & 255;
    const left = order[xi] as number;
    const right = order[xi + 1] as number;
    const a = order[left + yi] as number;
    const b = order[right + yi] as number;
    const c = order[left + yi + 1] as number;
    const d = order[right + yi + 1] as number;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const na = (gx[a] as number) * dx + (gy[a] as number) * dy;
    const nb = (gx[b] as number) * (dx - 1) + (gy[b] as number) * dy;
    const nc = (gx[c] as number) * dx + (gy[c] as number) * (dy - 1);
    const nd = (gx[d] as number) * (dx - 1) + (gy[d] as number) * (dy - 1);
    const top = na + (nb - na) * u;
    return (top + (nc + (nd - nc) * u - top) * v) * 1.45;
  }

  function fbm(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let i = 0; i < octaves; i++) {
      sum += at(x, y) * strength;
      // A turn between octaves hides the lattice.
      const turned = 1.6 * x - 1.2 * y + 17.3;
      y = 1.2 * x + 1.6 * y + 9.1;
      x = turned;
      strength *= 0.5;
    }
    return sum;
  }

  function ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let strength = 0.55;
    let carry = 1;
    for (let i = 0; i < octaves; i++) {
      const crest = 1 - Math.abs(at(x, y));
      const sharp = crest * crest * carry;
      sum += sharp * strength;
      // Fine detail grows only on what already stands out, so valleys stay smooth.
      carry = sharp > 1 ? 1 : sharp;
      const turned = 1.6 * x - 1.2 * y + 31.7;
      y = 1.2 * x + 1.6 * y + 5.3;
      x = turned;
      strength *= 0.5;
    }
    return sum;
  }

  return { at, fbm, ridged };
}
