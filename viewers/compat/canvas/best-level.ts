import type { Level, Size } from '../../core/geometry.ts';

/** How much worse a picture is that does not fit into the box than one that leaves as much room. */
const OVERFLOWING = 2;

/** Number (from 1) of the level whose size comes nearest to that of the picture fitted into the box. */
export function bestLevel(levels: readonly Level[], full: Size, box: Size): number {
  const fitting = Math.min(full.width, box.width, (box.height * full.width) / full.height);
  const miss = ({ width }: Level) => {
    const away = Math.log(width / fitting);
    return away > 0 ? away * OVERFLOWING : -away;
  };
  let best = 0;
  for (const [index, level] of levels.entries()) {
    const former = levels[best];
    if (former && miss(level) < miss(former)) best = index;
  }
  return best + 1;
}
