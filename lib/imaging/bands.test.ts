import { describe, expect, it } from 'vitest';
import { inBands } from './bands.ts';
import { createColour } from './colour/colour.ts';
import { addOpacity, flatten } from './pad.ts';
import { loadProfiles } from './profiles.ts';
import type { Raster } from './raster.ts';
import { onCanvas } from './warp.ts';

/** How often others had their turn while the work went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let working = true;
  const count = () => {
    turns += 1;
    if (working) setImmediate(count);
  };
  setImmediate(count);
  await work();
  working = false;
  return turns;
}

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('work in bands', () => {
  it.each([0, 1, 1023, 1024, 1025, 300_000])('covers %d steps once and in order', async (count) => {
    let next = 0;
    await inBands(count, 1, (from, to) => {
      expect(from).toBe(next);
      expect(to).toBeGreaterThan(from);
      next = to;
    });
    expect(next).toBe(count);
  });

  it('lets others go on, in as few steps at a time as heavy ones need', async () => {
    const lengths: number[] = [];
    const turns = await turnsDuring(() =>
      inBands(40, 100, (from, to) => {
        lengths.push(to - from);
        spin((to - from) * 2);
      }),
    );
    expect(turns).toBeGreaterThan(8);
    expect(Math.max(...lengths.slice(1))).toBeLessThanOrEqual(2);
  });

  const raster = (space: Raster['space'], channels: Raster['channels'], alpha: boolean): Raster => ({
    data: Buffer.alloc(4000 * 3000 * channels, 77),
    width: 4000,
    height: 3000,
    channels,
    space,
    alpha,
    depth: 8,
    icc: undefined,
  });
  const colour = createColour(loadProfiles(undefined));

  it.each<[string, () => Promise<Raster>]>([
    ['adds opacity', () => addOpacity(raster('rgb', 3, false), colour)],
    [
      'lays pictures on a canvas',
      () => {
        const canvas = { width: 6000, height: 4000 };
        return onCanvas(raster('rgb', 4, true), { left: 900, top: 400 }, canvas, [1, 2, 3, 4]);
      },
    ],
    ['flattens inks', () => flatten(raster('cmyk', 5, true), 'white', colour, { timeoutSeconds: 20 })],
  ])('%s without keeping others waiting', async (_name, work) => {
    let drawn: Raster | undefined;
    const turns = await turnsDuring(async () => {
      drawn = await work();
    });
    expect(turns).toBeGreaterThan(4);
    expect(drawn?.data.length).toBe((drawn?.width ?? 0) * (drawn?.height ?? 0) * (drawn?.channels ?? 0));
  });
});
