/**
 * The JSON of the API (contract of the original): keys sorted at all levels, no blanks, nothing outside ASCII, a
 * newline at the end. Dates are ISO 8601 in UTC with six fractional digits, or none when the second is whole.
 * Members that are undefined are left out.
 */
export function contractJson(value: unknown): string {
  return `${toAscii(JSON.stringify(ordered(value)))}\n`;
}

function toAscii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function ordered(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return contractDate(value);
  if (Array.isArray(value)) return value.map(ordered);
  // Without a prototype, so that a key of somebody's JSON such as __proto__ stays a key.
  const result: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) result[key] = ordered((value as Record<string, unknown>)[key]);
  return result;
}

/** A time as the API writes it. */
export function contractDate(time: Date): string {
  const text = time.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, 19)}Z` : `${text.slice(0, 23)}000Z`;
}
