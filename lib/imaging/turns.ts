import type { Sharp } from 'sharp';
import type { Rect, Size } from '#lib/transform/values.ts';

/** A mirroring left to right, if any, followed by quarter turns clockwise: all eight ways to lay a picture. */
export type Turn = { mirror: boolean; quarters: 0 | 1 | 2 | 3 };

export const AS_STORED: Turn = { mirror: false, quarters: 0 };

const EXIF: readonly Turn[] = [
  AS_STORED,
  { mirror: true, quarters: 0 },
  { mirror: false, quarters: 2 },
  { mirror: true, quarters: 2 },
  { mirror: true, quarters: 3 },
  { mirror: false, quarters: 1 },
  { mirror: true, quarters: 1 },
  { mirror: false, quarters: 3 },
];

/** What an EXIF orientation (1..8) asks for; nothing for any other value. */
export function exifTurn(orientation: number | undefined): Turn {
  return EXIF[(orientation ?? 1) - 1] ?? AS_STORED;
}

/** The turn of a flip: `h` is left to right, `v` top to bottom. */
export function flipTurn(flip: 'h' | 'v' | undefined): Turn {
  return flip === undefined ? AS_STORED : { mirror: true, quarters: flip === 'h' ? 0 : 2 };
}

/** The turn of a rotation by a multiple of 90 degrees. */
export function quarterTurn(degrees: number): Turn {
  return { mirror: false, quarters: modulo4(Math.round(degrees / 90)) };
}

/** First one turn, then another. (A function named `then` would make the module look like a promise to import().) */
export function followedBy(first: Turn, second: Turn): Turn {
  const before = second.mirror ? -first.quarters : first.quarters;
  return { mirror: first.mirror !== second.mirror, quarters: modulo4(before + second.quarters) };
}

/** Size after the turn; also the way back, since turning twice by a quarter swaps twice. */
export function turnedSize(size: Size, turn: Turn): Size {
  return turn.quarters % 2 === 0
    ? { width: size.width, height: size.height }
    : { width: size.height, height: size.width };
}

/** Where a rectangle of the turned picture, whose size is `turned`, lies in the picture before the turn. */
export function beforeTurn(rect: Rect, turned: Size, turn: Turn): Rect {
  let { left, top, right, bottom } = rect;
  let { width, height } = turned;
  for (let i = 0; i < turn.quarters; i++) {
    [left, top, right, bottom] = [top, width - right, bottom, width - left];
    [width, height] = [height, width];
  }
  return turn.mirror
    ? { left: width - right, top, right: width - left, bottom }
    : { left, top, right, bottom };
}

/** Adds the turn to a pipeline, after its resize. */
export function applyTurn(pipeline: Sharp, turn: Turn): Sharp {
  if (turn.mirror) pipeline.flop();
  if (turn.quarters !== 0) pipeline.rotate(turn.quarters * 90);
  return pipeline;
}

function modulo4(n: number): 0 | 1 | 2 | 3 {
  return (((n % 4) + 4) % 4) as 0 | 1 | 2 | 3;
}
