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
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const inner = ordered((value as Record<string, unknown>)[name]);
    // A key of somebody's JSON stays a key.
    if (name === '__proto__') Object.defineProperty(result, name, { value: inner, enumerable: true });
    else result[name] = inner;
  }
  return result;
}

/** A time as the API writes it. */
export function contractDate(time: Date): string {
  const text = time.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, 19)}Z` : `${text.slice(0, 23)}000Z`;
}
