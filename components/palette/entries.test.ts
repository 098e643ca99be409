import { expect, test } from 'vitest';
import { ACTIONS, allowed, findEntries, PAGES } from './entries.ts';

const titles = (entries: ReturnType<typeof findEntries>) => entries.map(({ title }) => title);

test('people are offered what they may use', () => {
  expect(titles(allowed(PAGES, []))).not.toContain('Users');
  expect(titles(allowed(PAGES, []))).toContain('Library');
  expect(titles(allowed(PAGES, ['admin_users']))).toContain('Users');
});

test.each([
  ['', PAGES[0]?.title],
  ['upl', 'Upload'],
  ['  USERS ', 'Users'],
  ['perm folder', 'Folder permissions'],
  ['recycle', 'Trash'],
  ['time zone', 'Appearance'],
])('%j leads to %s first', (typed, first) => {
  expect(titles(findEntries(PAGES, typed))[0]).toBe(first);
});

test('titles come before other words', () => {
  expect(titles(findEntries(PAGES, 'set')).slice(0, 2)).toEqual(['Settings', 'Administration']);
  expect(titles(findEntries(ACTIONS, 'dark'))).toEqual(['Dark theme']);
});

test('what holds not all words is left out', () => {
  expect(findEntries(PAGES, 'users zebra')).toEqual([]);
  expect(findEntries(PAGES, 'xq')).toEqual([]);
});

test('ids are unlike each other', () => {
  const ids = [...PAGES, ...ACTIONS].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
