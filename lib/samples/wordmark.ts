/**
 * The name in lower case, drawn as strokes of one width so that no font is needed. Origin at the base line's left
 * end; the letters are 60 units high without ascenders and the strokes 11 wide with round ends.
 */
export const WORDMARK = {
  width: 473,
  /** Top of the box, above the `l` and the dot. */
  top: -96,
  height: 106,
  stroke: 11,
  strokes: [
    'M6 -30H54A24 25 0 1 0 47 -13',
    'M78 0V-56M78 -34A19 21 0 0 1 116 -34V0M116 -34A19 21 0 0 1 154 -34V0',
    'M179 -56V-24A20 22 0 0 0 219 -24V-56M219 -24V0',
    'M245 -86V0',
    'M303 -43C300 -52 293 -56 285 -56C275 -56 268 -50 268 -42C268 -24 304 -35 304 -15C304 -6 296 0 286 0C277 0 269 -4 266 -13',
    'M328 -56V0',
    'M352 -28A25 28 0 1 0 402 -28A25 28 0 1 0 352 -28Z',
    'M427 0V-56M427 -34A20 21 0 0 1 467 -34V0',
  ],
  dot: { x: 328, y: -79, radius: 8 },
} as const;
