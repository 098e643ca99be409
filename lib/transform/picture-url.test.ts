import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePictureQuery } from './parse-query.ts';
import { type PictureParameters, pictureUrl } from './picture-url.ts';
import { LIMITS } from './testing/requests.ts';

describe('pictureUrl', () => {
  it.each<[string, PictureParameters, string]>([
    ['a.jpg', {}, '/image?src=a.jpg'],
    ['Blue Bells/ü&=+#%.jpg', {}, '/image?src=Blue%20Bells/%C3%BC%26%3D%2B%23%25.jpg'],
    ['a.jpg', { height: 5, width: 6 }, '/image?src=a.jpg&width=6&height=5'],
    [
      'a.jpg',
      { tmp: 'Small Jpeg', tile: '1:4', focus: '0.5,1' },
      '/image?src=a.jpg&tmp=Small%20Jpeg&tile=1:4&focus=0.5,1',
    ],
    ['a.jpg', { strip: true, stats: false, width: undefined }, '/image?src=a.jpg&strip=1&stats=0'],
    ['a.jpg', { fill: '#ff0000' }, '/image?src=a.jpg&fill=%23ff0000'],
    ['a.jpg', { src: 'b.jpg', spam: 1 }, '/image?src=a.jpg'],
  ])('%s %o', (src, parameters, expected) => {
    expect(pictureUrl('/image', src, parameters)).toBe(expected);
  });

  it('does not depend on the order of the parameters', () => {
    const one = pictureUrl('http://host/image', 'a.jpg', { width: 1, strip: true, angle: 2 });
    const other = pictureUrl('http://host/image', 'a.jpg', { angle: 2, strip: true, width: 1 });
    expect(one).toBe(other);
  });

  it('is read back as it was meant', () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
      .map((text) => `x${text.replace(/[/\\\p{Cc}]/gu, '')}.jpg`);
    fc.assert(
      fc.property(part, fc.string({ unit: 'grapheme', maxLength: 20 }), (name, xref) => {
        const url = new URL(pictureUrl('http://host/image', `a/${name}`, { xref, width: 5 }));
        const query = parsePictureQuery(url.search.slice(1), LIMITS);
        expect(query.src).toBe(`a/${name}`);
        expect(query.xref ?? '').toBe(xref);
        expect(query.values).toEqual({ width: 5 });
      }),
    );
  });
});
