import { mergeTemplate } from '#lib/transform/template.ts';
import { cssUrl } from './escape.ts';
import { densest } from './image-tags.ts';
import { type Markup, type MarkupRequest, sizeAttributes, urlOf, variantUrl } from './request.ts';

const TYPES = { avif: 'image/avif', webp: 'image/webp' } as const;

/** A name as a class selector. */
function className(name: string): string {
  return name.replace(/[^\w-]/g, '-').replace(/^(?=\d|-\d)/, 'p-');
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))}%`;
}

/** A rule of a style sheet that puts the picture behind an element, with a second one for dense screens. */
export function backgroundRule(request: MarkupRequest): Markup {
  const { options, recipe, base } = request;
  const dense = options.dense ? densest(request) : undefined;
  const { width, height } = sizeAttributes(request);
  const { focusX = 0.5, focusY = 0.5 } = mergeTemplate(recipe.values, base);
  const candidates = [...options.formats, undefined].flatMap((format) => {
    const type = format === undefined ? '' : ` type("${TYPES[format]}")`;
    const own = format === undefined ? urlOf(request) : variantUrl(request, undefined, format);
    const second = dense
      ? [`${cssUrl(variantUrl(request, dense.width, format))} ${dense.density}x${type}`]
      : [];
    return [`${cssUrl(own)} 1x${type}`, ...second];
  });
  const imageSet =
    candidates.length > 1 ? [`  background-image: image-set(\n    ${candidates.join(',\n    ')}\n  );`] : [];
  return {
    language: 'css',
    code: [
      `.${className(options.name)} {`,
      `  background-image: ${cssUrl(urlOf(request))};`,
      ...imageSet,
      '  background-size: cover;',
      `  background-position: ${percent(focusX)} ${percent(focusY)};`,
      ...(width && height ? [`  aspect-ratio: ${width} / ${height};`] : []),
      '}',
    ].join('\n'),
  };
}
