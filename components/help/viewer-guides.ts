import { type OutputKindId, outputKind } from '#lib/publisher/output-kinds.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';

export type ViewerName = 'simpleview' | 'canvasview' | 'gallery' | 'slideshow';

type Guide = {
  title: string;
  /** What it is for. */
  text: string;
  /** What people who look at a page can do with it. */
  abilities: readonly string[];
  /** The way of publishing that writes its markup; undefined where none does. */
  kind?: OutputKindId;
};

/** The viewers for pages of one's own. */
export const VIEWER_GUIDES: Readonly<Record<ViewerName, Guide>> = {
  simpleview: {
    title: 'Simple viewer',
    text: 'A small box in which a click comes closer. It asks for one picture at each click and needs little room in a page.',
    abilities: [
      'Click to come closer',
      'Shift and click to go back',
      'A link of the page can bring it back to the whole picture',
    ],
  },
  canvasview: {
    title: 'Zoom viewer',
    text: 'Deep zoom into pictures of any size, in a box of the page or in the full window. It loads only the tiles that are seen.',
    abilities: [
      'Wheel, pinch or double click to zoom',
      'Drag to move',
      'Full window and download, where you offer them',
    ],
    kind: 'embedded',
  },
  gallery: {
    title: 'Gallery',
    text: 'Several pictures in a zoom viewer with thumbnails below, from a folder or a list.',
    abilities: [
      'Choose by thumbnail or arrow keys',
      'Zoom into each picture',
      'Open from any picture of the page',
    ],
    kind: 'gallery',
  },
  slideshow: {
    title: 'Slideshow',
    text: 'A box in which pictures follow each other, from a folder or a list.',
    abilities: ['Slides or fades by itself', 'Arrows and dots to choose', 'A link behind each picture'],
    kind: 'slideshow',
  },
};

const SAMPLE = { src: 'samples/coast.jpg', width: 1800, height: 1200 };
const BOX = { width: 400, height: 400 };

/** The markup of a viewer as it stands in a page. `server` is the address of this server, without a slash behind. */
export function viewerMarkup(name: ViewerName, server: string): string {
  const { kind: id } = VIEWER_GUIDES[name];
  if (id === undefined) return simpleMarkup(server);
  const kind = outputKind(id);
  return kind.make({
    recipe: { src: SAMPLE.src, template: undefined, values: {} },
    base: {},
    page: { width: SAMPLE.width, height: SAMPLE.height },
    server,
    alt: 'Coast at sunset',
    options: {
      widths: [],
      sizes: '100vw',
      dense: false,
      formats: [],
      byWindow: false,
      box: BOX,
      images: undefined,
      slideshow: { mode: 'fade', delay: 5 },
      build: 'scripts',
      name: kind.name,
    },
  }).code;
}

/** The publisher writes none for it. */
function simpleMarkup(server: string): string {
  const url = pictureUrl(`${server}/image`, SAMPLE.src, BOX);
  return [
    '<!-- Once in the page -->',
    `<link rel="stylesheet" href="${server}/static/styles/simple_view.css">`,
    `<script src="${server}/static/js/simple_view.min.js"></script>`,
    '<!-- For each picture -->',
    `<div id="image-1" style="width: ${BOX.width}px; height: ${BOX.height}px;">The picture appears here.</div>`,
    '<script>',
    `  QU.whenReady(function () { simple_view_init("image-1", "${url}"); });`,
    '</script>',
  ].join('\n');
}
