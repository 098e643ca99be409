import { describe, expect, it } from 'vitest';
import { LEVEL } from './levels.ts';
import { regionsOf } from './regions.ts';
import { type Grants, type Subject, traceAccess } from './trace.ts';

const grants: Grants = new Map<string, ReadonlyMap<number, number>>([
  ['/', new Map([[1, LEVEL.view]])],
  ['/private/open', new Map([[1, LEVEL.download]])],
  ['/private', new Map([[1, LEVEL.none]])],
  ['/private/open/again', new Map([[1, LEVEL.view]])],
  ['/private/team', new Map([[7, LEVEL.edit]])],
  ['/other', new Map([[8, LEVEL.none]])],
]);

const subject = (...groupIds: number[]): Subject => ({ groupIds, administersFiles: false });

describe('regionsOf', () => {
  it.each<[string, Subject, number, boolean, string[]]>([
    ['the public', subject(), LEVEL.view, true, ['/private', '/private/open']],
    ['a group beside', subject(7), LEVEL.view, true, ['/private', '/private/open', '/private/team']],
    ['a higher level', subject(7), LEVEL.edit, false, ['/private/team']],
    [
      'a level that begins and ends',
      subject(),
      LEVEL.download,
      false,
      ['/private/open', '/private/open/again'],
    ],
    ['an administrator', { groupIds: [], administersFiles: true }, LEVEL.delete, true, []],
  ])('%s', (_who, who, level, root, turns) => {
    expect(regionsOf(who, grants, level)).toEqual({ root, turns });
  });

  it('says the same as the trace for every folder', () => {
    const folders = [...grants.keys()].flatMap((folder) => {
      const below = folder === '/' ? '' : folder;
      return [folder, `${below}/x`, `${below}/x/y`, `${folder}2`];
    });
    for (const who of [subject(), subject(7), subject(7, 8), subject(99)]) {
      for (const level of Object.values(LEVEL)) {
        const { root, turns } = regionsOf(who, grants, level);
        for (const folder of folders) {
          const passed = turns.filter((turn) => folder === turn || folder.startsWith(`${turn}/`));
          expect(root !== (passed.length % 2 === 1), `${folder} ${level}`).toBe(
            traceAccess(who, folder, grants).access >= level,
          );
        }
      }
    }
  });
});
