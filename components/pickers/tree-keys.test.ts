import { describe, expect, test } from 'vitest';
import { treeStep } from './tree-keys.ts';

const line = (path: string, depth: number, open = false, hasChildren = open) => ({
  folder: {
    id: 1,
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    access: 10,
    images: 0,
    has_children: hasChildren,
    own_permissions: false,
  },
  depth,
  open,
});
const lines = [
  line('/', 0, true),
  line('/apples', 1, true),
  line('/apples/red', 2),
  line('/pears', 1, false, true),
  line('/plums', 1),
];

describe('a key in a tree', () => {
  test.each([
    ['ArrowDown', '/', { type: 'focus', path: '/apples' }],
    ['ArrowDown', '/plums', undefined],
    ['ArrowUp', '/pears', { type: 'focus', path: '/apples/red' }],
    ['Home', '/plums', { type: 'focus', path: '/' }],
    ['End', '/', { type: 'focus', path: '/plums' }],
    ['ArrowRight', '/pears', { type: 'open', path: '/pears' }],
    ['ArrowRight', '/apples', { type: 'focus', path: '/apples/red' }],
    ['ArrowRight', '/plums', undefined],
    ['ArrowLeft', '/apples', { type: 'close', path: '/apples' }],
    ['ArrowLeft', '/apples/red', { type: 'focus', path: '/apples' }],
    ['ArrowLeft', '/plums', { type: 'focus', path: '/' }],
    ['Enter', '/plums', { type: 'choose', path: '/plums' }],
    [' ', '/plums', { type: 'choose', path: '/plums' }],
    ['*', '/plums', { type: 'open-all', paths: ['/apples', '/pears', '/plums'] }],
    ['p', '/', { type: 'focus', path: '/pears' }],
    ['p', '/pears', { type: 'focus', path: '/plums' }],
    ['x', '/', undefined],
    ['Tab', '/', undefined],
  ])('%s on %s', (key, active, step) => {
    expect(treeStep(key, lines, active, { text: '', at: -10_000 }, 0)).toEqual(step);
  });

  test('letters that follow each other quickly make a word', () => {
    const typed = { text: '', at: -10_000 };
    expect(treeStep('p', lines, '/', typed, 0)).toEqual({ type: 'focus', path: '/pears' });
    expect(treeStep('l', lines, '/pears', typed, 100)).toEqual({ type: 'focus', path: '/plums' });
    expect(treeStep('a', lines, '/plums', typed, 2000)).toEqual({ type: 'focus', path: '/apples' });
  });
});
