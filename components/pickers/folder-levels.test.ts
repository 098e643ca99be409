import { expect, test } from 'vitest';
import type { TreeFolder, TreeLevel } from '../client/browsed.ts';
import { parentOf, pathsTo, treeRows } from './folder-levels.ts';

function folder(path: string, hasChildren = false): TreeFolder {
  return {
    id: 1,
    name: path,
    path,
    access: 10,
    images: 0,
    has_children: hasChildren,
    own_permissions: false,
  };
}

const levels: Record<string, TreeLevel> = {
  '/': { folder: folder('/', true), parents: [], children: [folder('/a', true), folder('/b')] },
  '/a': { folder: folder('/a', true), parents: [], children: [folder('/a/c', true)] },
};

function rows(...open: string[]): string[] {
  const known = (path: string) => ({ level: levels[path], failed: path === '/a/c' });
  return treeRows(new Set(open), known).map((row) => {
    const indent = '-'.repeat(row.depth);
    if ('waitingFor' in row) return `${indent}${row.failed ? 'failed' : 'waiting'} ${row.waitingFor}`;
    return `${indent}${row.folder.path} ${row.position}/${row.siblings}`;
  });
}

test('a tree has the lines of what is open', () => {
  expect(rows()).toEqual(['/ 1/1']);
  expect(rows('/')).toEqual(['/ 1/1', '-/a 1/2', '-/b 2/2']);
  expect(rows('/', '/a', '/b')).toEqual(['/ 1/1', '-/a 1/2', '--/a/c 1/1', '-/b 2/2']);
  expect(rows('/', '/a', '/a/c')).toContain('---failed /a/c');
});

test('what is open inside something closed is not shown', () => {
  expect(rows('/a')).toEqual(['/ 1/1']);
});

test('nothing is shown before the root is known', () => {
  expect(treeRows(new Set(['/']), () => ({ level: undefined, failed: false }))).toEqual([]);
});

test.each([
  ['/', ['/'], '/'],
  ['/a', ['/', '/a'], '/'],
  ['/a/b', ['/', '/a', '/a/b'], '/a'],
])('the folders to %s', (path, paths, parent) => {
  expect(pathsTo(path)).toEqual(paths);
  expect(parentOf(path)).toBe(parent);
});
