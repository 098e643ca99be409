import { publishedParameters } from '../published-url.ts';
import { scriptValue, tag } from './escape.ts';
import {
  chosenImages,
  commonParameters,
  folderOfRecipe,
  galleryImages,
  type Markup,
  type MarkupRequest,
  sizeAttributes,
  urlOf,
} from './request.ts';

type Viewer = 'canvas_view' | 'gallery_view' | 'slideshow_view';

/** Style sheets come first: the scripts measure when they run. The slideshow has none. */
function files({ server }: MarkupRequest, ...viewers: Viewer[]): string[] {
  const styled = viewers.filter((viewer) => viewer !== 'slideshow_view');
  return [
    '<!-- Once in the page -->',
    ...styled.map((viewer) =>
      tag('link', { rel: 'stylesheet', href: `${server}/static/styles/${viewer}.css` }),
    ),
    ...viewers.map((viewer) => `${tag('script', { src: `${server}/static/js/${viewer}.min.js` })}</script>`),
  ];
}

function whenReady(call: string): string[] {
  return ['<script>', `  QU.whenReady(function () { ${call}; });`, '</script>'];
}

function page(...lines: string[]): Markup {
  return { language: 'html', code: lines.join('\n') };
}

/** A picture that opens the zoom viewer when it is clicked. */
export function clickToZoom(request: MarkupRequest): Markup {
  const { name } = request.options;
  return page(
    ...files(request, 'canvas_view'),
    ...whenReady(`canvas_view_init_all_images(${scriptValue(name)})`),
    '<!-- For each picture -->',
    tag('img', { class: name, src: urlOf(request), ...sizeAttributes(request), alt: request.alt }),
  );
}

/** A picture that opens a gallery of all pictures of its class when it is clicked. */
export function clickToGallery(request: MarkupRequest): Markup {
  const { name } = request.options;
  return page(
    ...files(request, 'canvas_view', 'gallery_view'),
    ...whenReady(`gallery_view_init_all_fullscreen(${scriptValue(name)})`),
    '<!-- For each picture -->',
    tag('img', { class: name, src: urlOf(request), ...sizeAttributes(request), alt: request.alt }),
    ...galleryImages(request).map((attributes) => tag('img', { class: name, ...attributes })),
  );
}

/** A box with a zoom viewer in it. */
export function embeddedZoom(request: MarkupRequest): Markup {
  const { name } = request.options;
  return page(
    ...files(request, 'canvas_view'),
    '<!-- For each picture -->',
    box(request, 'imageviewer', 'The picture appears here.'),
    ...whenReady(`canvas_view_init(${scriptValue(name)}, ${scriptValue(urlOf(request))})`),
  );
}

/** A box in which pictures follow each other. */
export function slideshow(request: MarkupRequest): Markup {
  const { name, slideshow: show } = request.options;
  const common = commonParameters(publishedParameters(request.recipe, request.base));
  const images = chosenImages(request);
  const options = {
    server: `${request.server}/`,
    ...(images === undefined ? { folder: folderOfRecipe(request) } : { images }),
    params: common,
    mode: show.mode,
    delay: show.delay,
  };
  return page(
    ...files(request, 'slideshow_view'),
    '<!-- For each slideshow -->',
    box(request, undefined, 'The pictures appear here.'),
    ...whenReady(`slideshow_view_init(${scriptValue(name)}, ${scriptValue(options)})`),
  );
}

function box({ options, alt }: MarkupRequest, className: string | undefined, text: string): string {
  const { name, box: size } = options;
  const start = tag('div', {
    id: name,
    class: className,
    role: alt ? 'group' : undefined,
    'aria-label': alt || undefined,
    style: `width: ${size.width}px; height: ${size.height}px;`,
  });
  return `${start}${text}</div>`;
}
