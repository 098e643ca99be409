import { describe, expect, it } from 'vitest';
import { LEVEL } from './levels.ts';
import { type Grants, type Subject, traceAccess } from './trace.ts';

const EDITORS = 7;
const INTERNS = 8;

const anonymous: Subject = { groupIds: [], administersFiles: false };
const editor: Subject = { groupIds: [EDITORS], administersFiles: false };
const both: Subject = { groupIds: [INTERNS, EDITORS], administersFiles: false };
const administrator: Subject = { groupIds: [], administersFiles: true };

const grants: Grants = new Map<string, ReadonlyMap<number, number>>([
  ['/', new Map([[1, LEVEL.view]])],
  [
    '/private',
    new Map([
      [1, LEVEL.none],
      [EDITORS, LEVEL.upload],
    ]),
  ],
  ['/private/open', new Map([[1, LEVEL.download]])],
  ['/private/open/deep/er', new Map([[INTERNS, LEVEL.none]])],
]);

describe('traceAccess', () => {
  it.each<[string, Subject, string, number]>([
    ['the root, from the root', anonymous, '/', LEVEL.view],
    ['inherited', anonymous, '/a/b/c', LEVEL.view],
    ['taken away below', anonymous, '/private', LEVEL.none],
    ['taken away and inherited', anonymous, '/private/x', LEVEL.none],
    ['given back further down', anonymous, '/private/open/x', LEVEL.download],
    ['a sibling whose name begins the same', anonymous, '/private2', LEVEL.view],
    ['a group beside Public', editor, '/private', LEVEL.upload],
    ['the highest of the nearest entries', editor, '/private/open', LEVEL.upload],
    ['an own entry of none does not take away', both, '/private/open/deep/er', LEVEL.upload],
    ['a person without entries has what Public has', { ...editor, groupIds: [99] }, '/a', LEVEL.view],
    ['administrators everywhere', administrator, '/private', LEVEL.deleteFolder],
  ])('%s', (_case, subject, folder, expected) => {
    expect(traceAccess(subject, folder, grants).access).toBe(expected);
  });

  it('grants nothing where nobody ever did', () => {
    expect(traceAccess(anonymous, '/a', new Map()).access).toBe(LEVEL.none);
  });

  it('names the entries that decided', () => {
    expect(traceAccess(editor, '/private/open/x', grants).entries).toEqual([
      { groupId: 1, folder: '/private/open', access: LEVEL.download },
      { groupId: EDITORS, folder: '/private', access: LEVEL.upload },
    ]);
  });
});
