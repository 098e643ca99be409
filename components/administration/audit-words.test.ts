import { describe, expect, it } from 'vitest';
import { actionWords, fieldWords, objectPage, readDetails, valueWords } from './audit-words.ts';

it.each([
  ['image.move', 'image', 'moved the image'],
  ['session.create', 'session', 'signed in'],
  ['user.update', 'user', 'changed the user'],
  ['permission.create', 'permission', 'made the permission on'],
  ['thing.turn-over', 'thing', 'did “turn over” to the thing'],
])('%s', (action, object_type, words) => {
  expect(actionWords({ action, object_type })).toBe(words);
});

describe('objectPage', () => {
  const entry = { action: 'image.edit', object_type: 'image', object_id: '7', object_name: 'a b/c.jpg' };

  it.each([
    [entry, '/details/?src=a%20b/c.jpg'],
    [{ ...entry, action: 'image.delete' }, undefined],
    [{ ...entry, object_type: 'folder', object_name: '/a' }, '/list/?path=/a'],
    [{ ...entry, object_type: 'user' }, '/admin/users/7/'],
    [{ ...entry, object_type: 'template' }, '/admin/templates/7/'],
    [{ ...entry, object_type: 'task' }, '/admin/tasks/?id=7'],
    [{ ...entry, object_type: 'property' }, undefined],
  ])('%j', (target, page) => {
    expect(objectPage(target)).toBe(page);
  });
});

describe('readDetails', () => {
  it.each([
    [
      { before: { a: 1, b: 2 }, after: { a: 3 } },
      [
        ['a', 1, 3],
        ['b', 2, undefined],
      ],
      [],
    ],
    [{ after: { a: 1 }, by: 'x' }, [['a', undefined, 1]], [['by', 'x']]],
    [
      { before: 'one', after: 'two' },
      [],
      [
        ['before', 'one'],
        ['after', 'two'],
      ],
    ],
    [{ files: 3 }, [], [['files', 3]]],
    [{}, [], []],
  ])('%j', (details, changes, others) => {
    const found = readDetails(details);
    expect(found.changes.map(({ name, before, after }) => [name, before, after])).toEqual(changes);
    expect(found.others).toEqual(others);
  });
});

it.each([
  [undefined, '—'],
  [null, 'nothing'],
  ['', 'nothing'],
  [true, 'yes'],
  [12, '12'],
  [['a'], '["a"]'],
])('%j reads %s', (value, words) => {
  expect(valueWords(value)).toBe(words);
});

it('names fields in words', () => {
  expect(fieldWords('mustChangePassword')).toBe('must change password');
});
