import { expect, it } from 'vitest';
import { previewChange } from './preview.ts';
import type { Grants } from './trace.ts';

const STAFF = 5;
const staff = { groupIds: [STAFF], administersFiles: false, people: 3 };

it('looks at 200 folders below and says so when there are more', () => {
  const grantsOf = (count: number): Grants =>
    new Map([
      ['/', new Map([[1, 10]])],
      ...Array.from({ length: count }, (_, at): [string, Map<number, number>] => [
        `/a/${at}`,
        new Map([[1, 0]]),
      ]),
    ]);
  const change = { folder: '/a', groupId: STAFF, access: 20 };
  for (const [count, folders, truncated] of [
    [200, 201, false],
    [201, 201, true],
  ] as const) {
    const preview = previewChange(grantsOf(count), change, [staff]);
    expect([preview.folders.length, preview.truncated, preview.people]).toEqual([folders, truncated, 3]);
  }
});

it('leaves out folders below where nobody gains or loses, and those beside whose name begins the same', () => {
  const grants: Grants = new Map([
    ['/', new Map([[1, 10]])],
    ['/a/own', new Map([[STAFF, 50]])],
    ['/a/inherits', new Map([[1, 0]])],
    ['/ab', new Map([[1, 0]])],
  ]);
  const { folders } = previewChange(grants, { folder: '/a', groupId: STAFF, access: 20 }, [staff]);
  expect(folders).toEqual([
    {
      path: '/a',
      anonymous: { before: 10, after: 10 },
      shifts: [{ before: 10, after: 20, people: 3 }],
    },
    {
      path: '/a/inherits',
      anonymous: { before: 0, after: 0 },
      shifts: [{ before: 0, after: 20, people: 3 }],
    },
  ]);
});
