import { define } from './element/viewer-element.ts';
import { EmulsionGallery } from './gallery/emulsion-gallery.ts';
import { EmulsionImage } from './image/emulsion-image.ts';
import { EmulsionSlideshow } from './slideshow/emulsion-slideshow.ts';
import { EmulsionZoom } from './zoom/emulsion-zoom.ts';

export type { Details } from '../core/picture-details.ts';
export type { PictureDetail } from './element/events.ts';
export { type LabelName, type Labels, setLabels } from './element/labels.ts';
export type { ImageEntry } from './source/read-images.ts';
export { EmulsionGallery, EmulsionImage, EmulsionSlideshow, EmulsionZoom };

/** Version of the elements' attributes, properties and events; its first number changes when one of them breaks. */
export const version = '1.0.0';

define('emulsion-image', EmulsionImage);
define('emulsion-slideshow', EmulsionSlideshow);
define('emulsion-zoom', EmulsionZoom);
define('emulsion-gallery', EmulsionGallery);

declare global {
  interface HTMLElementTagNameMap {
    'emulsion-gallery': EmulsionGallery;
    'emulsion-image': EmulsionImage;
    'emulsion-slideshow': EmulsionSlideshow;
    'emulsion-zoom': EmulsionZoom;
  }
}
