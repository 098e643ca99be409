import type { PictureParameters } from '#lib/transform/picture-url.ts';

/** One way to ask for a picture, and the size that comes back. */
export interface Recipe {
  title: string;
  note: string;
  /** What the picture shows, for those who do not see it. */
  alt: string;
  src: string;
  parameters: PictureParameters;
  width: number;
  height: number;
}

export const HERO: Recipe = {
  title: 'Cut to fill',
  note: '',
  alt: 'Mountain ridges behind each other in the mist, a wood on the near slope, the sun low at the left',
  src: 'samples/mountains.jpg',
  parameters: { width: 1200, height: 560, gravity: 'smart' },
  width: 1200,
  height: 560,
};

export const RECIPES: readonly Recipe[] = [
  {
    title: 'Resize',
    note: 'One side is enough; the other follows.',
    alt: 'The mountains, whole',
    src: 'samples/mountains.jpg',
    parameters: { width: 640 },
    width: 640,
    height: 427,
  },
  {
    title: 'Smart crop',
    note: 'Fills the shape with what draws the eye.',
    alt: 'The setting sun over the sea, cut to a square',
    src: 'samples/coast.jpg',
    parameters: { width: 480, height: 480, gravity: 'smart' },
    width: 480,
    height: 480,
  },
  {
    title: 'Crop by hand',
    note: 'Edges as fractions, good for any size of file.',
    alt: 'A red and yellow apple beside a peach, cut from the still life',
    src: 'samples/still-life.jpg',
    parameters: { width: 640, left: 0.08, top: 0.2, right: 0.68, bottom: 0.8 },
    width: 640,
    height: 480,
  },
  {
    title: 'Pad',
    note: 'The whole picture in a frame, filled to match.',
    alt: 'Sand dunes under a half moon, upright, in the middle of a wide frame',
    src: 'samples/dunes.jpg',
    parameters: { width: 640, height: 480, fill: 'auto' },
    width: 640,
    height: 480,
  },
  {
    title: 'Overlay',
    note: 'A mark on every picture, in any corner.',
    alt: 'The coast at sunset with the word emulsion in the lower left corner',
    src: 'samples/coast.jpg',
    parameters: { width: 640, overlay: 'samples/watermark.png', ovsize: 0.42, ovpos: 'sw' },
    width: 640,
    height: 427,
  },
  {
    title: 'Rotate',
    note: 'Any angle; corners may be transparent.',
    alt: 'A city by a river at night, turned by seven degrees',
    src: 'samples/night-city.jpg',
    parameters: { width: 640, angle: -7, fill: 'none', format: 'png' },
    width: 640,
    height: 468,
  },
  {
    title: 'Best format',
    note: 'AVIF, WebP or JPEG: what the browser reads best.',
    alt: 'Fruit and a glass ball on a wooden table',
    src: 'samples/still-life.jpg',
    parameters: { format: 'auto', width: 640 },
    width: 640,
    height: 480,
  },
  {
    title: 'Soften and sharpen',
    note: 'Below zero blurs, above zero sharpens.',
    alt: 'The city at night, out of focus',
    src: 'samples/night-city.jpg',
    parameters: { width: 640, sharpen: -300 },
    width: 640,
    height: 427,
  },
  {
    title: 'Grey',
    note: 'Also CMYK, or any ICC profile you install.',
    alt: 'The dunes in black and white, cut to a wide frame',
    src: 'samples/dunes.jpg',
    parameters: { width: 640, height: 480, gravity: 'c', colorspace: 'gray' },
    width: 640,
    height: 480,
  },
  {
    title: 'Colour managed',
    note: 'Display P3 in, faithful sRGB out.',
    alt: 'A crimson dahlia before green leaves',
    src: 'samples/wide-gamut.jpg',
    parameters: { width: 480, strip: true },
    width: 480,
    height: 480,
  },
  {
    title: 'Pages and frames',
    note: 'Page two of a TIFF, as a picture for the web.',
    alt: 'The coast at sunset, the second page of a contact sheet',
    src: 'samples/contact-sheet.tif',
    parameters: { page: 2, format: 'webp', width: 600 },
    width: 600,
    height: 400,
  },
  {
    title: 'Tiles',
    note: 'One cell of a grid: what deep zoom is made of.',
    alt: 'The upper middle ninth of the mountains: distant peaks in the haze',
    src: 'samples/mountains.jpg',
    parameters: { tile: '5:9', width: 1800 },
    width: 600,
    height: 400,
  },
];
