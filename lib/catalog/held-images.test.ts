import { expect, it } from 'vitest';
import type { CatalogImage } from './catalog.ts';
import { createHeldImages } from './held-images.ts';

function image(src: string, description = ''): CatalogImage {
  const folder = { id: 1, path: '/', parentId: null, status: 1 };
  const words = { title: '', description };
  const file = { fileSize: 1, fileTime: 1, measured: true, status: 1, focus: null };
  const size = { width: 1, height: 1 };
  const record = { id: 1, src, folder, ...words, ...size, ...file, version: 1 };
  return { id: 1, src, folder: '/', ...size, version: 'v', size: 1, time: 1, record };
}

it('holds no more words than memory is meant for, and keeps what was used last', () => {
  const held = createHeldImages();
  const long = 'x'.repeat(1_000_000);
  const first = held.hold(image('first', long));
  for (let i = 0; i < 15; i++) held.hold(image(`${i}`, long));
  held.seen(first);
  held.hold(image('one more', long));
  expect(held.get('0')).toBeUndefined();
  expect(held.get('first')).toBe(first);
  // What is held again or dropped gives its room back.
  for (let i = 0; i < 100; i++) held.hold(image('one more', long));
  expect(held.get('1')).toBeDefined();
});

it('drops what is below a folder, also for those who still have it in hand', () => {
  const held = createHeldImages();
  const entries = ['a/1', 'a/b/2', 'ab/3', '4'].map((src) => held.hold(image(src)));
  held.dropBelow('/a');
  expect(entries.map(({ checkedAt }) => checkedAt > 0)).toEqual([false, false, true, true]);
  expect(['a/1', 'a/b/2', 'ab/3', '4'].map((src) => held.get(src) !== undefined)).toEqual([
    false,
    false,
    true,
    true,
  ]);
  held.dropBelow('/');
  expect(held.get('4')).toBeUndefined();
});
