import { expect, test } from 'vitest';
import { collectPictures, startIndex } from './collection.ts';
import { fullScreenBox, heights, scrollTo } from './measures.ts';
import { galleryOptions, viewerOptions } from './options.ts';

test('own pictures come before those of the folder, and each address once', () => {
  const options = galleryOptions({
    server: 'https://img.example.org',
    folder: 'f',
    images: [{ src: 'x.jpg', title: 'X' }, { src: 'f/a.jpg' }, { src: 'x.jpg', title: 'again' }, { src: '' }],
    params: { tmp: 't' },
    thumbsize: { width: 80 } as never,
  });
  const pictures = collectPictures(options, ['a.jpg', 'b.jpg']);
  expect(pictures.map(({ entry }) => entry.src)).toEqual(['x.jpg', 'f/a.jpg', 'f/b.jpg']);
  expect(pictures[0]?.url).toBe(
    'https://img.example.org/image?tmp=t&src=x.jpg&width=80&height=120&strip=1&format=png&fill=none',
  );
  expect(['f/b.jpg', 'b.jpg', ''].map((src) => startIndex(pictures, src))).toEqual([2, 0, 0]);
});

test('the zoom viewer gets the options of the page, words of the picture, and no second full screen', () => {
  const options = galleryOptions({
    viewer: { showcontrols: 'no', title: 'all', controls: { download: true } },
    images: null as never,
  });
  expect(options.images).toEqual([]);
  expect(viewerOptions(options, { src: 'a', description: 'D' }, false)).toEqual({
    stripaligns: true,
    showcontrols: 'no',
    title: 'all',
    controls: { download: true },
    description: 'D',
  });
  expect(viewerOptions(options, { src: 'a', title: 'T' }, true)).toMatchObject({
    title: 'T',
    controls: { download: true, fullscreen: false },
  });
});

test.each([
  [500, 120, 0, { main: 368, strip: 132 }],
  [500, 100, 5, { main: 382, strip: 112 }],
  [100, 120, 0, { main: 0, strip: 132 }],
])('a container of %i with thumbnails of %i and margins of %i', (container, thumbnail, margins, expected) => {
  expect(heights(container, thumbnail, margins)).toEqual(expected);
});

test.each([
  ['seen already', 100, 300, { from: 150, to: 380 }, 100],
  ['to the left', 100, 300, { from: 50, to: 200 }, 50],
  ['to the right', 100, 300, { from: 350, to: 500 }, 200],
  ['too long', 100, 300, { from: 120, to: 600 }, 120],
])('a stretch that is %s', (_, scroll, visible, stretch, expected) => {
  expect(scrollTo(scroll, visible, stretch)).toBe(expected);
});

test('full screen leaves a fortieth of the shorter side and is never too small to use', () => {
  expect(fullScreenBox(1200, 800)).toEqual({ left: 20, top: 20, width: 1160, height: 760 });
  expect(fullScreenBox(200, 160)).toEqual({ left: 4, top: 4, width: 250, height: 250 });
});
