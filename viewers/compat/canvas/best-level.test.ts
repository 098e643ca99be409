import { expect, it } from 'vitest';
import { zoomLevels } from '../../core/geometry.ts';
import { bestLevel } from './best-level.ts';

const FULL = { width: 4000, height: 3000 };
const LEVELS = zoomLevels(FULL, { width: 500, height: 500 });

it.each([
  ['500x375', 500, 375, 1],
  ['700x700, which 960 would not fit into', 700, 700, 1],
  ['900x900, which 960 hardly exceeds', 900, 900, 2],
  ['1280x720, by its height', 1280, 720, 2],
  ['1900x1000', 1900, 1000, 2],
  ['8000x8000, more than there is', 8000, 8000, 5],
])('shows the level that suits %s', (_name, width, height, level) => {
  expect(bestLevel(LEVELS, FULL, { width, height })).toBe(level);
});
