import fc from 'fast-check';
import type { TransformValues } from '../values.ts';

const edge = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.00001, 0.99999, 0.333),
  fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100_000),
);
const side = fc.oneof(fc.constantFrom(0, 1, 2, 15_000), fc.integer({ min: 0, max: 15_000 }));
const angle = fc.oneof(
  fc.constantFrom(0, 90, -90, 180, -180, 270, -270, 360, -360, 45, 0.00001, -0.00001, 359.99999),
  fc.integer({ min: -36_000_000, max: 36_000_000 }).map((n) => n / 100_000),
);
const position = fc.constantFrom('0', '0.5', '0.50', '1', '1.0', '0.1234');
const align = (letters: string) =>
  fc.tuple(fc.constantFrom(...letters.split('')), position).map((parts) => parts.join(''));
const place = fc.constantFrom('c', 'n', 'e', 's', 'w', 'ne', 'nw', 'se', 'sw');
const tile = fc
  .integer({ min: 1, max: 16 })
  .chain((n) => fc.record({ number: fc.integer({ min: 1, max: n * n }), grid: fc.constant(n * n) }));
const text = fc.constantFrom('red', 'white', '#ffffff', '#fff', 'auto', 'none', 'a=b;c%3D', 'x;width=5');

/** Any values that the parser can hand out, redundant ones included. */
export const arbitraryValues = fc.record(
  {
    page: fc.integer({ min: 0, max: 3 }),
    format: fc.constantFrom('jpg', 'jpeg', 'png', 'pjpg', 'pjpeg', 'webp', 'avif', 'tif', 'pdf'),
    quality: fc.integer({ min: 1, max: 100 }),
    width: side,
    height: side,
    sizeFit: fc.boolean(),
    alignH: align('lcr'),
    alignV: align('tcb'),
    rotation: angle,
    flip: fc.constantFrom('h', 'v'),
    top: edge,
    left: edge,
    bottom: edge,
    right: edge,
    cropFit: fc.boolean(),
    fill: text,
    sharpen: fc.integer({ min: -2, max: 2 }),
    overlaySrc: fc.constantFrom('a.png', 'a;fill=red', 'ü%/=.svg'),
    overlaySize: edge,
    overlayPos: place,
    overlayOpacity: edge,
    iccProfile: fc.constantFrom('srgb', 'x=y'),
    iccIntent: fc.constantFrom('perceptual', 'relative'),
    iccBpc: fc.boolean(),
    colorspace: fc.constantFrom('rgb', 'cmyk', 'gray'),
    strip: fc.boolean(),
    dpi: fc.constantFrom(0, 72, 300),
    depth: fc.constantFrom(8, 16),
    compression: fc.constantFrom('lzw', 'jpeg', 'ccittfax4'),
    lossless: fc.constantFrom('yes', 'near', 'no'),
    pageSize: fc.constantFrom('image', 'a4', 'letter'),
    tile,
    gravity: fc.oneof(place, fc.constant('smart')),
    focusX: edge,
    focusY: edge,
    animate: fc.boolean(),
    expirySecs: fc.constantFrom(-1, 0, 60),
    attachment: fc.boolean(),
    recordStats: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<TransformValues>;
