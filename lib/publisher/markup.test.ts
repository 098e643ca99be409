import { describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { MarkupOptions, MarkupRequest } from './markup/request.ts';
import { OUTPUT_KINDS, type OutputKindId, outputKind } from './output-kinds.ts';
import { parseTags, readSourceSet, scripts } from './testing/parse-markup.ts';

const SERVER = 'https://img.example.org/root';
const BASE: TransformValues = { quality: 80, strip: true, colorspace: 'rgb' };
const NASTY = `"quotes" & <b>tags</b> 'n' such`;

function request(values: TransformValues, options: Partial<MarkupOptions> = {}): MarkupRequest {
  return {
    recipe: { src: `a/it's "b" & c.jpg`, template: 'web', values },
    base: BASE,
    page: { width: 1600, height: 1200 },
    server: SERVER,
    alt: NASTY,
    options: {
      widths: [480, 800, 1200],
      sizes: '100vw',
      dense: false,
      formats: [],
      byWindow: false,
      box: { width: 400, height: 300 },
      images: undefined,
      slideshow: { mode: 'fade', delay: 5 },
      build: 'scripts',
      name: 'picture',
      ...options,
    },
  };
}

function make(kind: OutputKindId, values: TransformValues = {}, options: Partial<MarkupOptions> = {}) {
  return outputKind(kind).make(request(values, { name: outputKind(kind).name, ...options })).code;
}

const SRC = `${SERVER}/image?src=a/it's%20%22b%22%20%26%20c.jpg&tmp=web`;

describe('tags of one address', () => {
  it.each([
    ['img', {}],
    ['lazy', { loading: 'lazy', decoding: 'async' }],
    ['zoom', { class: 'click-to-zoom' }],
    ['gallery', { class: 'auto-gallery' }],
  ] as const)('%s', (kind, more) => {
    const image = parseTags(make(kind, { width: 500 })).find(({ name }) => name === 'img');
    expect(image?.attributes).toEqual({
      src: `${SRC}&width=500`,
      width: '500',
      height: '375',
      alt: NASTY,
      ...more,
    });
  });

  it('the plain URL is not escaped', () => {
    expect(make('url', { width: 500 })).toBe(`${SRC}&width=500`);
  });

  it('the deferred image keeps the address for the script', () => {
    const [script, image] = parseTags(make('deferred', { height: 300 }));
    expect(script?.attributes).toEqual({ src: `${SERVER}/static/js/image-defer.min.js`, defer: '' });
    expect(image?.attributes).toMatchObject({
      class: 'lazy-image',
      src: `${SERVER}/static/images/spacer.png`,
      'data-defer-src': `${SRC}&height=300`,
      width: '400',
      height: '300',
    });
  });

  it.each([
    [
      { width: 500 },
      [
        ['&width=500', '1x'],
        ['&width=1000', '2x'],
      ],
    ],
    [
      { width: 1000 },
      [
        ['&width=1000', '1x'],
        ['&width=1600', '1.6x'],
      ],
    ],
    [
      { width: 500, height: 500 },
      [
        ['&width=500&height=500', '1x'],
        ['&width=1000&height=1000', '2x'],
      ],
    ],
  ] as const)('dense screens of %j', (values, candidates) => {
    const [image] = parseTags(make('img', values, { dense: true }));
    expect(readSourceSet(image?.attributes.srcset ?? '')).toEqual(
      candidates.map(([query, descriptor]) => [SRC + query, descriptor]),
    );
  });

  it('has no second density where the picture has no more pixels', () => {
    expect(parseTags(make('img', { width: 1500 }, { dense: true }))[0]?.attributes.srcset).toBeUndefined();
  });

  it.each([
    [undefined, undefined],
    ['', ''],
  ])('alt text %j', (alt, expected) => {
    const { code } = outputKind('img').make({ ...request({}), alt });
    expect(parseTags(code)[0]?.attributes.alt).toBe(expected);
  });
});

describe('responsive tags', () => {
  it('srcset with the sizes of all widths', () => {
    const [image] = parseTags(make('srcset', { left: 0.5 }));
    expect(image?.attributes).toMatchObject({
      sizes: '100vw',
      width: '1200',
      height: '1800',
      src: `${SRC}&width=800&left=0.5`,
    });
    expect(readSourceSet(image?.attributes.srcset ?? '')).toEqual(
      [480, 800, 1200].map((width) => [`${SRC}&width=${width}&left=0.5`, `${width}w`]),
    );
  });

  it('picture with newer formats first', () => {
    const tags = parseTags(make('picture', {}, { formats: ['avif', 'webp'] }));
    expect(tags.map(({ name, attributes }) => [name, attributes.type])).toEqual([
      ['picture', undefined],
      ['source', 'image/avif'],
      ['source', 'image/webp'],
      ['img', undefined],
    ]);
    expect(readSourceSet(tags[1]?.attributes.srcset ?? '')[0]).toEqual([
      `${SRC}&format=avif&width=480`,
      '480w',
    ]);
  });

  it('picture with one source for each range of windows', () => {
    const tags = parseTags(
      make('picture', { width: 400, height: 400 }, { byWindow: true, formats: ['webp'] }),
    );
    expect(tags.slice(1, -1).map(({ attributes }) => [attributes.media, attributes.type])).toEqual([
      ['(max-width: 480px)', 'image/webp'],
      ['(max-width: 480px)', undefined],
      ['(min-width: 481px) and (max-width: 800px)', 'image/webp'],
      ['(min-width: 481px) and (max-width: 800px)', undefined],
      ['(min-width: 801px)', 'image/webp'],
      ['(min-width: 801px)', undefined],
    ]);
    expect(tags[1]?.attributes).toMatchObject({
      srcset: `${SRC}&format=webp&width=480&height=480`,
      width: '480',
      height: '480',
    });
  });
});

describe('viewers', () => {
  const files = (code: string) =>
    parseTags(code).flatMap(({ attributes }) =>
      [attributes.href, attributes.src].filter((address) => address?.includes('/static/')),
    );

  it.each([
    [
      'zoom',
      ['styles/canvas_view.css', 'js/canvas_view.min.js'],
      `canvas_view_init_all_images("click-to-zoom")`,
    ],
    [
      'gallery',
      [
        'styles/canvas_view.css',
        'styles/gallery_view.css',
        'js/canvas_view.min.js',
        'js/gallery_view.min.js',
      ],
      'gallery_view_init_all_fullscreen("auto-gallery")',
    ],
    [
      'embedded',
      ['styles/canvas_view.css', 'js/canvas_view.min.js'],
      `canvas_view_init("image-zoom-1", "${SRC}&width=500")`,
    ],
    [
      'slideshow',
      ['js/slideshow_view.min.js'],
      `slideshow_view_init("slideshow-1", { "server": "${SERVER}/", "folder": "/a", "params": { "tmp": "web" }, "mode": "fade", "delay": 5 })`,
    ],
  ] as const)('%s', (kind, needed, call) => {
    const code = make(kind, { width: 500 });
    expect(files(code)).toEqual(needed.map((file) => `${SERVER}/static/${file}`));
    expect(scripts(code).join('')).toContain(`QU.whenReady(function () { ${call}; });`);
  });

  it('slideshow of chosen pictures: each keeps to itself what is about its frame', () => {
    const images = [`a/it's "b" & c.jpg`, 'x/</script>.jpg'];
    const [script = ''] = scripts(make('slideshow', { left: 0.25, sharpen: 100, width: 300 }, { images }));
    expect(script).toContain(`"params": { "tmp": "web", "sharpen": 100 }`);
    expect(script).toContain(String.raw`"left": 0.25 }, { "src": "x/\u003c/script>.jpg" }`);
  });

  it('a box has a size and a name for those who do not see it', () => {
    const box = parseTags(make('embedded')).find(({ name }) => name === 'div');
    expect(box?.attributes).toEqual({
      id: 'image-zoom-1',
      class: 'imageviewer',
      role: 'group',
      'aria-label': NASTY,
      style: 'width: 400px; height: 300px;',
    });
  });

  it('a gallery of several pictures', () => {
    const tags = parseTags(make('gallery', { width: 200, flip: 'h' }, { images: ['x/blue bells.jpg'] }));
    expect(tags.at(-1)?.attributes).toEqual({
      class: 'auto-gallery',
      src: `${SERVER}/image?src=x/blue%20bells.jpg&tmp=web&width=200`,
      alt: 'blue bells',
    });
  });
});

describe('custom elements', () => {
  const elements = (kind: OutputKindId, values: TransformValues = {}, options: Partial<MarkupOptions> = {}) =>
    make(kind, values, { build: 'elements', ...options });

  it.each(['zoom', 'gallery', 'embedded', 'slideshow'] as const)('%s: one module, nothing inline', (kind) => {
    const code = elements(kind, { width: 500 });
    expect(scripts(code)).toEqual([]);
    const tags = parseTags(code);
    expect(tags[0]).toEqual({
      name: 'script',
      attributes: { type: 'module', src: `${SERVER}/static/js/emulsion-viewers.js` },
    });
    expect(tags.filter(({ attributes }) => 'style' in attributes)).toEqual([]);
  });

  it('zoom over the page from a picture', () => {
    const [, zoom, image] = parseTags(elements('zoom', { width: 500 }));
    expect(zoom).toEqual({
      name: 'emulsion-zoom',
      attributes: { class: 'click-to-zoom', launch: '', src: `${SRC}&width=500`, alt: NASTY },
    });
    expect(image?.attributes).toEqual({ src: `${SRC}&width=500`, width: '500', height: '375', alt: NASTY });
  });

  it('gallery over the page from its pictures', () => {
    const images = ['x/blue bells.jpg'];
    const [, gallery, first, second, ...rest] = parseTags(elements('gallery', { width: 200 }, { images }));
    expect(gallery?.attributes).toEqual({ class: 'auto-gallery', launch: '' });
    expect([first?.attributes.alt, second?.attributes, rest]).toEqual([
      NASTY,
      { src: `${SERVER}/image?src=x/blue%20bells.jpg&tmp=web&width=200`, alt: 'blue bells' },
      [],
    ]);
  });

  it('zoom in a box', () => {
    const [, zoom] = parseTags(elements('embedded'));
    expect(zoom?.attributes).toEqual({
      id: 'image-zoom-1',
      src: SRC,
      width: '400',
      height: '300',
      alt: NASTY,
    });
  });

  it('slideshow of a folder, and of chosen pictures', () => {
    const [, folder] = parseTags(elements('slideshow', { sharpen: 100, width: 300 }));
    expect(folder?.attributes).toEqual({
      id: 'slideshow-1',
      folder: '/a',
      params: 'tmp=web&sharpen=100',
      mode: 'fade',
      delay: '5',
      autoplay: '',
      width: '400',
      height: '300',
      label: NASTY,
    });
    const images = [`a/it's "b" & c.jpg`, 'x/</script>.jpg'];
    const [, chosen] = parseTags(elements('slideshow', { left: 0.25 }, { images }));
    expect(JSON.parse(chosen?.attributes.images ?? '')).toEqual([
      { src: images[0], left: 0.25 },
      { src: images[1] },
    ]);
    expect(chosen?.attributes.folder).toBeUndefined();
  });
});

describe('background', () => {
  it('has densities, shape and focal point', () => {
    const code = make(
      'background',
      { width: 400, height: 200, focusX: 0.25, focusY: 0.1 },
      { dense: true, formats: ['avif'], name: '2 hero' },
    );
    const url = `${SRC}&width=400&height=200&focus=0.25,0.1`;
    expect(code.split('\n')).toEqual([
      '.p-2-hero {',
      `  background-image: url("${url}");`,
      '  background-image: image-set(',
      `    url("${SRC}&format=avif&width=400&height=200&focus=0.25,0.1") 1x type("image/avif"),`,
      `    url("${SRC}&format=avif&width=800&height=400&focus=0.25,0.1") 2x type("image/avif"),`,
      `    url("${url}") 1x,`,
      `    url("${SRC}&width=800&height=400&focus=0.25,0.1") 2x`,
      '  );',
      '  background-size: cover;',
      '  background-position: 25% 10%;',
      '  aspect-ratio: 400 / 200;',
      '}',
    ]);
  });
});

it('every kind is made without a known size of the picture too', () => {
  for (const kind of OUTPUT_KINDS) {
    for (const build of ['elements', 'scripts'] as const) {
      const { code } = kind.make({ ...request({ width: 300 }, { build }), page: { width: 0, height: 0 } });
      expect(code).toContain('img.example.org');
      expect(code).not.toMatch(/undefined|NaN/);
    }
  }
});
