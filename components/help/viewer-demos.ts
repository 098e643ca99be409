import { scriptValue, tag } from '#lib/publisher/markup/escape.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import type { ViewerName } from './viewer-guides.ts';

/** The two ways in which a page can load the viewers. */
export type ViewerBuild = 'scripts' | 'elements';

/** A function that a page calls: of the page itself, or of the element with an id. */
export type Order = { on?: string; name: string; args: readonly unknown[] };

/** A viewer at work, as data: from it come what runs in the guide and what people copy. */
export type Demo = {
  title: string;
  text: string;
  /** Files below /static/; style sheets come first, because the scripts measure. */
  files: readonly string[];
  html: string;
  /** What the page calls once it is there. */
  orders: readonly Order[];
  /** Buttons of the page. */
  controls: ReadonlyArray<{ label: string; order: Order }>;
};

type Kit = {
  /** Address of the server without a slash behind; empty in pages of its own. */
  server: string;
  /** Paths of pictures, that of single pictures first; at least one. */
  pictures: readonly string[];
};

const ELEMENTS = ['js/emulsion-viewers.js'];
const ZOOM = ['styles/canvas_view.css', 'js/canvas_view.min.js'];
const GALLERY = [
  'styles/canvas_view.css',
  'styles/gallery_view.css',
  'js/canvas_view.min.js',
  'js/gallery_view.min.js',
];

const size = (height: number, width?: number) =>
  `display: block; width: 100%;${width === undefined ? '' : ` max-width: ${width}px;`} height: ${height}px;`;

/** A box of a page for a viewer. */
function box(id: string, style: string, className?: string): string {
  return `${tag('div', { id, class: className, style })}</div>`;
}

/** What a viewer can do in a page, in one of the builds. */
export function viewerDemos(viewer: ViewerName, build: ViewerBuild, kit: Kit): Demo[] {
  return (build === 'scripts' ? SCRIPTS : ELEMENT)[viewer](kit);
}

/** A demo as it stands in a page of somebody else. */
export function demoMarkup({ files, html, orders, controls }: Demo, server: string): string {
  const loads = files.map((file) => {
    const address = `${server}/static/${file}`;
    if (file.endsWith('.css')) return tag('link', { rel: 'stylesheet', href: address });
    const type = file === ELEMENTS[0] ? 'module' : undefined;
    return `${tag('script', { type, src: address })}</script>`;
  });
  const calls = orders.map((order) => `  QU.whenReady(function () { ${codeOf(order)}; });`);
  return [
    '<!-- Once in the page -->',
    ...loads,
    '<!-- For each of them -->',
    html,
    ...(calls.length > 0 ? ['<script>', ...calls, '</script>'] : []),
    ...controls.map(
      ({ label, order }) => `${tag('button', { type: 'button', onclick: codeOf(order) })}${label}</button>`,
    ),
  ].join('\n');
}

function codeOf({ on, name, args }: Order): string {
  const owner = on === undefined ? '' : `document.getElementById(${scriptValue(on)}).`;
  return `${owner}${name}(${args.map(scriptValue).join(', ')})`;
}

