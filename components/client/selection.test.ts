import { describe, expect, test } from 'vitest';
import {
  countSelected,
  EMPTY_SELECTION,
  isSelected,
  type Selection,
  type SelectionAction,
  select,
  selectionBody,
} from './selection.ts';

const after = (...actions: SelectionAction[]): Selection => actions.reduce(select, EMPTY_SELECTION);
const idsOf = (selection: Selection) => [...selection.ids].sort((one, other) => one - other);

describe('what is selected', () => {
  const cases: Array<[string, SelectionAction[], number[], number | undefined]> = [
    ['nothing at first', [], [], undefined],
    ['one alone', [{ type: 'only', id: 5, at: 4 }], [5], 4],
    [
      'a click takes the place of what was',
      [
        { type: 'add', ids: [1, 2] },
        { type: 'only', id: 5, at: 4 },
      ],
      [5],
      4,
    ],
    [
      'one joins and leaves',
      [
        { type: 'only', id: 5, at: 4 },
        { type: 'toggle', id: 7, at: 6 },
        { type: 'toggle', id: 5, at: 4 },
      ],
      [7],
      4,
    ],
    [
      'a range replaces the range before it from the same place',
      [
        { type: 'only', id: 3, at: 2 },
        { type: 'range', ids: [3, 4, 5, 6] },
        { type: 'range', ids: [3, 4] },
      ],
      [3, 4],
      2,
    ],
    [
      'a range keeps what was chosen one by one before',
      [
        { type: 'only', id: 9, at: 8 },
        { type: 'toggle', id: 3, at: 2 },
        { type: 'range', ids: [3, 4, 5] },
        { type: 'range', ids: [2, 3] },
      ],
      [2, 3, 9],
      2,
    ],
    [
      'a range starts where it is told to',
      [
        { type: 'only', id: 1, at: 0 },
        { type: 'anchor', at: 3 },
        { type: 'range', ids: [4, 5] },
      ],
      [1, 4, 5],
      3,
    ],
    ['nothing again', [{ type: 'add', ids: [1, 2] }, { type: 'none' }], [], undefined],
    [
      'what is gone is forgotten',
      [
        { type: 'add', ids: [1, 2, 3] },
        { type: 'forget', ids: [2, 8] },
      ],
      [1, 3],
      undefined,
    ],
  ];
  test.each(cases)('%s', (_name, actions, ids, anchor) => {
    const selection = after(...actions);
    expect(idsOf(selection)).toEqual(ids);
    expect(selection.anchor).toBe(anchor);
    expect(countSelected(selection, 100)).toBe(ids.length);
  });
});

describe('everything that matches', () => {
  test('is selected, but what is taken out', () => {
    const selection = after({ type: 'all' }, { type: 'toggle', id: 4, at: 3 });
    expect(isSelected(selection, 4)).toBe(false);
    expect(isSelected(selection, 5)).toBe(true);
    expect(countSelected(selection, 4312)).toBe(4311);
    expect(selectionBody(selection, { q: 'cat' })).toEqual({ search: { q: 'cat' }, except: [4] });
  });

  test('what is taken out comes back by a range and by choosing it again', () => {
    const out = after({ type: 'all' }, { type: 'toggle', id: 4, at: 3 }, { type: 'toggle', id: 6, at: 5 });
    expect(countSelected(select(out, { type: 'range', ids: [5, 6] }), 10)).toBe(9);
    expect(countSelected(select(out, { type: 'toggle', id: 4, at: 3 }), 10)).toBe(9);
    expect(countSelected(select(out, { type: 'add', ids: [4, 6] }), 10)).toBe(10);
  });

  test('ends with a click on one', () => {
    const selection = after({ type: 'all' }, { type: 'only', id: 4, at: 3 });
    expect(selectionBody(selection, {})).toEqual({ ids: [4] });
  });
});

test('an action that changes nothing gives the same object', () => {
  const some = after({ type: 'only', id: 1, at: 0 });
  expect(select(some, { type: 'forget', ids: [2] })).toBe(some);
  expect(select(EMPTY_SELECTION, { type: 'none' })).toBe(EMPTY_SELECTION);
});
