import { badRequest, EmulsionError } from '#lib/errors/error.ts';
import { normalizeImagePath } from '#lib/paths/image-path.ts';
import type { TileRef } from './values.ts';

/** Settings that bound what a request may ask for. */
export type QueryLimits = {
  /** Largest width or height, pixels. */
  maxDimension: number;
  /** Largest number of tiles in a grid. */
  maxGridTiles: number;
  /** Lower-case names of the installed ICC profiles, without extension. */
  iccNames: ReadonlySet<string>;
};

/** The limits when only some of them are known; without iccNames any profile name passes. */
export type PartialLimits = Partial<QueryLimits>;

/**
 * One type of value. Reading a query has two steps, since every value must convert before any range is
 * looked at: `text` converts and returns the range check. `text` answers undefined when a blank says nothing.
 */
export type Kind<V> = {
  text: (text: string, name: string) => Check<V> | undefined;
  json: (stored: unknown, name: string, limits: PartialLimits) => V;
};

type Check<V> = (limits: PartialLimits) => V;

const DEFAULT_MAX_DIMENSION = 15_000;
const DEFAULT_MAX_GRID_TILES = 256;

function inRange(name: string, value: number, min: number, max: number, what: string): number {
  if (value >= min && value <= max) return value;
  throw badRequest(`${name}: ${value} is out of range, expected ${what} from ${min} to ${max}`);
}

function lengthInRange(name: string, text: string, min: number, max: number): string {
  if (text.length >= min && text.length <= max) return text;
  throw badRequest(`${name}: length out of range, expected ${min} to ${max} characters`);
}

function jsonNumber(stored: unknown, name: string): number {
  if (typeof stored === 'number' && Number.isFinite(stored)) return stored;
  throw badRequest(`${name}: invalid format, expected a number`);
}

function jsonInt(stored: unknown, name: string): number {
  if (Number.isSafeInteger(stored)) return Number(stored) + 0;
  throw badRequest(`${name}: invalid format, expected a whole number`);
}

function jsonText(stored: unknown, name: string): string {
  if (typeof stored === 'string') return stored;
  throw badRequest(`${name}: invalid format, expected a text`);
}

/** Adding 0 turns -0 into 0. */
function toFiveDecimals(value: number): number {
  return Number(value.toFixed(5)) + 0;
}

/** A blank is an explicit 0, as in the original. */
function parseInt10(text: string, name: string): number {
  if (text === '') return 0;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw badRequest(`${name}: invalid format, expected a whole number`);
  return Number(text) + 0;
}

function parseDecimal(text: string, name: string): number {
  if (text === '') return 0;
  const trimmed = text.trim();
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return toFiveDecimals(Number(trimmed));
  // Infinity is a number to the original, outside of every range; NaN slipped through its range checks.
  if (/^[+-]?inf(?:inity)?$/i.test(trimmed)) return Number.POSITIVE_INFINITY;
  throw badRequest(`${name}: invalid format, expected a number`);
}

/** Whole number. */
export function int(min: number, max: number): Kind<number> {
  return {
    text: (text, name) => {
      const value = parseInt10(text, name);
      return () => inRange(name, value, min, max, 'a whole number');
    },
    json: (stored, name) => inRange(name, jsonInt(stored, name), min, max, 'a whole number'),
  };
}

/** Bits per channel, 8 or 16. */
export function bits(): Kind<8 | 16> {
  const check = (name: string, value: number): 8 | 16 => {
    if (value === 8 || value === 16) return value;
    throw badRequest(`${name}: ${value} is not a valid choice, expected 8 or 16`);
  };
  return {
    text: (text, name) => {
      if (text === '') return undefined;
      const value = parseInt10(text, name);
      return () => check(name, value);
    },
    json: (stored, name) => check(name, jsonInt(stored, name)),
  };
}

/** Width or height in pixels; 0 says "none". */
export function dimension(): Kind<number> {
  const check = (name: string, value: number, limits: PartialLimits) =>
    inRange(name, value, 0, limits.maxDimension ?? DEFAULT_MAX_DIMENSION, 'a whole number');
  return {
    text: (text, name) => {
      const value = parseInt10(text, name);
      return (limits) => check(name, value, limits);
    },
    json: (stored, name, limits) => check(name, jsonInt(stored, name), limits),
  };
}

/** Number, rounded to 5 decimals. */
export function float(min: number, max: number): Kind<number> {
  return {
    text: (text, name) => {
      const value = parseDecimal(text, name);
      return () => inRange(name, value, min, max, 'a number');
    },
    json: (stored, name) => inRange(name, toFiveDecimals(jsonNumber(stored, name)), min, max, 'a number'),
  };
}