/** File name without folder and ending. */
function nameOf(src: string): string {
  return src.slice(src.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

function thumbnail(server: string, src: string, className?: string): string {
  return tag('img', {
    class: className,
    src: pictureUrl(`${server}/image`, src, { width: 160, height: 120, autosizefit: true }),
    alt: nameOf(src),
  });
}

const first = ({ pictures }: Kit) => pictures[0] ?? '';
const entries = ({ pictures }: Kit, most: number) => pictures.slice(0, most).map((src) => ({ src }));

type Demos = Readonly<Record<ViewerName, (kit: Kit) => Demo[]>>;

const SCRIPTS: Demos = {
  simpleview: (kit) => [
    {
      title: 'In a box',
      text: 'Click to come closer, shift and click to go back, alt and click to move.',
      files: ['styles/simple_view.css', 'js/simple_view.min.js'],
      html: box('simple-1', size(400, 400), 'imageviewer'),
      orders: [
        { name: 'simple_view_init', args: ['simple-1', pictureUrl(`${kit.server}/image`, first(kit))] },
      ],
      controls: [{ label: 'The whole picture', order: { name: 'simple_view_reset', args: ['simple-1'] } }],
    },
  ],
  canvasview: (kit) => [
    {
      title: 'In the page',
      text: 'Click or pinch to zoom, drag to move. The tab at the lower edge holds the controls.',
      files: ZOOM,
      html: box('zoom-1', size(420), 'imageviewer'),
      orders: [{ name: 'canvas_view_init', args: ['zoom-1', pictureUrl(`${kit.server}/image`, first(kit))] }],
      controls: [
        { label: 'Closer', order: { name: 'canvas_view_zoom_in', args: ['zoom-1'] } },
        { label: 'Back', order: { name: 'canvas_view_zoom_out', args: ['zoom-1'] } },
        { label: 'The whole picture', order: { name: 'canvas_view_reset', args: ['zoom-1'] } },
      ],
    },
    {
      title: 'From pictures of the page',
      text: 'Click one: it opens over the page, with a download for those who may have the original.',
      files: ZOOM,
      html: kit.pictures
        .slice(0, 2)
        .map((src) => thumbnail(kit.server, src, 'click-to-zoom'))
        .join('\n'),
      orders: [
        { name: 'canvas_view_init_all_images', args: ['click-to-zoom', { controls: { download: true } }] },
      ],
      controls: [],
    },
  ],
  gallery: (kit) => [
    {
      title: 'In the page',
      text: 'Choose by thumbnail; each picture can be zoomed into.',
      files: GALLERY,
      html: box('gallery-1', size(520)),
      orders: [
        {
          name: 'gallery_view_init',
          args: ['gallery-1', { server: `${kit.server}/`, images: entries(kit, 12) }],
        },
      ],
      controls: [],
    },
    {
      title: 'From pictures of the page',
      text: 'Click one: all of them open over the page. Arrow keys choose, Esc closes.',
      files: GALLERY,
      html: kit.pictures
        .slice(0, 3)
        .map((src) => thumbnail(kit.server, src, 'auto-gallery'))
        .join('\n'),
      orders: [{ name: 'gallery_view_init_all_fullscreen', args: ['auto-gallery'] }],
      controls: [],
    },
  ],
  slideshow: (kit) => {
    const options = { server: `${kit.server}/`, images: entries(kit, 3), delay: 4 };
    const init = (mode: string): Order => ({
      name: 'slideshow_view_init',
      args: ['slideshow-1', { ...options, mode }],
    });
    return [
      {
        title: 'In the page',
        text: 'It runs by itself, waits under the pointer, and stops when somebody turns it.',
        files: ['js/slideshow_view.min.js'],
        html: box('slideshow-1', size(360)),
        orders: [init('slide')],
        controls: [
          { label: 'Start', order: { name: 'slideshow_view_start', args: ['slideshow-1'] } },
          { label: 'Stop', order: { name: 'slideshow_view_stop', args: ['slideshow-1'] } },
          { label: 'Slide', order: init('slide') },
          { label: 'Stack', order: init('stack') },
          { label: 'Fade', order: init('fade') },
        ],
      },
    ];
  },
};

/** A custom element; the module tells it the server. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
  inside = '',
): string {
  return `${tag(name, attributes)}${inside}</${name}>`;
}

const list = (kit: Kit, most: number) => JSON.stringify(kit.pictures.slice(0, most));

const ELEMENT: Demos = {
  simpleview: (kit) => [
    {
      title: 'In a box',
      text: 'There is one zoom element for small and large boxes; this one offers few controls.',
      files: ELEMENTS,
      html: element('emulsion-zoom', {
        id: 'simple-1',
        src: first(kit),
        controls: 'zoom reset',
        style: size(400, 400),
      }),
      orders: [],
      controls: [{ label: 'The whole picture', order: { on: 'simple-1', name: 'reset', args: [] } }],
    },
  ],
  canvasview: (kit) => [
    {
      title: 'In the page',
      text: 'Click, pinch or press + to zoom, drag to move.',
      files: ELEMENTS,
      html: element('emulsion-zoom', { id: 'zoom-1', src: first(kit), style: size(420) }),
      orders: [],
      controls: [
        { label: 'Closer', order: { on: 'zoom-1', name: 'zoomIn', args: [] } },
        { label: 'Back', order: { on: 'zoom-1', name: 'zoomOut', args: [] } },
        { label: 'The whole picture', order: { on: 'zoom-1', name: 'reset', args: [] } },
      ],
    },
    {
      title: 'From pictures of the page',
      text: 'Click one: it opens over the page, with a download for those who may have the original.',
      files: ELEMENTS,
      html: kit.pictures
        .slice(0, 2)
        .map((src) =>
          element(
            'emulsion-zoom',
            { src, launch: true, controls: 'zoom reset fullscreen info download' },
            thumbnail(kit.server, src),
          ),
        )
        .join('\n'),
      orders: [],
      controls: [],
    },
  ],
  gallery: (kit) => [
    {
      title: 'In the page',
      text: 'Choose by thumbnail, arrow keys or swiping; each picture can be zoomed into.',
      files: ELEMENTS,
      html: element('emulsion-gallery', { images: list(kit, 12), style: size(520) }),
      orders: [],
      controls: [],
    },
    {
      title: 'From pictures of the page',
      text: 'Click one: all of them open over the page.',
      files: ELEMENTS,
      html: element(
        'emulsion-gallery',
        { launch: true },
        kit.pictures
          .slice(0, 3)
          .map((src) => `\n  ${thumbnail(kit.server, src)}`)
          .join('')
          .concat('\n'),
      ),
      orders: [],
      controls: [],
    },
  ],
  slideshow: (kit) => {
    const mode = (name: string): Order => ({
      on: 'slideshow-1',
      name: 'setAttribute',
      args: ['mode', name],
    });
    return [
      {
        title: 'In the page',
        text: 'It runs by itself unless people want less motion, and can be swiped.',
        files: ELEMENTS,
        html: element('emulsion-slideshow', {
          id: 'slideshow-1',
          images: list(kit, 3),
          autoplay: true,
          delay: 4,
          style: size(360),
        }),
        orders: [],
        controls: [
          { label: 'Start', order: { on: 'slideshow-1', name: 'play', args: [] } },
          { label: 'Stop', order: { on: 'slideshow-1', name: 'pause', args: [] } },
          { label: 'Slide', order: mode('slide') },
          { label: 'Stack', order: mode('stack') },
          { label: 'Fade', order: mode('fade') },
        ],
      },
    ];
  },
};
