import type { ParameterValues, PictureEntry } from '../../core/picture-list.ts';

export type GalleryOptions = {
  server: string;
  /** Its pictures come after `images`. */
  folder: string;
  images: PictureEntry[];
  params: ParameterValues;
  /** Path of the picture that is selected first, as it is written in `images` or made of folder and file name. */
  startImage: string;
  thumbsize: { width: number; height: number };
  /** Options of the zoom viewer inside. */
  viewer: Record<string, unknown> & { controls?: Record<string, unknown> };
  stripaligns: boolean;
};

/** Called later than what they tell of; `this` is the gallery, or the zoom viewer for its own. */
export type GalleryEvents = Record<string, unknown> & {
  onchange?: (src: string) => void;
  onfullscreen?: (src: string, entered: boolean) => void;
};

const DEFAULTS: GalleryOptions = {
  server: '',
  folder: '',
  images: [],
  params: {},
  startImage: '',
  thumbsize: { width: 120, height: 120 },
  viewer: {},
  stripaligns: true,
};

/** The options of a page with what it leaves out filled in. */
export function galleryOptions(given: Partial<GalleryOptions> | null | undefined): GalleryOptions {
  const said = Object.entries(given ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const options: GalleryOptions = { ...DEFAULTS, ...Object.fromEntries(said) };
  return { ...options, thumbsize: { ...DEFAULTS.thumbsize, ...options.thumbsize } };
}

/** Options for the zoom viewer of one picture. */
export function viewerOptions(
  { viewer, stripaligns }: GalleryOptions,
  { title, description }: PictureEntry,
  inFullScreen: boolean,
): Record<string, unknown> {
  return {
    stripaligns,
    ...viewer,
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(inFullScreen ? { controls: { ...viewer.controls, fullscreen: false } } : {}),
  };
}
