import { formatQuery, withParameters } from '../../core/image-url.ts';
import { hasParameter, type Picture, pictureUrl } from '../source/picture.ts';

/** Widths that all pages ask for, so that they share what the server has made already. */
const WIDTHS = [160, 320, 480, 640, 800, 960, 1280, 1600, 1920, 2560, 3840];

/**
 * Widths to offer, smallest first.
 * @param wanted as the page says: numbers between blanks or commas; nothing = the common ones
 * @param most pixels that the picture has; 0 = not known
 */
export function offeredWidths(wanted: string, most: number): number[] {
  const said = wanted
    .split(/[\s,]+/)
    .map(Number)
    .filter((width) => Number.isInteger(width) && width > 0);
  const widths = said.length > 0 ? said : WIDTHS;
  const fitting = most > 0 ? [...widths.filter((width) => width < most), most] : widths;
  return [...new Set(fitting)].sort((a, b) => a - b);
}

/**
 * The `srcset` of a picture: the same picture at several widths. A height that it asks for is changed with its width.
 * @param format set in every address; undefined = as the picture says
 */
export function sourceSet(picture: Picture, widths: readonly number[], format?: string): string {
  return widths.map((width) => `${urlAtWidth(picture, width, format)} ${width}w`).join(', ');
}

/** Address of a picture at another width. */
export function urlAtWidth(picture: Picture, width: number, format?: string): string {
  const numberOf = (name: string) => Number(picture.parameters.find(([each]) => each === name)?.[1]) || 0;
  const own = { width: numberOf('width'), height: numberOf('height') };
  const parameters =
    own.width > 0 ? picture.parameters : picture.parameters.filter(([name]) => name !== 'height');
  const values: Record<string, string | number> = { width };
  if (own.width > 0 && own.height > 0) {
    values.height = Math.max(1, Math.round((width * own.height) / own.width));
  }
  if (format !== undefined) values.format = format;
  return `${picture.base}?${formatQuery(withParameters(parameters, values))}`;
}

/** The format that addresses name: `auto` lets the server choose by what the browser takes. */
export function negotiated(picture: Picture, formats: string): string | undefined {
  return formats === 'auto' && !hasParameter(picture, 'format') ? 'auto' : undefined;
}

/** Address of a tiny picture that stands for a large one until it comes; it is not counted as a view. */
export function blurredUrl(picture: Picture): string {
  const tiny = { base: picture.base, parameters: picture.parameters.filter(([name]) => name !== 'format') };
  return pictureUrl(
    { ...tiny, parameters: tiny.parameters.filter(([name]) => name !== 'width' && name !== 'height') },
    { width: 24, format: 'jpg', quality: 50, strip: 1, stats: 0 },
  );
}
