import type { Level, Shape } from './geometry.ts';

/** Parameters in the order of the URL; a name may be there several times. */
export type Parameters = ReadonlyArray<readonly [name: string, value: string]>;

export type ImageUrl = {
  /** What stands before `?`, as it was given: absolute, protocol-relative, root-relative or path-relative. */
  base: string;
  /** Parameters with a value; blank ones say nothing and are gone. */
  parameters: Parameters;
  /** Repository path of the picture; empty without one. */
  src: string;
};

/** What the address of an image server ends on, behind the place where it is mounted. */
const ENDPOINT = /\/(?:image|original|erez[^/]*\/erez)\/?$/;

/** Takes an image's URL apart. */
export function parseImageUrl(url: string): ImageUrl {
  const whole = url.replace(/#.*$/s, '');
  const question = whole.indexOf('?');
  const base = question === -1 ? whole : whole.slice(0, question);
  const parameters = parseQuery(question === -1 ? '' : whole.slice(question + 1)).filter(
    ([, value]) => value !== '',
  );
  return { base, parameters, src: parameters.find(([name]) => name === 'src')?.[1] ?? '' };
}

/**
 * The parameters of a query string. `&`, `&amp;` as pasted from HTML, and `;` separate them; `+` is a blank; what is no
 * valid percent encoding stays as it is.
 */
export function parseQuery(text: string): Array<[name: string, value: string]> {
  return text
    .replace(/^\?/, '')
    .replaceAll('&amp;', '&')
    .split(/[&;]/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals === -1) return [decode(pair), ''];
      return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

/** The query string of parameters, without `?`, encoded so that `/` is `%2F` and `:` is `%3A`. */
export function formatQuery(parameters: Parameters): string {
  return parameters
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Parameters with some of them set: where the name is already, else at the end. */
export function withParameters(
  parameters: Parameters,
  values: Readonly<Record<string, string | number>>,
): Array<[name: string, value: string]> {
  const left = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const set: Array<[string, string]> = [];
  for (const [name, value] of parameters) {
    if (!Object.hasOwn(values, name)) set.push([name, value]);
    else if (left.has(name)) {
      set.push([name, left.get(name) ?? '']);
      left.delete(name);
    }
  }
  return [...set, ...left];
}

/** Parameters without those of the given names. */
export function withoutParameters(parameters: Parameters, names: readonly string[]): Parameters {
  return parameters.filter(([name]) => !names.includes(name));
}

/** What of the parameters changes the shape of the picture. */
export function shapeOf(parameters: Parameters): Shape {
  const shape: Shape = {};
  for (const name of ['angle', 'top', 'left', 'bottom', 'right'] as const) {
    const text = parameters.find(([each]) => each === name)?.[1];
    const value = Number(text);
    if (text !== undefined && text.trim() !== '' && Number.isFinite(value)) shape[name] = value;
  }
  return shape;
}

/**
 * URL of a whole level or of one of its tiles: the page's own parameters in their order, then what the viewer sets.
 * @param levelNumber from 1; only the first is counted as a look at the picture
 */
export function tileUrl(image: ImageUrl, level: Level, levelNumber: number, tile: number): string {
  const parameters = withParameters(image.parameters, {
    format: 'jpg',
    autosizefit: 0,
    strip: 1,
    stats: levelNumber === 1 ? 1 : 0,
    width: level.width,
    height: level.height,
    ...(level.tiles > 1 ? { tile: `${tile}:${level.tiles}` } : {}),
  });
  return `${image.base}?${formatQuery(level.tiles > 1 ? parameters : withoutParameters(parameters, ['tile']))}`;
}

/**
 * Address of the server that an image comes from, with a slash at its end: `https://host/prefix/` for
 * `https://host/prefix/image`. The root of the origin when the path is none of an image server.
 * @param documentUrl what relative addresses are relative to
 */
export function serverOf(base: string, documentUrl: string): string {
  const url = new URL(base, documentUrl);
  const prefix = ENDPOINT.test(url.pathname) ? url.pathname.replace(ENDPOINT, '') : '';
  return `${url.origin}${prefix}/`;
}

/** Query for the details of a picture: of its page, and at its resolution, where its address names them. */
export function detailsQuery({ src, parameters }: Pick<ImageUrl, 'src' | 'parameters'>): string {
  const chosen = parameters.filter(
    ([name, value]) => (name === 'page' || name === 'dpi') && /^\d+$/.test(value),
  );
  return formatQuery([['src', src], ...chosen]);
}

/** Address of the details of a picture. */
export function detailsUrl(image: ImageUrl, documentUrl: string): string {
  return `${serverOf(image.base, documentUrl)}api/v1/details/?${detailsQuery(image)}`;
}

/** Address under which the original is saved as a file. */
export function downloadUrl(image: ImageUrl, documentUrl: string): string {
  return `${serverOf(image.base, documentUrl)}original?src=${encodeURIComponent(image.src)}&attach=1`;
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
