import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { parseOriginalQuery } from './parse-original-query.ts';
import { parsePictureQuery } from './parse-query.ts';
import { LIMITS } from './testing/requests.ts';

const parse = (query: string) => parsePictureQuery(query, LIMITS);
const values = (query: string) => parse(`src=a.jpg&${query}`).values;

function failure(query: string): EmulsionError {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof EmulsionError) return error;
    throw error;
  }
  throw new Error(`accepted: ${query}`);
}

describe('query text', () => {
  it.each([
    ['src=a.jpg&amp;width=100', { width: 100 }],
    ['width=100&src=a.jpg', { width: 100 }],
    ['src=a.jpg&width=1&width=2', { width: 1 }],
    ['src=a.jpg&width=1&width=spam', { width: 1 }],
    ['src=a.jpg&Width=5&unknown=%FF&&=&=5', {}],
    ['src=a.jpg&wi%64th=7', { width: 7 }],
    ['src=a.jpg&width=+7+', { width: 7 }],
    ['src=a.jpg&width', { width: 0 }],
    ['src=a.jpg&fill=rgb(1;2)', { fill: 'rgb(1;2)' }],
    ['src=a.jpg&expires=5&expiry_secs=5', {}],
    ['src=a.jpg&__proto__=1&constructor=2', {}],
  ])('%s', (query, expected) => {
    expect(parse(query).values).toEqual(expected);
  });

  it.each([
    ['src=Blue%20Bells+1.jpg', 'Blue Bells 1.jpg'],
    ['src=a%2Bb.jpg', 'a+b.jpg'],
    ['src=%C3%BC.jpg', 'ü.jpg'],
    ['src=ü.jpg', 'ü.jpg'],
    ['src=%FF%FE.jpg', '\ufffd\ufffd.jpg'],
    ['src=%C3.jpg', '\ufffd.jpg'],
    ['src=%ED%A0%80.jpg', '\ufffd\ufffd\ufffd.jpg'],
    ['src=100%.jpg', '100%.jpg'],
    ['src=%zz%4.jpg', '%zz%4.jpg'],
    ['src=%EF%BB%BFa.jpg', '\ufeffa.jpg'],
    ['src=%EF%BB%BFa%FF.jpg', '\ufeffa\ufffd.jpg'],
    ['src=%2561.jpg', '%61.jpg'],
    ['src=a=b.jpg', 'a=b.jpg'],
    ['src=/x//y/../A.JPG', 'x/A.JPG'],
    ['src=\ud800.jpg', '\ufffd.jpg'],
  ])('%s is the path %j', (query, src) => {
    expect(parse(query).src).toBe(src);
  });

  it.each([
    ['a.jpg.tif', 'a.jpg'],
    ['a.jpg.tiff', 'a.jpg'],
    ['scan.v2.tif', 'scan.v2'],
    ['a.jpg.TIF', 'a.jpg.TIF'],
    ['a.tif', 'a.tif'],
    ['a.1234567.tif', 'a.1234567.tif'],
    ['a.123456.tif', 'a.123456.tif'],
    ['a.12345.tif', 'a.12345'],
    ['a.b/c.tif', 'a.b/c.tif'],
    ['a/..tif', 'a/..tif'],
    ['a/...tif', 'a/...tif'],
    ['./a.tif', 'a.tif'],
    ['.a.tif', '.a'],
  ])('reads the suffix of the predecessor: %s is %s', (src, path) => {
    expect(parse(`src=${src}`).src).toBe(path);
    expect(parseOriginalQuery(`src=${src}`).src).toBe(src.replace('./', ''));
  });

  it('refuses a long query before reading it', () => {
    const query = `src=a.jpg&x=${'%41'.repeat(40_000)}`;
    expect(failure(query).publicMessage).toContain('out of range');
    expect(failure(query).status).toBe(400);
    expect(parse(`src=a.jpg&x=${'y'.repeat(16_370)}`).src).toBe('a.jpg');
  });
});