/** Yes or no. In a query everything but 1, t, y, true and yes means no. */
export function bool(): Kind<boolean> {
  return {
    text: (text) => {
      const value = /^(?:1|t|y|true|yes)$/i.test(text);
      return () => value;
    },
    json: (stored, name) => {
      if (typeof stored === 'boolean') return stored;
      throw badRequest(`${name}: invalid format, expected true or false`);
    },
  };
}

/**
 * One of a few words, in any case; each word maps to the value it stands for. What is wrong is answered with the words of
 * `named`, where not all of them are of use.
 */
export function choice<V>(
  options: ReadonlyMap<string, V>,
  named: readonly string[] = [...options.keys()],
): Kind<V> {
  const check = (name: string, text: string): V => {
    const value = options.get(text.toLowerCase());
    if (value !== undefined) return value;
    throw badRequest(`${name}: not a valid choice, expected one of ${named.join(', ')}`);
  };
  return {
    text: (text, name) => (text === '' ? undefined : () => check(name, text)),
    json: (stored, name) => check(name, jsonText(stored, name)),
  };
}

/** Name of an installed colour profile. */
export function profileName(): Kind<string> {
  const check = (name: string, text: string, limits: PartialLimits): string => {
    const profile = text.toLowerCase();
    if (limits.iccNames === undefined || limits.iccNames.has(profile)) return profile;
    throw badRequest(`${name}: not a valid choice, expected the name of an installed profile`);
  };
  return {
    text: (text, name) => (text === '' ? undefined : (limits) => check(name, text, limits)),
    json: (stored, name, limits) => check(name, lengthInRange(name, jsonText(stored, name), 1, 255), limits),
  };
}

/** Edge letter and position. Cut to 8 characters before checking, as the original does. */
export function alignment(letters: string): Kind<string> {
  const pattern = new RegExp(`^[${letters}](?:0|0\\.\\d+|1|1\\.0+)$`);
  const check = (name: string, text: string): string => {
    const value = text.toLowerCase().slice(0, 8);
    if (pattern.test(value)) return value;
    const expected = letters.toUpperCase().split('').join(', ');
    throw badRequest(
      `${name}: invalid format, expected ${expected} and a position from 0 to 1, such as C0.5`,
    );
  };
  return {
    text: (text, name) => (text === '' ? undefined : () => check(name, text)),
    json: (stored, name) => check(name, jsonText(stored, name)),
  };
}

/**
 * Colour text, only its length is checked: an unknown colour matters when it is drawn. A query loses its
 * blanks and gets the # that cannot be typed into a URL as it is; a template gets neither.
 */
export function fillText(): Kind<string> {
  return {
    text: (text, name) => {
      const bare = text.replace(/\s+/g, '').toLowerCase();
      if (bare === '') return undefined;
      const value = /^[0-9a-f]{6}$/.test(bare) ? `#${bare}` : bare;
      return () => lengthInRange(name, value, 3, 32);
    },
    json: (stored, name) => lengthInRange(name, jsonText(stored, name).toLowerCase(), 3, 32),
  };
}

/** Path of a picture in the repository. A query that leaves it is 403, a template that does is 400. */
export function imagePath(): Kind<string> {
  return {
    text: (text, name) => (text === '' ? undefined : () => normalizeImagePath(text, name)),
    json: (stored, name) => {
      const text = jsonText(stored, name);
      try {
        return normalizeImagePath(text, name);
      } catch (error) {
        if (error instanceof EmulsionError && error.code === 'forbidden') {
          throw badRequest(`${name}: out of range, expected a path inside the repository`);
        }
        throw error;
      }
    },
  };
}

function checkTile(name: string, tile: TileRef, limits: PartialLimits): TileRef {
  const largest = limits.maxGridTiles ?? DEFAULT_MAX_GRID_TILES;
  inRange(`${name} grid`, tile.grid, 1, largest, 'a square number');
  inRange(`${name} number`, tile.number, 1, tile.grid, 'a whole number');
  if (!Number.isInteger(Math.sqrt(tile.grid))) {
    throw badRequest(`${name}: the grid ${tile.grid} is not square, expected 1, 4, 9, 16 and so on`);
  }
  return tile;
}

/** `N:G` in a query, `[N, G]` in a template. */
export function tileRef(): Kind<TileRef> {
  return {
    text: (text, name) => {
      if (text === '') return undefined;
      const parts = text.split(':', 3);
      const [number, grid] = parts;
      if (parts.length !== 2 || !number || !grid) {
        throw badRequest(`${name}: invalid format, expected number:grid, such as 1:4`);
      }
      const tile = { number: parseInt10(number, name), grid: parseInt10(grid, name) };
      return (limits) => checkTile(name, tile, limits);
    },
    json: (stored, name, limits) => {
      if (!Array.isArray(stored) || stored.length !== 2) {
        throw badRequest(`${name}: invalid format, expected [number, grid]`);
      }
      return checkTile(name, { number: jsonInt(stored[0], name), grid: jsonInt(stored[1], name) }, limits);
    },
  };
}
