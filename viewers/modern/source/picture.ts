import {
  formatQuery,
  type Parameters,
  parseImageUrl,
  parseQuery,
  serverOf,
  withParameters,
} from '../../core/image-url.ts';

/** A picture of an image server: where it is asked for, and what is known of it. */
export type Picture = {
  /** Path in the repository. */
  src: string;
  /** What stands before `?` in its addresses. */
  base: string;
  /** Parameters of its addresses in their order, with `src`. */
  parameters: Parameters;
  title: string;
  description: string;
  /** For those who do not see it; undefined = nothing was said. */
  alt: string | undefined;
  /** Where a click leads, in slideshows. */
  link: string;
  /** Pixels of the original; 0 = not known. */
  width: number;
  height: number;
  /** Whether the visitor may download the original; false = not known. */
  download: boolean;
};

/** Where the module was loaded from tells the server, unless a bundle of the page holds it. */
const MODULE = /static\/js\/emulsion-viewers(?:\.[0-9a-f]{10})?\.js(?:\?.*)?$/;

/**
 * Address of an image server with a slash at its end.
 * @param server what the page says; else the server that the module came from, else the page's own origin
 */
export function serverAddress(server: string, module = import.meta.url): string {
  const given = server.trim() || (MODULE.test(module) ? module.replace(MODULE, '') : '/');
  const { href } = new URL(given, document.baseURI);
  return href.endsWith('/') ? href : `${href}/`;
}

/**
 * A picture by what a page says of it: the address of a picture, or its path in the repository with the server and
 * parameters beside it. Parameters of the address come first, those of `parameters` win.
 */
export function readPicture(src: string, server: string, parameters: string): Picture {
  const more = parseQuery(parameters).filter(([, value]) => value !== '');
  const known = {
    title: '',
    description: '',
    alt: undefined,
    link: '',
    width: 0,
    height: 0,
    download: false,
  };
  if (/[?&;]src=/.test(src)) {
    const url = parseImageUrl(src);
    const all = withParameters(url.parameters, Object.fromEntries(more));
    return { ...known, src: url.src, base: new URL(url.base, document.baseURI).href, parameters: all };
  }
  const path = src.replace(/^\/+/, '');
  const all: Parameters = [['src', path], ...more.filter(([name]) => name !== 'src')];
  return { ...known, src: path, base: `${serverAddress(server)}image`, parameters: all };
}

/** Address of a picture with some parameters set. */
export function pictureUrl(
  picture: Pick<Picture, 'base' | 'parameters'>,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return `${picture.base}?${formatQuery(withParameters(picture.parameters, values))}`;
}

/** Whether a parameter is there. */
export function hasParameter({ parameters }: Pick<Picture, 'parameters'>, name: string): boolean {
  return parameters.some(([each]) => each === name);
}

/** Address of the server that a picture comes from, with a slash at its end. */
export function serverOfPicture({ base }: Pick<Picture, 'base'>): string {
  return serverOf(base, document.baseURI);
}

/** What a picture is called: its title, else its file name without the ending. */
export function nameOf({ title, src }: Pick<Picture, 'title' | 'src'>): string {
  return title || src.slice(src.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

/** The text for those who do not see it. */
export function altOf(picture: Picture): string {
  return picture.alt ?? nameOf(picture);
}
