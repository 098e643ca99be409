import type { Size } from './values.ts';

/** Length of one side of the canvas: ImageMagick's rule since 6.7.3, which links of the original rely on. */
function grownSide(side: number, half: number): number {
  const start = Math.floor(side / 2 - half - 0.5);
  return Math.ceil(side / 2 + half - start + 0.5);
}

/** The canvas that holds the whole page turned by `rotation` degrees. Exact for multiples of 90. */
export function rotatedSize(page: Size, rotation: number): Size {
  const { width, height } = page;
  if (rotation % 180 === 0) return { width, height };
  if (rotation % 90 === 0) return { width: height, height: width };
  const radians = (rotation * Math.PI) / 180;
  const cos = Math.abs(Math.cos(radians));
  const sin = Math.abs(Math.sin(radians));
  return {
    width: grownSide(width, (width / 2) * cos + (height / 2) * sin),
    height: grownSide(height, (width / 2) * sin + (height / 2) * cos),
  };
}
