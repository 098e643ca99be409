import { describe, expect, it } from 'vitest';
import { type FolderChange, groupsConcerned, impactOf, regionPaths, regionsFrom } from './impact.ts';
import type { Crowd } from './store.ts';
import type { Grants } from './trace.ts';

const grantsOf = (rows: ReadonlyArray<readonly [folder: string, group: number, access: number]>): Grants => {
  const grants = new Map<string, Map<number, number>>();
  for (const [folder, group, access] of rows) {
    grants.set(folder, (grants.get(folder) ?? new Map<number, number>()).set(group, access));
  }
  return grants;
};

const crowd = (groupIds: number[], people: number, administersFiles = false): Crowd => ({
  groupIds,
  people,
  administersFiles,
});

const change = (folder: string, ...levels: Array<readonly [number, number | undefined]>): FolderChange => ({
  folder,
  levels: new Map(levels),
});

describe('regions', () => {
  it('are the folder and what has entries below it, down to where every changed group is decided anew', () => {
    const grants = grantsOf([
      ['/', 1, 10],
      ['/a/b', 5, 20],
      ['/a/b/c', 6, 30],
      ['/a/d', 6, 30],
      ['/ab', 6, 30],
    ]);
    expect(regionPaths(grants, change('/a', [5, 40]))).toEqual({
      paths: ['/a', '/a/b', '/a/d'],
      truncated: false,
    });
    expect(regionPaths(grants, change('/a', [5, 40], [7, 10])).paths).toEqual([
      '/a',
      '/a/b',
      '/a/b/c',
      '/a/d',
    ]);
    expect(regionPaths(grants, change('/', [5, 40])).paths).toEqual(['/', '/a/b', '/a/d', '/ab']);
  });

  it('are cut off where there are too many', () => {
    const grants = grantsOf(Array.from({ length: 250 }, (_, i) => [`/f${i}`, 9, 10] as const));
    const { paths, truncated } = regionPaths(grants, change('/', [5, 40]));
    expect([paths.length, truncated]).toEqual([201, true]);
  });

  it('speak for the folders that no other one below speaks for', () => {
    expect(regionsFrom(['/', '/a', '/a/b', '/c'], [100, 40, 10, 5])).toEqual([
      { path: '/', folders: 55 },
      { path: '/a', folders: 30 },
      { path: '/a/b', folders: 10 },
      { path: '/c', folders: 5 },
    ]);
  });
});

it('is about everybody when the Public group changes, else about members', () => {
  expect(groupsConcerned(change('/', [1, 0], [5, 10]))).toBeUndefined();
  expect(groupsConcerned(change('/', [4, 0], [5, 10]))).toEqual([4, 5]);
});

describe('the impact', () => {
  const grants = grantsOf([
    ['/', 1, 10],
    ['/', 5, 20],
    ['/a/own', 5, 40],
    ['/a/other', 6, 20],
  ]);
  const regions = [
    { path: '/a', folders: 60 },
    { path: '/a/other', folders: 2 },
  ];

  it('counts people once and folders of all regions', () => {
    const impact = impactOf(grants, change('/a', [5, 0]), [crowd([5], 14), crowd([5, 6], 3)], regions);
    expect(impact.effects).toEqual([{ level: 20, gains: false, people: 17, folders: 62 }]);
    expect(impact.anonymous).toEqual([]);
    expect(impact.regions).toEqual([
      { path: '/a', folders: 60, gain: 0, lose: 17 },
      { path: '/a/other', folders: 2, gain: 0, lose: 14 },
    ]);
    expect(impact.concerned.map(({ crowd: { people }, ...turn }) => ({ people, ...turn }))).toEqual([
      { people: 14, path: '/a', before: 20, after: 10 },
      { people: 3, path: '/a', before: 20, after: 10 },
    ]);
  });

  it('is nothing for those who have as much elsewhere, and for file administrators', () => {
    const people = [crowd([5, 7], 2), crowd([5, 3], 1, true)];
    const held = grantsOf([
      ['/', 1, 10],
      ['/', 5, 20],
      ['/', 7, 30],
    ]);
    const impact = impactOf(held, change('/a', [5, 0]), people, regions);
    expect([impact.effects, impact.regions, impact.concerned]).toEqual([[], [], []]);
  });

  it('knows what those who are not signed in gain and lose', () => {
    const impact = impactOf(grants, change('/a', [1, 20]), [], regions);
    expect(impact.anonymous).toEqual([{ level: 20, gains: true, folders: 62 }]);
  });

  it('puts several groups together', () => {
    const people = [crowd([5, 6], 4)];
    const impact = impactOf(grants, change('/a', [5, 0], [6, 70]), people, regions);
    expect(impact.effects.map(({ level, gains, folders }) => [level, gains, folders])).toEqual([
      [30, true, 60],
      [40, true, 60],
      [50, true, 60],
      [60, true, 60],
      [70, true, 60],
    ]);
  });
});