describe('values', () => {
  it.each([
    ['page=2', { page: 2 }],
    ['format=PNG', { format: 'png' }],
    ['format=auto', { format: 'auto' }],
    ['format=webp', { format: 'webp' }],
    ['format=nef', { format: 'nef' }],
    ['quality=100', { quality: 100 }],
    ['width=+15&height=-0', { width: 15, height: 0 }],
    ['width=&height=&angle=&dpi=', { width: 0, height: 0, rotation: 0, dpi: 0 }],
    ['width=15000', { width: 15_000 }],
    ['autosizefit=yes', { sizeFit: true }],
    ['autosizefit=on', { sizeFit: false }],
    ['strip=T', { strip: true }],
    ['strip=2', { strip: false }],
    ['strip=+1', { strip: false }],
    ['strip=&attach=&stats=', { strip: false, attachment: false, recordStats: false }],
    ['attach=1&stats=TRUE', { attachment: true, recordStats: true }],
    ['halign=L0.123456789', { alignH: 'l0.12345' }],
    ['halign=R1&valign=T0.2', { alignH: 'r1', alignV: 't0.2' }],
    ['halign=l1.00&valign=C0.5', { alignH: 'l1.00', alignV: 'c0.5' }],
    ['halign=&valign=&fill=&flip=&icc=&overlay=&tile=&colorspace=&format=', {}],
    ['angle=-360', { rotation: -360 }],
    ['angle=12.3456789', { rotation: 12.34568 }],
    ['angle=1e2', { rotation: 100 }],
    ['top=.5&left=1.&bottom=1E-1&right=+0.25', { top: 0.5, left: 1, bottom: 0.1, right: 0.25 }],
    ['top=0.0000001&left=-0.0000001', { top: 0, left: 0 }],
    ['right=1.0000001', { right: 1 }],
    ['flip=H', { flip: 'h' }],
    ['autocropfit=1', { cropFit: true }],
    ['fill=FF0000', { fill: '#ff0000' }],
    ['fill=%23ff0000', { fill: '#ff0000' }],
    ['fill=F00', { fill: 'f00' }],
    ['fill=+rgb(1,+2,+3)+', { fill: 'rgb(1,2,3)' }],
    ['fill=+', {}],
    ['fill=spam', { fill: 'spam' }],
    ['sharpen=-500', { sharpen: -500 }],
    ['overlay=/Marks//WM.png', { overlaySrc: 'Marks/WM.png' }],
    ['ovsize=&ovopacity=0.4&ovpos=NE', { overlaySize: 0, overlayOpacity: 0.4, overlayPos: 'ne' }],
    ['icc=sRGB&intent=Relative&bpc=1', { iccProfile: 'srgb', iccIntent: 'relative', iccBpc: true }],
    ['colorspace=sRGB', { colorspace: 'rgb' }],
    ['colorspace=grey', { colorspace: 'gray' }],
    ['colorspace=cmyk', { colorspace: 'cmyk' }],
    ['dpi=32000', { dpi: 32_000 }],
    ['tile=3:4', { tile: { number: 3, grid: 4 } }],
    ['tile=256:256', { tile: { number: 256, grid: 256 } }],
    ['tile=1:1', { tile: { number: 1, grid: 1 } }],
    ['gravity=Smart', { gravity: 'smart' }],
    ['gravity=', {}],
    ['focus=0.25,.75', { focusX: 0.25, focusY: 0.75 }],
    ['focus=', {}],
    ['animate=1', { animate: true }],
    ['depth=16&compression=LZW', { depth: 16, compression: 'lzw' }],
    ['depth=&compression=&lossless=', {}],
    ['lossless=Near', { lossless: 'near' }],
    ['lossless=1', { lossless: 'yes' }],
    ['lossless=False', { lossless: 'no' }],
  ])('%s', (query, expected) => {
    expect(values(query)).toEqual(expected);
  });

  it('keeps what is not about the picture apart', () => {
    expect(parse('src=a.jpg&tmp=SmallJPEG&xref=a+b&cache=0&recache=1&dpr=1.5&overlay=b.png')).toEqual({
      src: 'a.jpg',
      values: { overlaySrc: 'b.png' },
      template: 'smalljpeg',
      xref: 'a b',
      cache: false,
      recache: true,
      dpr: 1.5,
      overlayFromUrl: true,
    });
    expect(parse('src=a.jpg&tmp=&xref=&dpr=')).toEqual({ src: 'a.jpg', values: {}, overlayFromUrl: false });
  });
});

