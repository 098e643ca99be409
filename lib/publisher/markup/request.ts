import { type PictureParameters, pictureUrl } from '#lib/transform/picture-url.ts';
import type { Size, TransformValues } from '#lib/transform/values.ts';
import { atWidth, outputSize, type Subject, sizeAtWidth } from '../output-size.ts';
import { publishedParameters, publishedUrl } from '../published-url.ts';

/** Everything that markup is made of. */
export type MarkupRequest = Subject & {
  /** Public address of the server without a slash at its end, such as `https://img.example.org`. */
  server: string;
  /** What the picture shows; undefined = nothing has been said yet, "" = it is decoration. */
  alt: string | undefined;
  /** Pixels of the picture as the server made it, where that is known better than it can be computed. */
  measured?: Size | undefined;
  options: MarkupOptions;
};

export type MarkupOptions = {
  /** Widths of responsive kinds in pixels, smallest first. */
  widths: readonly number[];
  /** The `sizes` attribute. */
  sizes: string;
  /** A second density for screens of twice the pixels. */
  dense: boolean;
  /** Formats that are offered before the recipe's own one. */
  formats: readonly ('avif' | 'webp')[];
  /** One source for each range of window widths. */
  byWindow: boolean;
  /** Box of embedded viewers in CSS pixels. */
  box: Size;
  /** Further pictures of galleries and slideshows; undefined = all of the picture's folder. */
  images: readonly string[] | undefined;
  slideshow: { mode: 'slide' | 'stack' | 'fade'; delay: number };
  /** What viewers are made with: custom elements, or the scripts that pages of QIS load. */
  build: 'elements' | 'scripts';
  /** Class or id in the page. */
  name: string;
};

export type Markup = { language: 'text' | 'html' | 'css'; code: string };

/** Where pictures are asked for. */
const endpointOf = (request: MarkupRequest): string => `${request.server}/image`;

/** URL of the recipe itself. */
export function urlOf(request: MarkupRequest): string {
  return publishedUrl(endpointOf(request), request.recipe, request.base);
}

/** URL of the recipe at another width, or in another format. */
export function variantUrl(request: MarkupRequest, width: number | undefined, format?: string): string {
  const sized = width === undefined ? request.recipe : atWidth(request, width);
  const values: TransformValues = format === undefined ? sized.values : { ...sized.values, format };
  return publishedUrl(endpointOf(request), { ...sized, values }, request.base);
}

/** width and height attributes of the recipe itself; nothing when the size is unknown. */
export function sizeAttributes(request: MarkupRequest): { width?: number; height?: number } {
  const size = request.measured ?? outputSize(request);
  return size === undefined ? {} : { width: size.width, height: size.height };
}

/** width and height attributes at another width. */
export function sizeAttributesAt(request: MarkupRequest, width: number): { width?: number; height?: number } {
  const size = sizeAtWidth(request, width);
  return size === undefined ? {} : { width: size.width, height: size.height };
}

/** What is said of the frame of one picture; it would cut others in the wrong places. */
const OF_ONE_PICTURE: ReadonlySet<string> = new Set([
  'page',
  'width',
  'height',
  'autosizefit',
  'top',
  'left',
  'bottom',
  'right',
  'autocropfit',
  'focus',
  'angle',
  'flip',
]);

/** The parameters that suit other pictures too. */
export function commonParameters(parameters: PictureParameters): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined || OF_ONE_PICTURE.has(name)
        ? []
        : [[name, typeof value === 'boolean' ? Number(value) : value]],
    ),
  );
}

/** The parameters that suit this picture only. */
function ownParameters(parameters: PictureParameters): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined || !OF_ONE_PICTURE.has(name) || /^(?:width|height|autosizefit)$/.test(name)
        ? []
        : [[name, typeof value === 'boolean' ? Number(value) : value]],
    ),
  );
}

/** The folder of the picture, with a slash in front. */
export function folderOfRecipe({ recipe: { src } }: MarkupRequest): string {
  return src.includes('/') ? `/${src.slice(0, src.lastIndexOf('/'))}` : '/';
}

/** The chosen pictures of a slideshow with what is about the frame of each; undefined = all of the folder. */
export function chosenImages({ recipe, base, options: { images } }: MarkupRequest): object[] | undefined {
  const own = { src: recipe.src, ...ownParameters(publishedParameters(recipe, base)) };
  return images?.map((src) => (src === recipe.src ? own : { src }));
}

/** Attributes of `img` for the further pictures of a gallery, in the size of the first one. */
export function galleryImages(request: MarkupRequest): Array<{ src: string; alt: string }> {
  const parameters = publishedParameters(request.recipe, request.base);
  // The box that the recipe asks for, so that all pictures of a gallery are of its size.
  const { width, height, autosizefit } = parameters;
  const others = (request.options.images ?? []).filter((src) => src !== request.recipe.src);
  return others.map((src) => ({
    src: pictureUrl(endpointOf(request), src, {
      width,
      height,
      autosizefit,
      ...commonParameters(parameters),
    }),
    alt: nameOf(src),
  }));
}

/** What can be said of a picture of which only the path is known: its name without the ending. */
function nameOf(src: string): string {
  return src.slice(src.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}
