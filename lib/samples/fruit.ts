import { createRandom } from './random.ts';

export type Skin = 'orange' | 'apple' | 'peach' | 'lime' | 'grape' | 'glass' | 'plum' | 'stalk';

export interface Ball {
  x: number;
  y: number;
  z: number;
  radius: number;
}

export interface Fruit extends Ball {
  skin: Skin;
  /** Radius towards the direction whose cosine with the stalk is given, in parts of `radius`; none = a ball. */
  shape?: (cos: number) => number;
  /** Cosine and sine of the stalk's lean to the right. */
  up: number;
  lean: number;
  seed: number;
}

/** Whether a ray has no business with what is inside the ball. */
export function passes(
  ball: Ball,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
): boolean {
  const x = ox - ball.x;
  const y = oy - ball.y;
  const z = oz - ball.z;
  const to = x * dx + y * dy + z * dz;
  return to * to < x * x + y * y + z * z - ball.radius * ball.radius;
}

/** The ball around some fruit. */
export function around(some: readonly Fruit[]): Ball {
  const mid = { x: 0, y: 0, z: 0, radius: 0 };
  for (const it of some) {
    mid.x += it.x / some.length;
    mid.y += it.y / some.length;
    mid.z += it.z / some.length;
  }
  for (const it of some) {
    mid.radius = Math.max(
      mid.radius,
      Math.hypot(it.x - mid.x, it.y - mid.y, it.z - mid.z) + it.radius * 1.02,
    );
  }
  return mid;
}

function fruit(skin: Skin, x: number, y: number, z: number, radius: number, seed: number, lean = 0): Fruit {
  const shape = SHAPES[skin];
  const base = { x, y, z, radius, skin, up: Math.cos(lean), lean: Math.sin(lean), seed };
  return shape ? { ...base, shape } : base;
}

const SHAPES: Partial<Record<Skin, (cos: number) => number>> = {
  // Wide shoulders, a hollow for the stalk, a narrower foot.
  apple: (c) => {
    const top = c > 0.45 ? (c - 0.45) / 0.55 : 0;
    const foot = c < -0.3 ? (-c - 0.3) / 0.7 : 0;
    return 0.97 + 0.05 * c - 0.36 * top * top * top - 0.1 * foot * foot;
  },
  peach: (c) => {
    const top = c > 0.6 ? (c - 0.6) / 0.4 : 0;
    return 0.98 - 0.14 * top * top;
  },
  lime: (c) => 0.8 + 0.2 * Math.abs(c * c * c),
};

/** Grapes per row, from the table up. */
const GRAPES = [
  [4, 5, 4, 3],
  [3, 4, 3],
  [2, 1],
] as const;

/** The fruit on the table, those of a bunch next to each other: fruit, then grapes, then the apple's stalk. */
export function arrange(): Fruit[] {
  const placed: Fruit[] = [
    fruit('apple', -1.3, 0.81, 0.35, 0.98, 3, 0.22),
    fruit('orange', 0.55, 0.86, 1.0, 0.86, 9),
    fruit('peach', -0.1, 0.72, -0.75, 0.73, 14, -0.4),
    fruit('glass', 1.02, 0.4, -1.5, 0.4, 0),
    fruit('lime', -2.35, 0.49, -0.75, 0.58, 5, 1.25),
    fruit('orange', -0.45, 0.84, 2.5, 0.85, 21),
    fruit('plum', -2.95, 0.62, 1.9, 0.62, 8),
    fruit('plum', -1.95, 0.6, 2.9, 0.6, 12),
  ];
  const random = createRandom(12);
  // A bunch of grapes: three layers, each lying in the hollows of the one below.
  const bunch: Fruit[] = [];
  const size = 0.25;
  for (const [layer, rows] of GRAPES.entries()) {
    for (const [row, many] of rows.entries()) {
      for (let k = 0; k < many; k++) {
        const x = 2.3 + (k - (many - 1) / 2) * size * 2 + (random() - 0.5) * 0.12;
        const z = 0.62 + (row - (rows.length - 1) / 2) * size * 1.75 + (random() - 0.5) * 0.1;
        const y = size + layer * size * 1.5 + (random() - 0.5) * 0.06 * layer;
        bunch.push(fruit('grape', x, y, z, size * (0.94 + random() * 0.13), bunch.length));
      }
    }
  }
  const stalk: Fruit[] = [];
  for (let k = 0; k < 11; k++) {
    const t = k / 10;
    stalk.push(
      fruit('stalk', -1.17 + t * 0.05 + t * t * 0.09, 1.36 + t * 0.4, 0.35, 0.03 + t * t * 0.018, 1),
    );
  }
  return [...placed, ...bunch, ...stalk];
}
