import { badRequest } from '#lib/errors/error.ts';
import { int, type PartialLimits } from './kinds.ts';
import { PARAMETERS } from './parameters.ts';
import type { TransformValues } from './values.ts';

const dpiY = int(0, 32_000);

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
