import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { changesPixels } from './changes.ts';
import { parseFill } from './colour.ts';
import { identity } from './identity.ts';
import { plan } from './plan.ts';
import { transformOf } from './testing/requests.ts';
import type { Size, TransformValues } from './values.ts';

/** What can be said without pixels about the requests that links of the original are known to make. */
const DEFAULTS: TransformValues = { format: 'jpg', quality: 75, strip: false };
const A = { file: 'a.jpg', page: { width: 1600, height: 1200 } };
const B = { file: 'b.jpg', page: { width: 1200, height: 1600 } };
const L = { file: 'l.png', page: { width: 470, height: 300 } };

function sizeOf({ file, page }: { file: string; page: Size }, query: string): string {
  const { output } = plan(transformOf(query, file, DEFAULTS), page);
  return `${output.width}x${output.height}`;
}

describe('requests of the original', () => {
  it('serves the file itself when nothing is asked', () => {
    expect(changesPixels(transformOf('', A.file, DEFAULTS))).toBe(false);
  });

  it.each([
    [A, 'format=png&width=0&height=0', '1600x1200'],
    [A, 'angle=45&width=&height=&fill=&left=&right=&bottom=&top=', '1982x1982'],
    [A, 'format=png&left=.24&right=.8&width=600&tile=1:4', '300x402'],
    [B, 'angle=90&flip=v&width=500&format=png', '500x375'],
    [L, 'width=300&height=300&format=jpg', '300x300'],
    [A, 'page=2&format=png&width=800&strip=1', '800x600'],
  ])('%o %s is %s', (picture, query, expected) => {
    expect(sizeOf(picture, query)).toBe(expected);
  });

  it('needs a fill it does not know only when something is padded', () => {
    expect(() => parseFill(transformOf('width=500&height=500&fill=spam').fill)).toThrow(
      'unsupported fill colour',
    );
    expect(transformOf('width=500&fill=spam').fill).toBeUndefined();
  });

  it('keeps the quality and the progressive form that the URL asks for', () => {
    expect(transformOf('format=pjpg&quality=100&attach=1', B.file, DEFAULTS)).toEqual({
      format: 'pjpg',
      quality: 100,
    });
  });

  it('drops an overlay that cannot be seen', () => {
    expect(identity(transformOf('overlay=s.png&ovopacity=0&ovsize=0', B.file))).toBe('');
    const marked: TransformValues = { overlaySrc: 's.png', overlayOpacity: 0.4 };
    expect(transformOf('overlay=', B.file, marked).overlaySrc).toBe('s.png');
    expect(transformOf('ovsize=', B.file, marked).overlaySrc).toBeUndefined();
    expect(transformOf('ovopacity=', B.file, marked).overlaySrc).toBeUndefined();
  });

  it('takes centred alignment for none', () => {
    const box = 'width=500&height=500';
    expect(identity(transformOf(`${box}&halign=C0.5&valign=C0.5`))).toBe(identity(transformOf(box)));
  });

  it.each([
    'width=99999',
    'height=-10',
    'top=1.1',
    'bottom=-0.5',
    'page=1024768',
    'flip=x',
    'tile=5',
    'tile=1:12',
    'tile=10:9',
  ])('refuses %s', (query) => {
    let status = 200;
    try {
      transformOf(query);
    } catch (error) {
      if (!(error instanceof EmulsionError)) throw error;
      status = error.status;
    }
    expect(status).toBe(400);
  });
});
