import { tag, tallTag } from './escape.ts';
import { responsiveAttributes, sourceSet } from './image-tags.ts';
import { type Markup, type MarkupRequest, sizeAttributesAt, variantUrl } from './request.ts';

const TYPES = { avif: 'image/avif', webp: 'image/webp' } as const;

/** Ranges of window widths, one for each width of picture: up to 480, 481 to 800, from 801. */
function windowRanges(widths: readonly number[]): Array<{ width: number; media: string }> {
  return widths.map((width, index) => {
    const before = widths[index - 1];
    const isLast = index === widths.length - 1;
    const from = before === undefined ? [] : [`(min-width: ${before + 1}px)`];
    const to = isLast ? [] : [`(max-width: ${width}px)`];
    return { width, media: [...from, ...to].join(' and ') || 'all' };
  });
}

function sourcesByWindow(request: MarkupRequest): string[] {
  const { formats, widths } = request.options;
  return windowRanges(widths).flatMap(({ width, media }) =>
    [...formats, undefined].map((format) =>
      tallTag(
        'source',
        {
          media,
          type: format === undefined ? undefined : TYPES[format],
          srcset: variantUrl(request, width, format),
          ...sizeAttributesAt(request, width),
        },
        '  ',
      ),
    ),
  );
}

function sourcesByFormat(request: MarkupRequest): string[] {
  const { formats, sizes } = request.options;
  return formats.map((format) =>
    tallTag('source', { type: TYPES[format], srcset: sourceSet(request, format, '      '), sizes }, '  '),
  );
}

/** `picture` with newer formats first, and with one source for each range of window widths where that is wanted. */
export function pictureTag(request: MarkupRequest): Markup {
  const { byWindow, widths } = request.options;
  const attributes = responsiveAttributes(request, '      ');
  const sources = widths.length === 0 ? [] : byWindow ? sourcesByWindow(request) : sourcesByFormat(request);
  const image = byWindow
    ? tag('img', { ...attributes, srcset: undefined, sizes: undefined })
    : tallTag('img', attributes, '  ');
  return {
    language: 'html',
    code: ['<picture>', ...[...sources, image].map((line) => `  ${line}`), '</picture>'].join('\n'),
  };
}
