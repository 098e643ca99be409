import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL, PUBLIC_GROUP } from './levels.ts';
import type { Crowd } from './store.ts';
import { type Grants, type Subject, traceAccess } from './trace.ts';

/** Folders with entries of their own that are looked at. */
const MOST_FOLDERS = 200;

/** New levels of groups on one folder; undefined when a group's entry goes and the folder inherits. */
export type FolderChange = { folder: string; levels: ReadonlyMap<number, number | undefined> };

type Turn = { before: number; after: number };

/**
 * A part of the tree in which everybody has one level: a folder with those below it, up to the next ones with
 * entries of their own.
 */
export type Region = { path: string; folders: number };

export type Impact = {
  /** How many people gain or lose a level, and in how many folders. Losses first, by level. */
  effects: Array<{ level: number; gains: boolean; people: number; folders: number }>;
  anonymous: Array<{ level: number; gains: boolean; folders: number }>;
  /** Regions where somebody gains or loses, with how many people do. */
  regions: Array<Region & { gain: number; lose: number }>;
  /** Crowds for whom something changes, with the topmost folder where it does. */
  concerned: Array<Turn & { crowd: Crowd; path: string }>;
};

const ANONYMOUS: Subject = { groupIds: [], administersFiles: false };
const LEVELS = Object.values(LEVEL).filter((level) => level > LEVEL.none);

/** Whose levels a change can touch: the members of these groups, or everybody (undefined) with the Public group. */
export function groupsConcerned({ levels }: FolderChange): number[] | undefined {
  return levels.has(PUBLIC_GROUP) ? undefined : [...levels.keys()];
}

/**
 * Where regions begin that a change can reach or ends at: the folder, and those below it with entries, but none below
 * one that decides anew for every changed group. At most 200.
 */
export function regionPaths(
  grants: Grants,
  { folder, levels }: FolderChange,
): { paths: string[]; truncated: boolean } {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const below = [...grants.keys()].filter((path) => path !== folder && path.startsWith(prefix)).sort();
  const reached = below.filter((path) => {
    const between = parentFolders(path)
      .slice(1)
      .filter((each) => each.startsWith(prefix) && each !== folder);
    return [...levels.keys()].some((group) => !between.some((each) => grants.get(each)?.has(group)));
  });
  return { paths: [folder, ...reached.slice(0, MOST_FOLDERS)], truncated: reached.length > MOST_FOLDERS };
}

/**
 * How many folders each region speaks for, from how many there are at and below its first folder.
 *
 * @param paths the first folders, each with the one that contains it somewhere before it
 */
export function regionsFrom(paths: readonly string[], within: readonly number[]): Region[] {
  const folders = [...within];
  const at = new Map(paths.map((path, index) => [path, index]));
  for (const [index, path] of paths.entries()) {
    if (index === 0) continue;
    const above = parentFolders(path)
      .slice(1)
      .find((each) => at.has(each));
    const parent = above === undefined ? undefined : at.get(above);
    if (parent !== undefined) folders[parent] = (folders[parent] ?? 0) - (within[index] ?? 0);
  }
  return paths.map((path, index) => ({ path, folders: Math.max(0, folders[index] ?? 0) }));
}

/** What a change of several entries of a folder would do, before it is made. */
export function impactOf(
  grants: Grants,
  change: FolderChange,
  crowds: readonly Crowd[],
  regions: readonly Region[],
): Impact {
  const changed = withLevels(grants, change);
  const turn = (subject: Subject, path: string): Turn => ({
    before: traceAccess(subject, path, grants).access,
    after: traceAccess(subject, path, changed).access,
  });
  const people = createTally();
  const anonymous = createTally();
  const concerned = new Map<Crowd, Turn & { path: string }>();
  const touched: Impact['regions'] = [];
  for (const region of regions) {
    let gain = 0;
    let lose = 0;
    const atRegion = createTally();
    for (const crowd of crowds) {
      const { before, after } = turn(crowd, region.path);
      if (before === after) continue;
      if (!concerned.has(crowd)) concerned.set(crowd, { before, after, path: region.path });
      if (after > before) gain += crowd.people;
      else lose += crowd.people;
      atRegion.add(before, after, crowd, 0);
    }
    people.merge(atRegion, region.folders);
    const open = turn(ANONYMOUS, region.path);
    anonymous.add(open.before, open.after, undefined, region.folders);
    if (gain > 0 || lose > 0 || open.before !== open.after) touched.push({ ...region, gain, lose });
  }
  return {
    effects: people.effects(),
    anonymous: anonymous.effects().map(({ level, gains, folders }) => ({ level, gains, folders })),
    regions: touched,
    concerned: [...concerned].map(([crowd, rest]) => ({ crowd, ...rest })),
  };
}

type Count = { crowds: Set<Crowd>; folders: number };

/** Counts who crosses which level in which direction. */
function createTally() {
  const counts = new Map<string, Count>();
  const of = (key: string): Count => {
    const found = counts.get(key) ?? { crowds: new Set<Crowd>(), folders: 0 };
    counts.set(key, found);
    return found;
  };
  return {
    counts,
    add(before: number, after: number, crowd: Crowd | undefined, folders: number): void {
      for (const level of LEVELS) {
        if (before >= level === after >= level) continue;
        const count = of(`${after > before} ${level}`);
        if (crowd) count.crowds.add(crowd);
        count.folders += folders;
      }
    },
    /** Adds the crowds of one region, and its folders once for each level that somebody crosses. */
    merge(region: { counts: ReadonlyMap<string, Count> }, folders: number): void {
      for (const [key, { crowds }] of region.counts) {
        const count = of(key);
        for (const crowd of crowds) count.crowds.add(crowd);
        count.folders += folders;
      }
    },
    effects(): Impact['effects'] {
      return [false, true].flatMap((gains) =>
        LEVELS.flatMap((level) => {
          const count = counts.get(`${gains} ${level}`);
          if (!count) return [];
          const people = [...count.crowds].reduce((sum, crowd) => sum + crowd.people, 0);
          return [{ level, gains, people, folders: count.folders }];
        }),
      );
    },
  };
}

function withLevels(grants: Grants, { folder, levels }: FolderChange): Grants {
  const onFolder = new Map(grants.get(folder));
  for (const [groupId, access] of levels) {
    if (access === undefined) onFolder.delete(groupId);
    else onFolder.set(groupId, access);
  }
  return new Map(grants).set(folder, onFolder);
}
