import { describe, expect, it } from 'vitest';
import { EASINGS, easingOf } from './easing.ts';
import { createTileStore } from './tile-store.ts';
import { heightAt, levelFor, visibleArea, withinEdges, zoomedAbout } from './view.ts';

const LEVELS = [
  { width: 500, height: 375, axis: 1, tiles: 1 },
  { width: 960, height: 722, axis: 4, tiles: 16 },
];
const BOX = { width: 600, height: 400 };

describe('a view', () => {
  it.each([
    [250, 187.5],
    [500, 375],
    [730, 548.5],
    [960, 722],
    [1920, 1444],
  ])('of width %d is %d high', (width, height) => {
    expect(heightAt(LEVELS, width)).toBeCloseTo(height, 6);
  });

  it.each<[string, [number, number], [number, number]]>([
    ['is held at its right and bottom edges', [-900, -900], [-360, -322]],
    ['is held at its left and top edges', [5, 9], [0, 0]],
    ['lies where it is in between', [-100, -200], [-100, -200]],
  ])('%s', (_name, [x, y], [atX, atY]) => {
    expect(withinEdges({ width: 960, x, y }, 722, BOX)).toEqual({ width: 960, x: atX, y: atY });
  });

  it('is in the middle of an axis with room', () => {
    expect(withinEdges({ width: 500, x: -7, y: 90 }, 375, BOX)).toEqual({ width: 500, x: 50, y: 12.5 });
  });

  it('keeps what is under the pointer there', () => {
    const view = { width: 500, x: 50, y: 10 };
    const zoomed = zoomedAbout(view, 400, { width: 1000, height: 800 }, { x: 150, y: 110 });
    expect(zoomed).toEqual({ width: 1000, x: -50, y: -90 });
  });

  it('shows a part of each level', () => {
    const level = { width: 2000, height: 1000 };
    expect(visibleArea({ width: 1000, x: -100, y: 50 }, 500, BOX, level)).toEqual({
      left: 200,
      top: 0,
      right: 1400,
      bottom: 700,
    });
  });

  it.each([
    [300, 0],
    [500, 0],
    [504, 0],
    [510, 1],
    [4000, 1],
  ])('of %d pixels is drawn from level %d', (pixels, level) => {
    expect(levelFor(LEVELS, pixels)).toBe(level);
  });
});

it.each(Object.entries(EASINGS))('the curve %s goes from 0 to 1 by way of the middle', (_name, ease) => {
  expect(ease(0)).toBeCloseTo(0, 10);
  expect(ease(1)).toBeCloseTo(1, 10);
  expect(ease(0.5)).toBeGreaterThan(0.49);
});

it('knows curves by name, others are linear', () => {
  expect(easingOf('out-quadratic')(0.5)).toBe(0.75);
  expect(Math.max(...[0.6, 0.7, 0.8].map(easingOf('out-back')))).toBeGreaterThan(1);
  expect(easingOf('toString')(0.3)).toBe(0.3);
});

it('holds a number of pixels, and lets go of those drawn least recently', () => {
  const released: string[] = [];
  const picture = (name: string) => ({
    source: {} as CanvasImageSource,
    width: 10,
    height: 10,
    release: () => released.push(name),
  });
  const store = createTileStore(300);
  store.put('first', picture('first'), true);
  for (const name of ['a', 'b', 'c']) store.put(name, picture(name));
  store.get('a');
  store.put('d', picture('d'));
  expect(released).toEqual(['b']);
  expect([store.has('a'), store.has('first'), store.pixels]).toEqual([true, true, 300]);
  store.clear();
  expect(released.toSorted()).toEqual(['a', 'b', 'c', 'd', 'first']);
});
