import { backgroundRule } from './markup/background.ts';
import { galleryLauncher, slideshowBox, zoomBox, zoomLauncher } from './markup/elements.ts';
import { deferredImage, lazyImage, plainUrl, responsiveImage, staticImage } from './markup/image-tags.ts';
import { pictureTag } from './markup/picture-tag.ts';
import type { Markup, MarkupRequest } from './markup/request.ts';
import { clickToGallery, clickToZoom, embeddedZoom, slideshow } from './markup/viewers.ts';

/** What an output kind can be told besides the recipe. */
export type KindOption =
  | 'alt'
  | 'dense'
  | 'widths'
  | 'formats'
  | 'byWindow'
  | 'box'
  | 'images'
  | 'slideshow'
  | 'build'
  | 'class'
  | 'id';

type Kind = {
  id: string;
  title: string;
  /** One line about when to take it. */
  text: string;
  /** What it is called in the page when nothing else is said. */
  name: string;
  options: readonly KindOption[];
  make: (request: MarkupRequest) => Markup;
};

/** Viewers come in two builds; the page chooses. */
function byBuild(elements: Kind['make'], scripts: Kind['make']): Kind['make'] {
  return (request) => (request.options.build === 'elements' ? elements : scripts)(request);
}

/** Ways to use a published picture, in the order of the list. */
export const OUTPUT_KINDS = [
  {
    id: 'url',
    title: 'Plain image URL',
    text: 'The address alone, for anything that takes one.',
    name: 'picture',
    options: [],
    make: plainUrl,
  },
  {
    id: 'img',
    title: 'HTML image tag',
    text: 'Loads with the page. For the first picture that people see.',
    name: 'picture',
    options: ['alt', 'dense'],
    make: staticImage,
  },
  {
    id: 'lazy',
    title: 'HTML image tag, lazy loaded',
    text: 'The browser loads it when it comes near the window.',
    name: 'picture',
    options: ['alt', 'dense'],
    make: lazyImage,
  },
  {
    id: 'deferred',
    title: 'HTML image tag, lazy loaded by script',
    text: 'For pages that use the deferred loading script already.',
    name: 'picture',
    options: ['alt'],
    make: deferredImage,
  },
  {
    id: 'srcset',
    title: 'Responsive image tag',
    text: 'Several widths from which the browser chooses.',
    name: 'picture',
    options: ['alt', 'widths'],
    make: responsiveImage,
  },
  {
    id: 'picture',
    title: 'Responsive picture tag',
    text: 'Smaller AVIF and WebP files where the browser can show them.',
    name: 'picture',
    options: ['alt', 'widths', 'formats', 'byWindow'],
    make: pictureTag,
  },
  {
    id: 'zoom',
    title: 'Click to launch zoom',
    text: 'A picture that opens in a full-window zoom viewer.',
    name: 'click-to-zoom',
    options: ['build', 'alt', 'class'],
    make: byBuild(zoomLauncher, clickToZoom),
  },
  {
    id: 'gallery',
    title: 'Click to launch gallery',
    text: 'A picture that opens a gallery in which it is one of several.',
    name: 'auto-gallery',
    options: ['build', 'alt', 'class', 'images'],
    make: byBuild(galleryLauncher, clickToGallery),
  },
  {
    id: 'embedded',
    title: 'Embedded zoomable image',
    text: 'A box in the page in which people zoom and pan.',
    name: 'image-zoom-1',
    options: ['build', 'alt', 'id', 'box'],
    make: byBuild(zoomBox, embeddedZoom),
  },
  {
    id: 'slideshow',
    title: 'Slideshow',
    text: 'A box in which pictures follow each other.',
    name: 'slideshow-1',
    options: ['build', 'alt', 'id', 'box', 'slideshow', 'images'],
    make: byBuild(slideshowBox, slideshow),
  },
  {
    id: 'background',
    title: 'Background in CSS',
    text: 'A rule for a style sheet, sharp on dense screens too.',
    name: 'picture',
    options: ['class', 'dense', 'formats'],
    make: backgroundRule,
  },
] as const satisfies readonly Kind[];

export type OutputKindId = (typeof OUTPUT_KINDS)[number]['id'];

/** The kind of this id, or the first one. */
export function outputKind(id: string | null | undefined): Kind & { id: OutputKindId } {
  return OUTPUT_KINDS.find((kind) => kind.id === id) ?? OUTPUT_KINDS[0];
}
