import type { OutputKindId } from '#lib/publisher/output-kinds.ts';
import type { ViewerBuild } from './viewer-demos.ts';

export type ViewerName = 'simpleview' | 'canvasview' | 'gallery' | 'slideshow';

/** Name, default and meaning of an option or attribute. */
export type Setting = readonly [name: string, standard: string, text: string];

type Guide = {
  title: string;
  /** What it is for. */
  text: string;
  /** What people who look at a page can do with it. */
  abilities: readonly string[];
  /** Options of the function, and attributes of the element. */
  settings: Readonly<Record<ViewerBuild, readonly Setting[]>>;
  /** The way of publishing that writes its markup; undefined where none does. */
  kind?: OutputKindId;
};

const LISTED: readonly Setting[] = [
  ['server', '""', 'Address of the server'],
  ['folder', '""', 'Folder whose pictures are shown, after those of images'],
  ['images', '[]', 'Objects with src, and any parameter of a picture; title and description too'],
  ['params', '{}', 'Parameters for all pictures'],
];
const LISTED_BY_ELEMENT: readonly Setting[] = [
  ['server', 'that of the module', 'Address of the server'],
  ['folder', '', 'Folder whose pictures are shown'],
  ['portfolio', '', 'Number or name of a portfolio that is shown'],
  ['images', '', 'A list as JSON; without any source, the images inside the element'],
  ['params', '', 'Parameters for all pictures, as a query'],
];
const ZOOM_ELEMENT: readonly Setting[] = [
  ['src', '', 'Path of the picture'],
  ['params', '', 'Parameters of the picture, as a query'],
  ['controls', 'all but download', 'Words among zoom reset fullscreen info help download, or none'],
  ['wheel', 'off', 'Lets the wheel zoom in the page'],
  ['launch', 'off', 'Shows what is inside the element, which opens the viewer'],
  ['heading, description', 'of the server', 'Words for the info panel'],
];

/** The viewers for pages of one's own. */
export const VIEWER_GUIDES: Readonly<Record<ViewerName, Guide>> = {
  simpleview: {
    title: 'Simple viewer',
    text: 'A small box in which a click comes closer. It asks for one picture at each click and needs little room in a page.',
    abilities: [
      'Click to come closer, ten levels deep',
      'Shift and click to go back, Alt and click to move',
      'With the focus on it: +, - and 0',
      'A link of the page can bring it back to the whole picture',
    ],
    settings: { scripts: [], elements: ZOOM_ELEMENT },
  },
  canvasview: {
    title: 'Zoom viewer',
    text: 'Deep zoom into pictures of any size, in a box of the page or over the window. It loads only the tiles that are seen.',
    abilities: [
      'Click, tap or pinch to zoom, shift and click to go back',
      'Drag to move; double click for the whole picture',
      'With the focus on it: +, -, 0 and the arrow keys',
      'Full window and download, where you offer them',
    ],
    settings: {
      scripts: [
        ['title, description', 'of the server', 'Words for the info panel'],
        ['showcontrols', '"auto"', '"yes", "no", or "auto": behind a tab'],
        [
          'controls',
          'all but download',
          'Which of title, download, help, reset, fullscreen, zoomin, zoomout',
        ],
        ['quality', 'true', 'false shows enlarged pixels as squares'],
        ['animation', '"out-quadratic"', 'The curve of zooming'],
        ['maxtiles', '256', 'Tiles of a level at most: 1, 4, 16, 64 or 256'],
        ['doubleclickreset', 'true', 'Whether a double click shows the whole picture'],
        ['stripaligns', 'false', 'Leaves halign and valign of the address out'],
      ],
      elements: ZOOM_ELEMENT,
    },
    kind: 'embedded',
  },
  gallery: {
    title: 'Gallery',
    text: 'Several pictures in a zoom viewer with thumbnails below, from a folder or a list.',
    abilities: [
      'Choose by thumbnail, or by arrow keys with the focus on one',
      'Zoom into each picture',
      'Open from any picture of the page; arrow keys choose there, Esc closes',
    ],
    settings: {
      scripts: [
        ...LISTED,
        ['startImage', 'the first', 'Path of the picture that is selected first'],
        ['thumbsize', '{width: 120, height: 120}', 'Size of the thumbnails'],
        ['viewer', '{}', 'Options of the zoom viewer'],
        ['stripaligns', 'true', 'Leaves halign and valign of the address out'],
      ],
      elements: [
        ...LISTED_BY_ELEMENT,
        ['start', 'the first', 'Path of the picture to begin with'],
        ['thumb-size', '96', 'Side of the thumbnails in pixels'],
        ['controls, wheel', '', 'As of the zoom viewer'],
        ['launch', 'off', 'Shows what is inside the element, which opens the gallery'],
      ],
    },
    kind: 'gallery',
  },
  slideshow: {
    title: 'Slideshow',
    text: 'A box in which pictures follow each other, from a folder or a list.',
    abilities: [
      'Slides, stacks or fades by itself; waits under the pointer and in hidden windows',
      'Arrows, dots, arrow keys and swiping to choose',
      'A link behind each picture',
    ],
    settings: {
      scripts: [
        ...LISTED,
        ['mode', '"slide"', '"slide", "stack" or "fade"'],
        ['controls, dots', 'true', 'Arrows, and a dot for each picture'],
        ['dotColor, dotSelectedColor', '"#666666", "#dddddd"', 'Colours of the dots'],
        ['delay', '5', 'Seconds between pictures'],
        ['duration', '1000', 'Milliseconds of a change'],
        ['pauseOnHover', 'true', 'Waits under the pointer'],
        ['bgColor', '"white"', 'Behind pictures in mode stack'],
      ],
      elements: [
        ...LISTED_BY_ELEMENT,
        ['mode', 'slide', 'slide, stack or fade'],
        ['fit', 'contain', 'contain or cover'],
        ['autoplay', 'off', 'Runs by itself'],
        ['delay', '5', 'Seconds between pictures'],
        ['duration', '600', 'Milliseconds of a change'],
        ['no-arrows, no-dots', 'off', 'Leaves them out'],
        ['start', '0', 'Number of the first picture'],
      ],
    },
    kind: 'slideshow',
  },
};
