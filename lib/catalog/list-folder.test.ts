import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Listing } from '#lib/storage/storage.ts';
import { createListings, type Listings } from './list-folder.ts';
import { sortNames } from './sort-names.ts';

/** What is on the disk, and how often it was read. */
const disk = new Map<string, Listing>();
const epoch = { value: 1 };
let reads: string[];
let listings: Listings;

function put(folder: string, version: string, files: string[], settled = true): void {
  disk.set(folder, { files, folders: [], version, settled });
}

function open(mostNames?: number): Listings {
  const storage = {
    async list(path: string) {
      reads.push(path);
      return disk.get(path);
    },
    listVersion: async (path: string) => disk.get(path),
  };
  // Records are looked at through the API.
  return createListings({ storage, epoch } as unknown as Parameters<typeof createListings>[0], mostNames);
}

beforeEach(() => {
  vi.useFakeTimers();
  disk.clear();
  reads = [];
  listings = open();
  return () => vi.useRealTimers();
});

describe('listings', () => {
  it('are read once while the folder stays as it is', async () => {
    put('a', '1', ['b.jpg', 'A.jpg', 'a.jpg']);
    const first = await listings.look('/a');
    expect(first?.names).toEqual(['A.jpg', 'a.jpg', 'b.jpg']);
    vi.advanceTimersByTime(1500);
    expect(first && listings.isFresh(first)).toBe(false);
    expect(await listings.look('/a')).toBe(first);
    expect(first && listings.isFresh(first)).toBe(true);
    expect(reads).toEqual(['a']);
  });

  it.each<[string, () => void]>([
    ['a second has passed', () => vi.advanceTimersByTime(1001)],
    ['something was changed here', () => vi.advanceTimersByTime(1) && listings.touch()],
    ['something was changed by way of the server', () => epoch.value++],
  ])('are compared with the disk when %s', async (_what, happens) => {
    put('a', '1', ['x']);
    await listings.look('/a');
    put('a', '2', ['x', 'y']);
    expect((await listings.look('/a'))?.names).toEqual(['x']);
    happens();
    vi.advanceTimersByTime(1);
    expect((await listings.look('/a'))?.names).toEqual(['x', 'y']);
  });

  it('are read again while the last change is too recent to tell versions apart', async () => {
    put('a', '1', ['x'], false);
    await listings.look('/a');
    put('a', '1', ['x', 'y']);
    vi.advanceTimersByTime(1001);
    expect((await listings.look('/a'))?.names).toEqual(['x', 'y']);
  });

  it('end with their folder', async () => {
    put('a', '1', ['x']);
    await listings.look('/a');
    disk.delete('a');
    vi.advanceTimersByTime(1001);
    expect(await listings.look('/a')).toBeUndefined();
    expect(await listings.look('/b')).toBeUndefined();
  });

  it('are shared by those who ask together', async () => {
    put('a', '1', ['x']);
    const found = await Promise.all([listings.look('/a'), listings.look('/a'), listings.look('/a')]);
    expect(new Set(found).size).toBe(1);
    expect(reads).toEqual(['a']);
  });

  it('are held up to so many names; what was asked for longest ago goes first', async () => {
    listings = open(4);
    for (const folder of ['a', 'b', 'c']) put(folder, '1', ['x', 'y']);
    put('large', '1', ['1', '2', '3', '4', '5']);
    for (const folder of ['a', 'b', 'c', 'large', 'c', 'b', 'a', 'large']) await listings.look(`/${folder}`);
    expect(reads).toEqual(['a', 'b', 'c', 'large', 'a', 'large']);
  });
});

describe('sortNames', () => {
  it('sorts many names as it sorts few', async () => {
    vi.useRealTimers();
    const names = Array.from(
      { length: 45_001 },
      (_, i) => `${i % 2 ? 'P' : 'p'}icture ${(i * 7919) % 45_001}.jpg`,
    );
    const sorted = await sortNames(names);
    const expected = names.toSorted((a, b) => {
      const [x, y] = [a.toLowerCase(), b.toLowerCase()];
      return x < y ? -1 : x > y ? 1 : a < b ? -1 : 1;
    });
    expect(sorted).toEqual(expected);
    expect(await sortNames([])).toEqual([]);
  });
});
