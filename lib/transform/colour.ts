import { unsupported } from '#lib/errors/error.ts';
import { COLOUR_NAMES } from './colour-names.ts';

/** What to fill new area with. `none` is transparent where the output can be, `auto` follows the picture. */
export type Fill = { kind: 'colour'; r: number; g: number; b: number } | { kind: 'none' } | { kind: 'auto' };

function fromHex(hex: string): Fill {
  const value = Number.parseInt(hex, 16);
  return { kind: 'colour', r: value >> 16, g: (value >> 8) & 255, b: value & 255 };
}

/** Channels of `rgb(...)`: three numbers 0..255, or three percentages. Undefined when they are not. */
function channels(text: string): [number, number, number] | undefined {
  const match = /^rgb\(([^,()]+),([^,()]+),([^,()]+)\)$/.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1);
  const isPercent = parts.every((part) => /^\d{1,3}(?:\.\d{1,6})?%$/.test(part));
  if (!isPercent && !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const [r = 256, g = 256, b = 256] = parts.map((part) =>
    isPercent ? Math.round((Number.parseFloat(part) * 255) / 100) : Number(part),
  );
  return Math.max(r, g, b) > 255 ? undefined : [r, g, b];
}

/**
 * Reads a fill: a CSS colour name, #rgb, #rrggbb, rgb() with numbers or percentages, none or transparent, or
 * auto. Unset is white. Case and blanks do not matter.
 *
 * Throws 415 with `unsupported fill colour` for anything else; so call it only when a fill is drawn, since an
 * unknown colour that is not needed is no mistake.
 */
export function parseFill(text: string | undefined): Fill {
  const colour = (text ?? 'white').replace(/\s+/g, '').toLowerCase();
  if (colour === 'auto') return { kind: 'auto' };
  if (colour === 'none' || colour === 'transparent') return { kind: 'none' };
  const named = COLOUR_NAMES.get(colour);
  if (named !== undefined) return fromHex(named);
  if (/^#[0-9a-f]{6}$/.test(colour)) return fromHex(colour.slice(1));
  if (/^#[0-9a-f]{3}$/.test(colour)) return fromHex(colour.slice(1).replace(/./g, '$&$&'));
  const rgb = channels(colour);
  if (rgb !== undefined) return { kind: 'colour', r: rgb[0], g: rgb[1], b: rgb[2] };
  throw unsupported(
    'fill: unsupported fill colour, expected a colour name, #rrggbb, rgb(r,g,b), none or auto',
  );
}
