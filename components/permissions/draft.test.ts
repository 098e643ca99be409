import { describe, expect, it } from 'vitest';
import { changesOf, type Draft, draftRow, filterGroups, inverseOf, NO_CHANGES, withWish } from './draft.ts';
import type { FolderRights, GroupOnFolder } from './rights.ts';

const group = (group_id: number, over: Partial<GroupOnFolder> = {}): GroupOnFolder => ({
  group_id,
  name: `Group ${group_id}`,
  group_type: 2,
  members: 3,
  overrides: [],
  own: null,
  inherited: null,
  can_reset: true,
  ...over,
});

const owning = group(1, { own: { id: 9, access: 40, version: 3 }, inherited: { access: 10, folder: '/' } });
const heir = group(2, { inherited: { access: 20, folder: '/a' } });
const outsider = group(3);
const rights: FolderRights = {
  folder_id: 7,
  path: '/a/b',
  groups: [owning, heir, outsider],
  reach: [],
  anonymous: 0,
};
const draft = (...wishes: Array<[number, number | null]>): Draft => new Map(wishes);

describe('a row', () => {
  it.each<[string, GroupOnFolder, Draft, ReturnType<typeof draftRow>]>([
    ['with a level of its own', owning, NO_CHANGES, { level: 40, own: true, changed: false }],
    ['that inherits', heir, NO_CHANGES, { level: 20, own: false, changed: false }],
    ['without any level', outsider, NO_CHANGES, { level: null, own: false, changed: false }],
    ['that is reset', owning, draft([1, null]), { level: 10, own: false, changed: true }],
    ['that is pinned', heir, draft([2, 20]), { level: 20, own: true, changed: true }],
    ['that is given one', outsider, draft([3, 0]), { level: 0, own: true, changed: true }],
  ])('%s', (_, row, changes, expected) => {
    expect(draftRow(row, changes)).toEqual(expected);
  });
});

describe('a wish', () => {
  it('is no change when it is what is saved', () => {
    expect(withWish(draft([1, 10]), owning, 40)).toEqual(NO_CHANGES);
    expect(withWish(draft([2, 20]), heir, null)).toEqual(NO_CHANGES);
  });

  it('pins what is inherited', () => {
    expect(withWish(NO_CHANGES, heir, 20)).toEqual(draft([2, 20]));
  });

  it('is sent with the version that was read', () => {
    expect(changesOf(rights, draft([1, null], [3, 30]))).toEqual([
      { group_id: 1, access: null, version: 3 },
      { group_id: 3, access: 30, version: 0 },
    ]);
  });

  it('is taken back with the version that was made', () => {
    const after = {
      ...rights,
      groups: [group(1), heir, group(3, { own: { id: 11, access: 30, version: 1 } })],
    };
    expect(inverseOf(rights, after, draft([1, null], [3, 30]))).toEqual([
      { group_id: 1, access: 40, version: 0 },
      { group_id: 3, access: null, version: 1 },
    ]);
  });
});

describe('the filter', () => {
  const ids = (changes: Draft, filter: Partial<Parameters<typeof filterGroups>[2]>) =>
    filterGroups(rights, changes, { text: '', ownOnly: false, groupId: undefined, ...filter }).map(
      ({ group_id }) => group_id,
    );

  it('goes by name, own levels and one group', () => {
    expect(ids(NO_CHANGES, { text: 'p 2' })).toEqual([2]);
    expect(ids(NO_CHANGES, { ownOnly: true })).toEqual([1]);
    expect(ids(NO_CHANGES, { groupId: 3 })).toEqual([3]);
  });

  it('never hides a change', () => {
    expect(ids(draft([3, 10]), { ownOnly: true })).toEqual([1, 3]);
  });
});
