import type { PictureParameters } from '#lib/transform/picture-url.ts';

/** A picture that shows what an option does. */
export type Example = {
  parameters: PictureParameters;
  /** A sample that shows it better than any picture does; else the chosen one. */
  src?: string;
};

export type Option = {
  /** As in URLs; the first is that of the anchor. */
  names: readonly [string, ...string[]];
  values: string;
  text: string;
  examples?: readonly Example[];
};

export type OptionGroup = { id: string; title: string; text?: string; options: readonly Option[] };

const CONTACT_SHEET = 'samples/contact-sheet.tif';

/** Every parameter of a picture's URL, in groups. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    id: 'source',
    title: 'Which picture',
    options: [
      {
        names: ['src'],
        values: 'path',
        text: 'The file, as a path inside the repository. The only parameter that is always needed.',
        examples: [{ parameters: { width: 320 } }],
      },
      {
        names: ['page'],
        values: '0 to 999999',
        text: 'Page of a file with several; the first is 1.',
        examples: [
          { src: CONTACT_SHEET, parameters: { page: 1, width: 240, format: 'jpg' } },
          { src: CONTACT_SHEET, parameters: { page: 2, width: 240, format: 'jpg' } },
        ],
      },
      {
        names: ['tmp'],
        values: 'name of a template',
        text: 'Takes values for whatever the URL does not say. Without it the default template applies.',
      },
    ],
  },
  {
    id: 'size',
    title: 'Size and shape',
    text: 'A picture is never enlarged beyond its own size.',
    options: [
      {
        names: ['width', 'height'],
        values: 'pixels',
        text: 'One alone keeps the proportions. Both make a picture of exactly that size, with padding where the shapes differ.',
        examples: [
          { parameters: { width: 240 } },
          { parameters: { height: 120 } },
          { parameters: { width: 200, height: 200, fill: 'lightgrey' } },
        ],
      },
      {
        names: ['autosizefit'],
        values: 'yes or no',
        text: 'Width and height are a box to fit into; there is no padding.',
        examples: [{ parameters: { width: 200, height: 200, autosizefit: true } }],
      },
      {
        names: ['gravity'],
        values: 'smart, or c n e s w ne nw se sw',
        text: 'The picture fills width and height: it is cut to their shape, around what draws the eye, or at that side.',
        examples: [
          { parameters: { width: 200, height: 200, gravity: 'smart' } },
          { parameters: { width: 200, height: 200, gravity: 'w' } },
          { parameters: { width: 200, height: 200, gravity: 'e' } },
        ],
      },
      {
        names: ['focus'],
        values: 'x,y from 0 to 1',
        text: 'As gravity, around this point of the picture. A focal point chosen on the page of the image counts for gravity=smart.',
        examples: [{ parameters: { width: 200, height: 200, focus: '0.25,0.6' } }],
      },
      {
        names: ['dpr'],
        values: '1 to 4',
        text: 'Multiplies width and height for screens with finer pixels.',
        examples: [{ parameters: { width: 160, dpr: 2 } }],
      },
      {
        names: ['halign', 'valign'],
        values: 'L0 to R1 and T0 to B1',
        text: 'Where the picture stands in the padding: its left, centre or right edge (L, C, R; T, C, B) at a position from 0 to 1.',
        examples: [
          { parameters: { width: 240, height: 100, halign: 'L0', fill: 'lightgrey' } },
          { parameters: { width: 240, height: 100, halign: 'R1', fill: 'lightgrey' } },
        ],
      },
    ],
  },
  {
    id: 'crop',
    title: 'Cut',
    options: [
      {
        names: ['left', 'top', 'right', 'bottom'],
        values: '0 to 1',
        text: 'Edges of the part that is kept, as fractions of the picture after it is flipped and turned. They hold for files of any size.',
        examples: [{ parameters: { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75, width: 240 } }],
      },
      {
        names: ['autocropfit'],
        values: 'yes or no',
        text: 'Grows the cut towards the shape of width and height, so that there is less padding.',
        examples: [
          {
            parameters: {
              left: 0.3,
              right: 0.6,
              width: 200,
              height: 200,
              fill: 'lightgrey',
              autocropfit: false,
            },
          },
          {
            parameters: {
              left: 0.3,
              right: 0.6,
              width: 200,
              height: 200,
              fill: 'lightgrey',
              autocropfit: true,
            },
          },
        ],
      },
      {
        names: ['tile'],
        values: 'number:tiles',
        text: 'One tile of a grid of so many (a square number), counted row by row from the top left. Zoom viewers are made of them.',
        examples: [{ parameters: { width: 600, tile: '1:4' } }, { parameters: { width: 600, tile: '4:4' } }],
      },
    ],
  },
  {
    id: 'turn',
    title: 'Turn',
    options: [
      {
        names: ['angle'],
        values: '-360 to 360',
        text: 'Degrees clockwise. The canvas grows; its corners get the fill.',
        examples: [
          { parameters: { width: 200, angle: 90 } },
          { parameters: { width: 240, angle: -12, fill: 'none', format: 'png' } },
        ],
      },
      {
        names: ['flip'],
        values: 'h or v',
        text: 'Mirrors the picture from left to right or from top to bottom.',
        examples: [{ parameters: { width: 200, flip: 'h' } }, { parameters: { width: 200, flip: 'v' } }],
      },
    ],
  },
  {
    id: 'colour',
    title: 'Colour',
    options: [
      {
        names: ['fill'],
        values: 'name, hex, rgb(), none or auto',
        text: 'Colour of padding and corners. auto takes it from the border of the picture, none leaves it transparent where the format allows.',
        examples: [
          { parameters: { width: 200, height: 200, fill: 'auto' } },
          { parameters: { width: 200, height: 200, fill: '33383d' } },
        ],
      },
      {
        names: ['colorspace'],
        values: 'rgb, gray or cmyk',
        text: 'Colour model of the result.',
        examples: [{ parameters: { width: 240, colorspace: 'gray' } }],
      },
      {
        names: ['icc', 'intent', 'bpc'],
        values: 'profile; perceptual, relative, saturation or absolute; yes or no',
        text: 'Converts to a colour profile, which is then embedded. intent says how colours outside of it are treated, bpc whether black points are matched. The profiles of this server stand at the end of the page.',
        examples: [{ parameters: { width: 240, icc: 'srgb', intent: 'perceptual' } }],
      },
      {
        names: ['strip'],
        values: 'yes or no',
        text: 'Removes profile and metadata; wide colours become sRGB first. Pictures for the web are smaller by it.',
      },
    ],
  },
  {
    id: 'effects',
    title: 'Sharpness and overlays',
    options: [
      {
        names: ['sharpen'],
        values: '-500 to 500',
        text: 'Sharpens; below zero it blurs.',
        examples: [
          { parameters: { width: 240, sharpen: 200 } },
          { parameters: { width: 240, sharpen: -300 } },
        ],
      },
      {
        names: ['overlay', 'ovsize', 'ovpos', 'ovopacity'],
        values: 'path; 0 to 1; compass point; 0 to 1',
        text: 'A second picture on top, such as a watermark: how much of the picture it takes at most, where it stands, and how strong it is.',
        examples: [
          {
            parameters: { width: 320, overlay: 'samples/watermark.png', ovsize: 0.4, ovpos: 'se' },
          },
          {
            parameters: {
              width: 320,
              overlay: 'samples/watermark.png',
              ovsize: 0.8,
              ovpos: 'c',
              ovopacity: 0.4,
            },
          },
        ],
      },
    ],
  },
  {
    id: 'output',
    title: 'Format',
    options: [
      {
        names: ['format'],
        values: 'jpg, png, webp, avif, gif, tif, pjpg or auto',
        text: 'Without it, the format of the file. auto takes the best one that the browser reads; pjpg is a JPEG that comes in steps.',
        examples: [
          { parameters: { width: 240, format: 'webp' } },
          { parameters: { width: 240, format: 'auto' } },
        ],
      },
      {
        names: ['quality'],
        values: '1 to 100',
        text: 'For JPEG, WebP and AVIF: higher is better and larger. For PNG the tens are the compression and the units the filter.',
        examples: [
          { parameters: { width: 240, format: 'jpg', quality: 90 } },
          { parameters: { width: 240, format: 'jpg', quality: 10 } },
        ],
      },
      {
        names: ['dpi'],
        values: '0 to 32000',
        text: 'Resolution that is noted in the file, for printing. It changes no pixel.',
      },
      {
        names: ['depth'],
        values: '8 or 16',
        text: 'Bits of each channel. 16 counts for PNG and TIFF made from a file that has them.',
      },
      {
        names: ['compression'],
        values: 'none, lzw, deflate, packbits, jpeg or ccittfax4',
        text: 'How a TIFF is packed. jpeg loses a little, as quality says; ccittfax4 makes every pixel black or white.',
      },
      {
        names: ['lossless'],
        values: 'yes, near or no',
        text: 'WebP, AVIF and PDF that keep every pixel. With near, which is for WebP, quality says how near the pixels stay.',
        examples: [
          { parameters: { width: 240, format: 'webp', lossless: 'yes' } },
          { parameters: { width: 240, format: 'webp', lossless: 'near', quality: 40 } },
        ],
      },
      {
        names: ['pagesize'],
        values: 'image, a0 to a6, b4, b5, letter, legal or tabloid',
        text: 'Paper of a PDF. The picture stands in its middle, as large as fits, or as large as dpi says. Without it, the page is as large as the picture.',
      },
      {
        names: ['animate'],
        values: 'yes or no',
        text: 'Keeps the frames of an animated GIF or WebP, where the result is one of the two.',
      },
    ],
  },
  {
    id: 'delivery',
    title: 'Delivery',
    options: [
      {
        names: ['attach'],
        values: 'yes or no',
        text: 'Offers the picture for saving instead of showing it.',
      },
      {
        names: ['stats'],
        values: 'yes or no',
        text: 'Whether this view counts in the statistics of the image.',
      },
      {
        names: ['xref'],
        values: 'text',
        text: 'Reported to the address in XREF_TRACKING_URL, where that is set.',
      },
      {
        names: ['cache', 'recache'],
        values: 'yes or no',
        text: 'Where the server is set to BENCHMARKING only: cache=0 keeps the result out of the cache, recache=1 makes it anew.',
      },
    ],
  },
];

/** The anchor of an option's entry (contract of the original). */
export const anchorOf = (name: string): string => `option_${name}`;
