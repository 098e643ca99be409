import { expect, test } from 'vitest';
import type { BrowsedImage } from '../client/browsed.ts';
import { EMPTY_SELECTION, select } from '../client/selection.ts';
import { readListing } from './listing.ts';
import { tagCounts, targetOfImage, targetOfSelection } from './target.ts';

function image(id: number, src: string, access = 50, tags: string[] = []): BrowsedImage {
  return {
    id,
    src,
    filename: src.slice(src.lastIndexOf('/') + 1),
    folder_id: 1,
    title: '',
    description: '',
    width: 10,
    height: 10,
    supported: true,
    download: true,
    bytes: 100,
    time: '2026-01-01T00:00:00Z',
    version: '1',
    tags,
    focus: null,
    access,
  };
}

const images = [image(1, 'a/one.jpg'), image(2, 'a/b/two.jpg', 10), image(3, 'a/three.jpg')];
const find = (id: number) => images.find((each) => each.id === id);
const listing = readListing(new URLSearchParams('path=/a&q=x&recursive=0'));
const known = { total: 40, access: 30 };

test('nothing selected is no target', () => {
  expect(targetOfSelection(EMPTY_SELECTION, listing, known, find)).toBeUndefined();
});

test('one image is called by its name', () => {
  const one = select(EMPTY_SELECTION, { type: 'add', ids: [3] });
  expect(targetOfSelection(one, listing, known, find)).toMatchObject({
    name: 'three.jpg',
    selection: { ids: [3] },
    folder: '/a',
  });
  expect(targetOfImage(images[0] as BrowsedImage).count).toBe(1);
});

test('several have the least of their levels', () => {
  const some = select(EMPTY_SELECTION, { type: 'add', ids: [1, 2, 9] });
  expect(targetOfSelection(some, listing, known, find)).toMatchObject({
    name: '3 images',
    count: 3,
    access: 10,
    folder: '/a/b',
    selection: { ids: [1, 2, 9] },
  });
});

test('everything is named by the search, and what is taken out of it', () => {
  const all = select(select(EMPTY_SELECTION, { type: 'all' }), { type: 'toggle', id: 2, at: 1 });
  expect(targetOfSelection(all, listing, known, find)).toMatchObject({
    name: '39 images',
    access: 30,
    selection: { search: { path: '/a', q: 'x', recursive: false }, except: [2] },
  });
});

test('tags are counted whatever their case', () => {
  const tagged = [image(1, 'a', 0, ['Cat', 'red']), image(2, 'b', 0, ['cat']), image(3, 'c', 0, ['blue'])];
  expect(tagCounts(tagged)).toEqual([
    { name: 'Cat', count: 2 },
    { name: 'blue', count: 1 },
    { name: 'red', count: 1 },
  ]);
});
