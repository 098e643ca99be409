import { describe, expect, it } from 'vitest';
import { contentTests } from './testing/hostile-files/contents.ts';
import { excessTests } from './testing/hostile-files/excess.ts';
import { memory, setUpHostileFiles, statusOf } from './testing/hostile-files/ground.ts';
import { placeTests } from './testing/hostile-files/places.ts';

/** Megabytes that the process may grow by at most; a 17,000 x 17,000 bomb is among the files. */
const MOST_GROWTH = 1500;

setUpHostileFiles();
contentTests();
excessTests();
placeTests();

describe('the server', () => {
  it('still answers at once and did not grow without bound', async () => {
    const start = performance.now();
    expect(await statusOf('good.jpg', 'width=77')).toBe(200);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(memory.growth()).toBeLessThan(MOST_GROWTH);
  });
});
