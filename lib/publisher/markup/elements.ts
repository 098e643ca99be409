import { publishedParameters } from '../published-url.ts';
import { tag } from './escape.ts';
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

/** The module is loaded once for all elements of a page; nothing is inline, so strict policies let it pass. */
function page(request: MarkupRequest, what: string, ...lines: string[]): Markup {
  const script = tag('script', { type: 'module', src: `${request.server}/static/js/emulsion-viewers.js` });
  return {
    language: 'html',
    code: ['<!-- Once in the page -->', `${script}</script>`, `<!-- For each ${what} -->`, ...lines].join(
      '\n',
    ),
  };
}

/** A picture that opens the zoom viewer over the page. */
export function zoomLauncher(request: MarkupRequest): Markup {
  const start = tag('emulsion-zoom', {
    class: request.options.name,
    launch: true,
    src: urlOf(request),
    alt: request.alt || undefined,
  });
  const image = tag('img', { src: urlOf(request), ...sizeAttributes(request), alt: request.alt });
  return page(request, 'picture', start, `  ${image}`, '</emulsion-zoom>');
}

/** Pictures that open a gallery of them over the page. */
export function galleryLauncher(request: MarkupRequest): Markup {
  const image = tag('img', { src: urlOf(request), ...sizeAttributes(request), alt: request.alt });
  const others = galleryImages(request).map((attributes) => tag('img', attributes));
  return page(
    request,
    'gallery',
    tag('emulsion-gallery', { class: request.options.name, launch: true }),
    ...[image, ...others].map((line) => `  ${line}`),
    '</emulsion-gallery>',
  );
}

/** A box in which people zoom and move the picture. */
export function zoomBox(request: MarkupRequest): Markup {
  const { name, box } = request.options;
  const start = tag('emulsion-zoom', {
    id: name,
    src: urlOf(request),
    ...box,
    alt: request.alt || undefined,
  });
  return page(request, 'picture', `${start}</emulsion-zoom>`);
}

/** A box in which pictures follow each other. */
export function slideshowBox(request: MarkupRequest): Markup {
  const { name, box, slideshow } = request.options;
  const images = chosenImages(request);
  const common = commonParameters(publishedParameters(request.recipe, request.base));
  const start = tag('emulsion-slideshow', {
    id: name,
    folder: images === undefined ? folderOfRecipe(request) : undefined,
    images: images === undefined ? undefined : JSON.stringify(images),
    params: new URLSearchParams(
      Object.entries(common).map(([key, value]) => [key, String(value)]),
    ).toString(),
    mode: slideshow.mode,
    delay: slideshow.delay,
    autoplay: true,
    ...box,
    label: request.alt || undefined,
  });
  return page(request, 'slideshow', `${start}</emulsion-slideshow>`);
}
