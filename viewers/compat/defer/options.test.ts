import { expect, test } from 'vitest';
import { completeOptions, effectiveLimits } from './options.ts';
import { createScrollPace } from './scroll-pace.ts';

test('options of the page stay in its own object, which is filled up', () => {
  const given = { maxLoaded: 7, mine: true };
  const options = completeOptions(given);
  expect(options).toBe(given);
  expect(options).toEqual({
    maxLoaded: 7,
    mine: true,
    onImageRequested: null,
    onImageLoaded: null,
    onImageUnloaded: null,
    scrollingStopMillis: 500,
    scrollingSkipRate: 0.8,
  });
  expect(completeOptions(undefined).maxLoaded).toBe(100);
});

test.each([
  [{ maxLoaded: 0 }, { most: 100, stopAfter: 500, skipAbove: 0.8 }],
  [
    { maxLoaded: 20, scrollingStopMillis: 30, scrollingSkipRate: 3 },
    { most: 20, stopAfter: 100, skipAbove: 3 },
  ],
  [{ maxLoaded: 'many' as never }, { most: 100, stopAfter: 500, skipAbove: 0.8 }],
])('%j comes to %j', (given, expected) => {
  expect(effectiveLimits(completeOptions(given))).toEqual(expected);
});

test('speed is measured from event to event, and the last direction is kept', () => {
  const pace = createScrollPace(0, 1000);
  expect(pace(100, 1100)).toEqual({ speed: 1, down: true });
  expect(pace(90, 1120)).toEqual({ speed: 0.5, down: false });
  expect(pace(90, 1120)).toEqual({ speed: 0, down: false });
  expect(pace(690, 1120)).toEqual({ speed: 600, down: true });
});
