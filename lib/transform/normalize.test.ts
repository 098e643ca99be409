import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesPixels, dropUnaskedQuality } from './changes.ts';
import { identity } from './identity.ts';
import { normalize } from './normalize.ts';
import { arbitraryValues } from './testing/arbitrary-values.ts';
import { transformOf } from './testing/requests.ts';
import type { TransformValues } from './values.ts';

const BOX = { width: 300, height: 200 };

describe('normalize', () => {
  it.each<[TransformValues, TransformValues]>([
    [{ page: 0 }, {}],
    [{ page: 1 }, {}],
    [{ page: 2 }, { page: 2 }],
    [{ format: 'pjpeg' }, { format: 'pjpg' }],
    [{ format: 'jpg' }, {}],
    [{ format: 'jpeg' }, { format: 'jpeg' }],
    [{ width: 0, height: 0, quality: 0, sharpen: 0, dpi: 0 }, {}],
    [{ ...BOX, alignH: 'c0.5', alignV: 'c0.5' }, BOX],
    [
      { ...BOX, alignH: 'c0.50', alignV: 't0' },
      { ...BOX, alignH: 'c0.50', alignV: 't0' },
    ],
    [{ depth: 16, compression: 'lzw', lossless: 'yes' }, {}],
    [
      { format: 'png', depth: 16, compression: 'lzw', lossless: 'yes' },
      { format: 'png', depth: 16 },
    ],
    [{ format: 'tif', depth: 8 }, { format: 'tif' }],
    [
      { format: 'tif', depth: 16, compression: 'jpeg' },
      { format: 'tif', compression: 'jpeg' },
    ],
    [
      { format: 'webp', lossless: 'yes', quality: 50 },
      { format: 'webp', lossless: 'yes' },
    ],
    [
      { format: 'webp', lossless: 'near', quality: 50 },
      { format: 'webp', lossless: 'near', quality: 50 },
    ],
    [
      { format: 'avif', lossless: 'near', quality: 50 },
      { format: 'avif', quality: 50 },
    ],
    [{ format: 'avif', lossless: 'no' }, { format: 'avif' }],
    [{ rotation: 0 }, {}],
    [{ rotation: 360 }, {}],
    [{ rotation: -360 }, {}],
    [{ rotation: -90 }, { rotation: -90 }],
    [{ rotation: 270 }, { rotation: 270 }],
    [{ top: 0, left: 1, bottom: 0, right: 1 }, {}],
    [
      { top: 0.1, bottom: 0.9 },
      { top: 0.1, bottom: 0.9 },
    ],
    [{ sizeFit: true, width: 10 }, { width: 10 }],
    [{ sizeFit: true, width: 10, height: 0 }, { width: 10 }],
    [
      { sizeFit: true, ...BOX },
      { sizeFit: true, ...BOX },
    ],
    [{ cropFit: true, ...BOX, left: 1 }, BOX],
    [
      { cropFit: true, ...BOX, left: 0.5 },
      { cropFit: true, ...BOX, left: 0.5 },
    ],
    [{ fill: '#ffffff', ...BOX }, BOX],
    [{ fill: 'white', ...BOX }, BOX],
    [{ fill: 'rgb(255,255,255)', ...BOX }, BOX],
    [
      { fill: '#fff', ...BOX },
      { fill: '#fff', ...BOX },
    ],
    [{ fill: 'red' }, {}],
    [{ fill: 'red', width: 10 }, { width: 10 }],
    [
      { fill: 'red', ...BOX, sizeFit: true },
      { ...BOX, sizeFit: true },
    ],
    [
      { fill: 'red', rotation: 10 },
      { fill: 'red', rotation: 10 },
    ],
    [{ fill: 'red', rotation: 360 }, {}],
    [{ overlaySrc: 'o.png', overlayPos: 'c', overlayOpacity: 1, overlaySize: 1 }, { overlaySrc: 'o.png' }],
    [{ overlaySrc: 'o.png', overlayOpacity: 0, overlayPos: 'n' }, {}],
    [{ overlaySrc: 'o.png', overlaySize: 0 }, {}],
    [{ overlaySize: 0.5, overlayPos: 'n', overlayOpacity: 0.5 }, {}],
    [{ tile: { number: 1, grid: 1 } }, {}],
    [{ tile: { number: 1, grid: 4 } }, { tile: { number: 1, grid: 4 } }],
    [{ rotation: 180, flip: 'v' }, { flip: 'h' }],
    [{ rotation: 180, flip: 'h' }, { flip: 'v' }],
    [{ rotation: 180, flip: 'h', fill: 'red' }, { flip: 'v' }],
    [
      { rotation: -180, flip: 'h' },
      { rotation: -180, flip: 'h' },
    ],
    [{ alignH: 'l0', alignV: 't0' }, {}],
    [
      { alignH: 'l0', ...BOX, sizeFit: true },
      { ...BOX, sizeFit: true },
    ],
    [{ iccIntent: 'relative', iccBpc: true }, {}],
    [
      { iccProfile: 'srgb', iccIntent: 'relative', iccBpc: false },
      { iccProfile: 'srgb', iccIntent: 'relative' },
    ],
    [{ strip: false, sizeFit: false, cropFit: false, animate: false }, {}],
    [{ expirySecs: 5, attachment: true, recordStats: false }, {}],
    [{ gravity: 'n', width: 10 }, { width: 10 }],
    [
      { gravity: 'n', ...BOX, sizeFit: true },
      { ...BOX, sizeFit: true },
    ],
    [
      { gravity: 'n', ...BOX, alignH: 'l0', fill: 'red' },
      { gravity: 'n', ...BOX },
    ],
    [
      { gravity: 'n', ...BOX, rotation: 10, fill: 'red' },
      { gravity: 'n', ...BOX, rotation: 10, fill: 'red' },
    ],
    [
      { gravity: 'n', ...BOX, focusX: 0.1, focusY: 0.2 },
      { ...BOX, focusX: 0.1, focusY: 0.2 },
    ],
    [
      { ...BOX, focusY: 0 },
      { ...BOX, focusX: 0.5, focusY: 0 },
    ],
    [{ focusX: 0.1, focusY: 0.2, height: 10 }, { height: 10 }],
    [{ width: undefined, format: undefined, flip: undefined }, {}],
  ])('%o becomes %o', (values, expected) => {
    expect({ ...normalize(values, 'jpg') }).toStrictEqual(expected);
  });

  it('leaves its input alone', () => {
    const values: TransformValues = { width: 0, format: 'pjpeg', rotation: 180, flip: 'h' };
    normalize(values, 'jpg');
    expect(values).toEqual({ width: 0, format: 'pjpeg', rotation: 180, flip: 'h' });
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(arbitraryValues, fc.constantFrom('jpg', 'pjpg', 'pjpeg', 'png'), (values, extension) => {
        const once = normalize(values, extension);
        expect(normalize(once, extension)).toStrictEqual(once);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('identity', () => {
  it.each([
    ['width=800', 'width=800&angle=360&format=jpg&left=0&right=1'],
    ['width=800&height=5', 'height=5&width=800'],
    ['src=a.jpg&amp;width=100', 'width=100'],
    ['fill=white&width=5&height=5', 'fill=FFFFFF&width=5&height=5'],
    ['fill=white&width=5&height=5', 'width=5&height=5'],
    ['fill=red&width=200', 'width=200'],
    ['angle=180&flip=v', 'flip=h'],
    ['colorspace=srgb', 'colorspace=rgb'],
    ['colorspace=grey', 'colorspace=gray'],
    ['strip=0', ''],
    ['top=.123456', 'top=.123461'],
    ['format=pjpeg', 'format=pjpg'],
    ['halign=C0.5&width=5&height=5', 'width=5&height=5'],
    ['width=5&attach=1&stats=0&xref=x&cache=0&recache=1&tmp=x', 'width=5'],
    ['overlay=/b//c.png', 'overlay=b/c.png&ovpos=c&ovsize=1'],
    ['tile=1:1', ''],
    ['gravity=n&width=5', 'width=5'],
    ['animate=0', ''],
  ])('%s and %s are one picture', (one, other) => {
    expect(identity(transformOf(one))).toBe(identity(transformOf(other)));
  });

  it.each([
    ['angle=-90', 'angle=270'],
    ['format=png', 'format=gif'],
    ['format=jpeg', ''],
    ['fill=none&angle=5', 'fill=transparent&angle=5'],
    ['fill=%23fff&angle=5', 'fill=white&angle=5'],
    ['halign=C0.50&width=5&height=5', 'halign=C0.5&width=5&height=5'],
    ['page=2', ''],
    ['format=gif&quality=80', 'format=gif&quality=81'],
    ['overlay=A.png', 'overlay=a.png'],
    ['overlay=a.png;ovpos%3Dn', 'overlay=a.png&ovpos=n'],
    ['overlay=a%253B.png', 'overlay=a%3B.png'],
    ['width=5&height=6', 'width=6&height=5'],
    ['width=5&height=6&gravity=c', 'width=5&height=6'],
    ['width=5&height=6&gravity=c', 'width=5&height=6&focus=.5,.5'],
    ['tile=1:4', 'tile=1:9'],
    ['animate=1', ''],
    ['strip=1', ''],
  ])('%s and %s are two pictures', (one, other) => {
    expect(identity(transformOf(one))).not.toBe(identity(transformOf(other)));
  });

  it('is the same for values from a template, and for a quality of 80 from either side', () => {
    const small: TransformValues = { format: 'jpg', quality: 80, width: 200, height: 200, strip: true };
    const spelled = 'format=jpg&quality=80&width=200&height=200&strip=1';
    expect(identity(transformOf('', 'a.png', small))).toBe(identity(transformOf(spelled, 'a.png')));
    expect(identity(transformOf(''))).toBe('');
  });

  it('tells transforms apart exactly when they differ, and stays short', () => {
    const sorted = (transform: object) =>
      JSON.stringify(Object.entries(transform).sort(([a], [b]) => (a < b ? -1 : 1)));
    let equal = 0;
    fc.assert(
      // The second differs from the first in a few fields at most, so that equal pairs occur too.
      fc.property(arbitraryValues, arbitraryValues, fc.nat(40), (values, others, kept) => {
        const changed = Object.fromEntries(
          [...Object.entries(others).slice(kept), ...Object.entries(values)].reverse(),
        );
        const one = normalize(values, 'jpg');
        const other = normalize(changed, 'jpg');
        const isSame = sorted(one) === sorted(other);
        if (isSame) equal += 1;
        expect(identity(one) === identity(other)).toBe(isSame);
        expect(identity(one).length).toBeLessThan(5000);
      }),
      { numRuns: 1500 },
    );
    expect(equal).toBeGreaterThan(150);
    expect(equal).toBeLessThan(1350);
  });
});

describe('the file itself', () => {
  const defaults: TransformValues = { format: 'jpg', quality: 75, strip: false };

  it.each([
    ['', 'a.jpg', {}, false],
    ['', 'a.jpg', defaults, false],
    [
      'halign=L0&fill=red&autosizefit=1&autocropfit=1&intent=relative&bpc=1&ovpos=n&ovsize=.5',
      'a.jpg',
      defaults,
      false,
    ],
    ['angle=360&left=0&tile=1:1&page=1', 'a.jpg', defaults, false],
    ['animate=1', 'a.gif', {}, false],
    ['gravity=n&focus=1,1', 'a.jpg', defaults, false],
    ['', 'a.png', defaults, true],
    ['', 'a.jpeg', defaults, true],
    ['quality=75', 'a.jpg', defaults, true],
    ['', 'a.jpg', { quality: 80, strip: true, colorspace: 'rgb' }, true],
    ['page=2', 'a.jpg', {}, true],
    ['angle=1', 'a.jpg', {}, true],
    ['flip=h', 'a.jpg', {}, true],
    ['width=5', 'a.jpg', {}, true],
    ['height=5', 'a.jpg', {}, true],
    ['top=.5', 'a.jpg', {}, true],
    ['left=.5', 'a.jpg', {}, true],
    ['bottom=.5', 'a.jpg', {}, true],
    ['right=.5', 'a.jpg', {}, true],
    ['sharpen=1', 'a.jpg', {}, true],
    ['overlay=b.png', 'a.jpg', {}, true],
    ['icc=srgb', 'a.jpg', {}, true],
    ['colorspace=rgb', 'a.jpg', {}, true],
    ['dpi=72', 'a.jpg', {}, true],
    ['strip=1', 'a.jpg', {}, true],
    ['tile=1:4', 'a.jpg', {}, true],
  ] as [string, string, TransformValues, boolean][])(
    '%s of %s with %o as default',
    (query, file, template, changes) => {
      expect(changesPixels(transformOf(query, file, template))).toBe(changes);
    },
  );

  it('keeps the quality of a named template, and one that something else needs', () => {
    const transform = normalize(defaults, 'jpg');
    expect(dropUnaskedQuality(transform, {}, true)).toEqual({ quality: 75 });
    expect(dropUnaskedQuality(transform, { quality: 75 }, false)).toEqual({ quality: 75 });
    expect(dropUnaskedQuality(transform, {}, false)).toEqual({});
    expect(transformOf('width=5', 'a.jpg', defaults)).toEqual({ quality: 75, width: 5 });
  });
});
