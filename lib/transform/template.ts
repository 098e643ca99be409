import { badRequest } from '#lib/errors/error.ts';
import { int, type PartialLimits } from './kinds.ts';
import { PARAMETERS, type Parameter } from './parameters.ts';
import type { TransformValues } from './values.ts';

const dpiY = int(0, 32_000);

/** What belongs to one request only; the original takes these away too. */
const NEVER_STORED = ['filename', 'template'] as const;

/** Its words have synonyms, and are stored as they were chosen. */
const SYNONYMS = 'colorspace';

function asRecord(json: unknown, name: string, expected: string): Record<string, unknown> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json };
  throw badRequest(`${name}: invalid format, expected ${expected}`);
}

/** The inner value of a stored field, undefined when the template says nothing about it. */
function storedValue(record: Record<string, unknown>, field: string): unknown {
  const wrapped = Object.hasOwn(record, field) ? record[field] : undefined;
  if (wrapped === undefined || wrapped === null) return undefined;
  const { value } = asRecord(wrapped, field, 'an object with a value');
  return value === null || value === '' ? undefined : value;
}

/**
 * Reads the stored form of a template, `{"width": {"value": 640}, ...}`. Types are strict JSON, unknown keys
 * are ignored, and null, "" and missing say nothing. Redundant values stay, since they may matter once a URL
 * is merged in. Limits left out are the default settings, and without iccNames any profile name is taken.
 *
 * Throws 400 naming the field.
 */
export function parseTemplate(json: unknown, limits: PartialLimits = {}): TransformValues {
  const record = asRecord(json, 'template', 'an object of fields');
  const values: TransformValues = {};
  for (const { field, fromJson } of PARAMETERS) {
    const stored = field === undefined ? undefined : storedValue(record, field);
    if (stored !== undefined) fromJson(stored, values, limits);
  }
  // Kept beside dpi_x by the original but never drawn with; checked only.
  const vertical = storedValue(record, 'dpi_y');
  if (vertical !== undefined) dpiY.json(vertical, 'dpi_y', limits);
  return values;
}

/**
 * The form in which a template is stored: checked as parseTemplate does, words in lower case, numbers with 5
 * decimals, the overlay's path in its one spelling, "" as null. Fields that say nothing, redundant ones and those
 * of other versions stay.
 *
 * Throws 400 naming the field.
 */
export function templateToStore(json: unknown, limits: PartialLimits = {}): Record<string, unknown> {
  parseTemplate(json, limits);
  const record = asRecord(json, 'template', 'an object of fields');
  for (const name of NEVER_STORED) delete record[name];
  for (const [name, entry] of Object.entries(record)) {
    if (typeof entry === 'object' && entry !== null && !('value' in entry)) {
      throw badRequest(`${name}: invalid format, expected an object with a value`);
    }
  }
  for (const parameter of PARAMETERS) {
    const { field } = parameter;
    if (field === undefined || !Object.hasOwn(record, field) || record[field] == null) continue;
    const entry = asRecord(record[field], field, 'an object with a value');
    const stored = storedValue(record, field);
    record[field] = { ...entry, value: stored === undefined ? null : savedForm(parameter, stored, limits) };
  }
  return record;
}

function savedForm({ field, fromJson }: Parameter, stored: unknown, limits: PartialLimits): unknown {
  if (field === SYNONYMS) return String(stored).toLowerCase();
  const values: TransformValues = {};
  fromJson(stored, values, limits);
  const [value] = Object.values(values);
  return typeof value === 'object' ? [value.number, value.grid] : value;
}

/**
 * Values of a URL over those of a template. What the URL does not mention comes from the template; an
 * explicit 0 or false counts as mentioned. A gravity from the URL also replaces a focal point of the template,
 * which would otherwise win over it.
 */
export function mergeTemplate(values: TransformValues, template: TransformValues): TransformValues {
  const merged: TransformValues = { ...template };
  if (values.gravity !== undefined) {
    delete merged.focusX;
    delete merged.focusY;
  }
  return Object.assign(merged, values);
}

/**
 * Width and height times the device pixel ratio, in whole pixels, at most `maxDimension`. For use after the
 * merge. An absent ratio changes nothing.
 */
export function applyDpr(
  values: TransformValues,
  dpr: number | undefined,
  maxDimension: number,
): TransformValues {
  if (dpr === undefined || dpr === 1) return values;
  const scaled = { ...values };
  if (values.width) scaled.width = Math.min(maxDimension, Math.round(values.width * dpr));
  if (values.height) scaled.height = Math.min(maxDimension, Math.round(values.height * dpr));
  return scaled;
}
