import { largestWidth, outputSize } from '../output-size.ts';
import { tag, tallTag } from './escape.ts';
import {
  type Markup,
  type MarkupRequest,
  sizeAttributes,
  sizeAttributesAt,
  urlOf,
  variantUrl,
} from './request.ts';

/** The density to which a picture of `width` pixels can go, 2 at most; undefined when it has no more pixels. */
export function densest(request: MarkupRequest): { width: number; density: number } | undefined {
  const size = outputSize(request);
  const most = largestWidth(request);
  if (!size || most === undefined) return undefined;
  const width = Math.min(size.width * 2, most);
  const density = Math.floor((width / size.width) * 100) / 100;
  return density >= 1.25 ? { width, density } : undefined;
}

function denseSource(request: MarkupRequest): string | undefined {
  const dense = request.options.dense ? densest(request) : undefined;
  if (!dense) return undefined;
  return `${urlOf(request)} 1x, ${variantUrl(request, dense.width)} ${dense.density}x`;
}

/** The address alone. */
export function plainUrl(request: MarkupRequest): Markup {
  return { language: 'text', code: urlOf(request) };
}

/** `img` that loads with the page. */
export function staticImage(request: MarkupRequest): Markup {
  return {
    language: 'html',
    code: tag('img', {
      src: urlOf(request),
      srcset: denseSource(request),
      ...sizeAttributes(request),
      alt: request.alt,
    }),
  };
}

/** `img` that the browser loads when it comes near the window. */
export function lazyImage(request: MarkupRequest): Markup {
  return {
    language: 'html',
    code: tag('img', {
      src: urlOf(request),
      srcset: denseSource(request),
      ...sizeAttributes(request),
      alt: request.alt,
      loading: 'lazy',
      decoding: 'async',
    }),
  };
}

/** `img` that the predecessor's script loads late; for pages that use that script already. */
export function deferredImage(request: MarkupRequest): Markup {
  return {
    language: 'html',
    code: [
      '<!-- Once in the page -->',
      `${tag('script', { src: `${request.server}/static/js/image-defer.min.js`, defer: true })}</script>`,
      '<!-- For each picture -->',
      tag('img', {
        class: 'lazy-image',
        src: `${request.server}/static/images/spacer.png`,
        'data-defer-src': urlOf(request),
        ...sizeAttributes(request),
        alt: request.alt,
      }),
    ].join('\n'),
  };
}

/** Addresses of all widths with their descriptors, one a line. */
export function sourceSet(request: MarkupRequest, format?: string, indent = '    '): string {
  return request.options.widths
    .map((width) => `${variantUrl(request, width, format)} ${width}w`)
    .join(`,\n${indent}`);
}

/** The attributes of an `img` from which the browser chooses one of several widths. */
export function responsiveAttributes(request: MarkupRequest, indent = '    ') {
  const { widths, sizes } = request.options;
  const largest = widths.at(-1);
  // For the few that know no srcset: one from the middle.
  const middle = widths[Math.floor(widths.length / 2)];
  return {
    src: variantUrl(request, middle),
    srcset: largest === undefined ? undefined : sourceSet(request, undefined, indent),
    sizes: largest === undefined ? undefined : sizes,
    ...(largest === undefined ? sizeAttributes(request) : sizeAttributesAt(request, largest)),
    alt: request.alt,
  };
}

/** `img` from which the browser chooses one of several widths. */
export function responsiveImage(request: MarkupRequest): Markup {
  return { language: 'html', code: tallTag('img', responsiveAttributes(request)) };
}
