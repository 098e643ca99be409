import { isWritable, knownExtensions } from './formats.ts';
import {
  alignment,
  bits,
  bool,
  choice,
  dimension,
  fillText,
  float,
  imagePath,
  int,
  type Kind,
  type PartialLimits,
  profileName,
  tileRef,
} from './kinds.ts';
import { PAGE_SIZES } from './page-sizes.ts';
import type { Lossless, OverlayPosition, TiffCompression, TransformValues } from './values.ts';

/** One entry of a picture request: its name in a query, its key in a stored template, and how to read it. */
export type Parameter = {
  key: keyof TransformValues;
  query: string | undefined;
  field: string | undefined;
  /** Converts at once; the answer checks ranges and puts the value in place. Undefined: a blank, says nothing. */
  fromText: (text: string) => ((into: TransformValues, limits: PartialLimits) => void) | undefined;
  fromJson: (stored: unknown, into: TransformValues, limits: PartialLimits) => void;
};

type Names = { query?: string; field?: string };

function parameter<K extends keyof TransformValues>(
  key: K,
  { query, field }: Names,
  kind: Kind<NonNullable<TransformValues[K]>>,
): Parameter {
  return {
    key,
    query,
    field,
    fromText: (text) => {
      const check = kind.text(text, query ?? key);
      return check === undefined
        ? undefined
        : (into, limits) => {
            into[key] = check(limits);
          };
    },
    fromJson: (stored, into, limits) => {
      into[key] = kind.json(stored, field ?? key, limits);
    },
  };
}

function words<V extends string>(...options: V[]): ReadonlyMap<string, V> {
  return new Map(options.map((option) => [option, option]));
}

const POSITIONS: OverlayPosition[] = ['c', 'n', 'e', 's', 'w', 'ne', 'nw', 'se', 'sw'];

const COLORSPACES: ReadonlyMap<string, 'rgb' | 'cmyk' | 'gray'> = new Map([
  ['rgb', 'rgb'],
  ['srgb', 'rgb'],
  ['cmyk', 'cmyk'],
  ['gray', 'gray'],
  ['grey', 'gray'],
]);

const COMPRESSIONS = words<TiffCompression>('none', 'lzw', 'deflate', 'packbits', 'jpeg', 'ccittfax4');

/** In the words of yes and no, as other parameters have them, and one more. */
const LOSSLESS: ReadonlyMap<string, Lossless> = new Map([
  ...words<Lossless>('yes', 'near', 'no'),
  ...['true', 't', 'y', '1'].map((word) => [word, 'yes'] as const),
  ...['false', 'f', 'n', '0'].map((word) => [word, 'no'] as const),
]);

/** Known formats that no picture is written in are refused later, with another status (contract of the original). */
const OUTPUTS = ['auto', ...knownExtensions().filter(isWritable)];

const YEAR_SECONDS = 31_536_000;

/** Everything a picture request can say, with the ranges of the original. */
export const PARAMETERS: readonly Parameter[] = [
  parameter('page', { query: 'page', field: 'page' }, int(0, 999_999)),
  parameter(
    'format',
    { query: 'format', field: 'format' },
    choice(words('auto', ...knownExtensions()), OUTPUTS),
  ),
  parameter('quality', { query: 'quality', field: 'quality' }, int(1, 100)),
  parameter('width', { query: 'width', field: 'width' }, dimension()),
  parameter('height', { query: 'height', field: 'height' }, dimension()),
  parameter('sizeFit', { query: 'autosizefit', field: 'size_fit' }, bool()),
  parameter('alignH', { query: 'halign', field: 'align_h' }, alignment('lcr')),
  parameter('alignV', { query: 'valign', field: 'align_v' }, alignment('tcb')),
  parameter('gravity', { query: 'gravity', field: 'gravity' }, choice(words('smart', ...POSITIONS))),
  parameter('focusX', { field: 'focus_x' }, float(0, 1)),
  parameter('focusY', { field: 'focus_y' }, float(0, 1)),
  parameter('rotation', { query: 'angle', field: 'rotation' }, float(-360, 360)),
  parameter('flip', { query: 'flip', field: 'flip' }, choice(words('h', 'v'))),
  parameter('top', { query: 'top', field: 'top' }, float(0, 1)),
  parameter('left', { query: 'left', field: 'left' }, float(0, 1)),
  parameter('bottom', { query: 'bottom', field: 'bottom' }, float(0, 1)),
  parameter('right', { query: 'right', field: 'right' }, float(0, 1)),
  parameter('cropFit', { query: 'autocropfit', field: 'crop_fit' }, bool()),
  parameter('fill', { query: 'fill', field: 'fill' }, fillText()),
  parameter('sharpen', { query: 'sharpen', field: 'sharpen' }, int(-500, 500)),
  parameter('overlaySize', { query: 'ovsize', field: 'overlay_size' }, float(0, 1)),
  parameter('overlayPos', { query: 'ovpos', field: 'overlay_pos' }, choice(words(...POSITIONS))),
  parameter('overlayOpacity', { query: 'ovopacity', field: 'overlay_opacity' }, float(0, 1)),
  parameter('iccProfile', { query: 'icc', field: 'icc_profile' }, profileName()),
  parameter(
    'iccIntent',
    { query: 'intent', field: 'icc_intent' },
    choice(words('saturation', 'perceptual', 'absolute', 'relative')),
  ),
  parameter('iccBpc', { query: 'bpc', field: 'icc_bpc' }, bool()),
  parameter('colorspace', { query: 'colorspace', field: 'colorspace' }, choice(COLORSPACES)),
  parameter('strip', { query: 'strip', field: 'strip' }, bool()),
  parameter('dpi', { query: 'dpi', field: 'dpi_x' }, int(0, 32_000)),
  parameter('depth', { query: 'depth', field: 'depth' }, bits()),
  parameter('compression', { query: 'compression', field: 'compression' }, choice(COMPRESSIONS)),
  parameter('lossless', { query: 'lossless', field: 'lossless' }, choice(LOSSLESS)),
  parameter('pageSize', { query: 'pagesize', field: 'page_size' }, choice(words(...PAGE_SIZES))),
  parameter('tile', { query: 'tile', field: 'tile' }, tileRef()),
  parameter('animate', { query: 'animate', field: 'animate' }, bool()),
  parameter('attachment', { query: 'attach', field: 'attachment' }, bool()),
  parameter('recordStats', { query: 'stats', field: 'record_stats' }, bool()),
  parameter('expirySecs', { field: 'expiry_secs' }, int(-1, YEAR_SECONDS)),
  // Last, so that a request with another mistake is answered 400 even if the path would be refused with 403.
  parameter('overlaySrc', { query: 'overlay', field: 'overlay_src' }, imagePath()),
];
