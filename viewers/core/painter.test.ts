import { expect, it } from 'vitest';
import { paintScene, type Scene, tileKey } from './painter.ts';
import { createTileStore } from './tile-store.ts';

const LEVELS = [
  { width: 400, height: 300, axis: 1, tiles: 1 },
  { width: 800, height: 600, axis: 4, tiles: 16 },
  { width: 1600, height: 1200, axis: 4, tiles: 16 },
];
const VIEWPORT = { width: 400, height: 300 };

/** What is drawn of a scene when these tiles are there, each as `level:tile x,y widthxheight`. */
function painted(scene: Partial<Scene>, tiles: readonly string[]): string[] {
  const drawn: string[] = [];
  const store = createTileStore(1e9);
  for (const key of tiles) {
    store.put(key, {
      source: key as unknown as CanvasImageSource,
      width: 1,
      height: 1,
      release: () => undefined,
    });
  }
  const context = {
    drawImage: (key: string, x: number, y: number, width: number, height: number) =>
      drawn.push(`${key} ${x},${y} ${width}x${height}`),
  } as unknown as CanvasRenderingContext2D;
  paintScene(context, store, {
    levels: LEVELS,
    view: { width: 800, x: 0, y: 0 },
    viewport: VIEWPORT,
    ratio: 1,
    wanted: 1,
    ...scene,
  });
  return drawn;
}

const all = (level: number) => Array.from({ length: 16 }, (_, i) => tileKey(level, i + 1));

it('draws the tiles in sight and no others', () => {
  expect(painted({}, ['0:1', ...all(1)])).toEqual([
    '1:1 0,0 200x150',
    '1:2 200,0 200x150',
    '1:5 0,150 200x150',
    '1:6 200,150 200x150',
  ]);
});

it('draws lower levels first, only where tiles are missing', () => {
  const scene = { view: { width: 1600, x: 0, y: 0 }, wanted: 2 };
  expect(painted(scene, ['0:1', ...all(1), '2:1'])).toEqual(['2:1 0,0 400x300']);
  const between = { view: { width: 1600, x: -200, y: 0 }, wanted: 2 };
  expect(painted(between, ['0:1', ...all(1), '2:1'])).toEqual(['1:2 200,0 400x300', '2:1 -200,0 400x300']);
  expect(painted(between, ['0:1', '1:6'])).toEqual(['0:1 -200,0 1600x1200']);
});

it('lets neighbours share edges on whole pixels of the canvas, whatever the size', () => {
  for (const width of [801.3, 777.7, 1203.1]) {
    const edges = painted({ view: { width, x: -33.3, y: -7.7 }, ratio: 1.5 }, all(1)).map((line) => {
      const [, x = 0, y = 0, w = 0, h = 0] = /(-?\d+),(-?\d+) (\d+)x(\d+)/.exec(line)?.map(Number) ?? [];
      return { left: x, top: y, right: x + w, bottom: y + h };
    });
    expect(edges.length).toBeGreaterThan(3);
    const [first, second] = edges;
    expect(second?.left).toBe(first?.right);
    expect(edges.filter(({ top }) => top === first?.bottom).length).toBeGreaterThan(1);
  }
});