describe('failures', () => {
  it.each([
    ['', 'src', 'out of range'],
    ['src=', 'src', 'out of range'],
    ['src=.', 'src', 'out of range'],
    ['src=/', 'src', 'out of range'],
    [`src=${'x'.repeat(1025)}`, 'src', 'out of range'],
    ['src=a%00.jpg', 'src', 'invalid format'],
    ['src=a&width=spam', 'width', 'invalid format'],
    ['src=a&width=1.5', 'width', 'invalid format'],
    ['src=a&width=1e2', 'width', 'invalid format'],
    ['src=a&width=0x10', 'width', 'invalid format'],
    ['src=a&width=++', 'width', 'invalid format'],
    ['src=a&width=99999', 'width', 'out of range'],
    [`src=a&width=${'9'.repeat(5000)}`, 'width', 'out of range'],
    ['src=a&height=-10', 'height', 'out of range'],
    ['src=a&page=1024768', 'page', 'out of range'],
    ['src=a&quality=', 'quality', 'out of range'],
    ['src=a&quality=0', 'quality', 'out of range'],
    ['src=a&quality=101', 'quality', 'out of range'],
    ['src=a&angle=360.1', 'angle', 'out of range'],
    ['src=a&angle=NaN', 'angle', 'invalid format'],
    ['src=a&angle=-inf', 'angle', 'out of range'],
    ['src=a&angle=1e999', 'angle', 'out of range'],
    ['src=a&top=1.1', 'top', 'out of range'],
    ['src=a&bottom=-0.5', 'bottom', 'out of range'],
    ['src=a&top=.', 'top', 'invalid format'],
    ['src=a&ovsize=2', 'ovsize', 'out of range'],
    ['src=a&ovopacity=-1', 'ovopacity', 'out of range'],
    ['src=a&sharpen=501', 'sharpen', 'out of range'],
    ['src=a&dpi=32001', 'dpi', 'out of range'],
    ['src=a&fill=ab', 'fill', 'out of range'],
    [`src=a&fill=${'x'.repeat(33)}`, 'fill', 'out of range'],
    [`src=a&overlay=${'x'.repeat(1025)}`, 'overlay', 'out of range'],
    ['src=a&overlay=.', 'overlay', 'out of range'],
    ['src=a&format=spam', 'format', 'not a valid choice'],
    ['src=a&flip=x', 'flip', 'not a valid choice'],
    ['src=a&ovpos=x', 'ovpos', 'not a valid choice'],
    ['src=a&intent=x', 'intent', 'not a valid choice'],
    ['src=a&colorspace=lab', 'colorspace', 'not a valid choice'],
    ['src=a&icc=spam', 'icc', 'not a valid choice'],
    ['src=a&gravity=up', 'gravity', 'not a valid choice'],
    ['src=a&flip=toString', 'flip', 'not a valid choice'],
    ['src=a&tile=5', 'tile', 'invalid format'],
    ['src=a&tile=1:2:3', 'tile', 'invalid format'],
    ['src=a&tile=1:', 'tile', 'invalid format'],
    ['src=a&tile=a:4', 'tile', 'invalid format'],
    ['src=a&tile=1:12', 'tile', 'not square'],
    ['src=a&tile=1:2', 'tile', 'not square'],
    ['src=a&tile=1:289', 'tile', 'out of range'],
    ['src=a&tile=0:4', 'tile', 'out of range'],
    ['src=a&tile=10:9', 'tile', 'out of range'],
    ['src=a&tile=1:0', 'tile', 'out of range'],
    ['src=a&depth=12', 'depth', 'not a valid choice'],
    ['src=a&depth=high', 'depth', 'invalid format'],
    ['src=a&compression=zip', 'compression', 'not a valid choice'],
    ['src=a&lossless=very', 'lossless', 'not a valid choice'],
    ['src=a&halign=0', 'halign', 'invalid format'],
    ['src=a&halign=L1.1', 'halign', 'invalid format'],
    ['src=a&halign=L.5', 'halign', 'invalid format'],
    ['src=a&halign=LR0', 'halign', 'invalid format'],
    ['src=a&halign=T0', 'halign', 'invalid format'],
    ['src=a&valign=L1', 'valign', 'invalid format'],
    ['src=a&valign=T0.1.2', 'valign', 'invalid format'],
    ['src=a&focus=1', 'focus', 'invalid format'],
    ['src=a&focus=1,', 'focus', 'invalid format'],
    ['src=a&focus=0,1.5', 'focus', 'out of range'],
    ['src=a&dpr=0.5', 'dpr', 'out of range'],
    ['src=a&dpr=5', 'dpr', 'out of range'],
    [`src=a&xref=${'x'.repeat(1025)}`, 'xref', 'out of range'],
  ])('%s', (query, name, words) => {
    const error = failure(query);
    expect(error.status).toBe(400);
    expect(error.publicMessage).toContain(words);
    expect(error.publicMessage).toMatch(new RegExp(`^${name}( grid| number)?: .*expected|cannot hold`));
    expect(error.publicMessage.length).toBeLessThan(400);
  });

  it('names the formats that pictures are written in, not all that it knows', () => {
    const { publicMessage } = failure('src=a&format=spam');
    expect(publicMessage).toMatch(/ auto, jpg, .*png.* webp.*pdf/);
    expect(publicMessage).not.toMatch(/heic|psd|nef/);
  });

  it('converts everything before it looks at ranges', () => {
    expect(failure('src=a&page=-1&dpi=spam').publicMessage).toMatch(/^dpi/);
    expect(failure('width=99999&dpr=spam').publicMessage).toMatch(/^dpr/);
  });

  it('answers a path that leaves the repository with 403, and a mistake elsewhere first', () => {
    expect(failure('src=../x').status).toBe(403);
    expect(failure('src=a&overlay=../x').status).toBe(403);
    expect(failure('src=../x&width=99999').status).toBe(400);
    expect(failure('src=a&overlay=../x&tile=5').status).toBe(400);
  });

  it('goes by the limits it is given', () => {
    const limits = { maxDimension: 100, maxGridTiles: 4, iccNames: new Set(['mine']) };
    expect(() => parsePictureQuery('src=a&height=101', limits)).toThrow('from 0 to 100');
    expect(() => parsePictureQuery('src=a&tile=1:9', limits)).toThrow('out of range');
    expect(parsePictureQuery('src=a&icc=MINE', limits).values.iccProfile).toBe('mine');
  });

  it('stays quick on values made to be slow', () => {
    const slow = ['1'.repeat(16_000), ' '.repeat(16_000), `1${' '.repeat(15_900)}x`, '%'.repeat(16_000)];
    const started = performance.now();
    for (const name of ['angle', 'width', 'fill', 'tile', 'focus', 'halign', 'src']) {
      for (const text of slow) {
        const query = `src=a&${name}=${text.slice(0, 16_000)}x`;
        try {
          parse(query);
        } catch (error) {
          expect(error).toBeInstanceOf(EmulsionError);
        }
      }
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('any query', () => {
  const names = fc.constantFrom(
    ...'src page format quality width height autosizefit halign valign angle flip top left bottom right'.split(
      ' ',
    ),
    ...'autocropfit fill sharpen overlay ovsize ovpos ovopacity icc intent bpc colorspace strip dpi tile'.split(
      ' ',
    ),
    ...'attach stats xref tmp cache recache dpr gravity focus animate depth compression lossless'.split(' '),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 10 }).map(encodeURIComponent),
    fc.string({
      unit: fc.constantFrom('%', '0', 'F', 'f', '2', 'e', '.', '/', '\\', '+', '&', ':', ',', '\0'),
    }),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.constantFrom(
      '',
      '%00',
      '%ff',
      '..%2f..',
      'NaN',
      'inf',
      '-0',
      '1e400',
      '%c0%ae',
      '1:4',
      'true',
      '__proto__',
    ),
  );
  const queries = fc.oneof(
    fc
      .array(fc.tuple(names, texts), { maxLength: 8 })
      .map((pairs) => pairs.map((pair) => pair.join('=')).join('&')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  it('is read, or refused with 400 or 403', () => {
    fc.assert(
      fc.property(queries, (query) => {
        for (const read of [
          () => parse(query),
          () => parse(`src=a.jpg&${query}`),
          () => parseOriginalQuery(query),
        ]) {
          try {
            read();
          } catch (error) {
            if (!(error instanceof EmulsionError)) throw error;
            expect([400, 403]).toContain(error.status);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('parseOriginalQuery', () => {
  it.each([
    ['src=/a.jpg&attach=1&xref=x&stats=0', { src: 'a.jpg', attachment: true, xref: 'x', recordStats: false }],
    ['src=a.jpg&attach=', { src: 'a.jpg', attachment: false }],
    ['src=a.jpg&width=spam&tile=5', { src: 'a.jpg' }],
    ['src=a.jpg&amp;attach=y', { src: 'a.jpg', attachment: true }],
  ])('%s', (query, expected) => {
    expect(parseOriginalQuery(query)).toEqual(expected);
  });

  it.each(['', 'src=.', `src=a&xref=${'x'.repeat(1025)}`])('refuses %s', (query) => {
    expect(() => parseOriginalQuery(query)).toThrow(/out of range/);
  });
});
