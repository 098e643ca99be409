import { parseQuery } from '../../core/image-url.ts';

/** Objects of options as pages write them. */
type Plain = Record<string, unknown>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Copies the members of the second object into the first, objects within objects too, and returns the first. */
export function merge<Into extends object>(into: Into, from: unknown): Into {
  if (!isPlain(from)) return into;
  const target = into as Plain;
  for (const [name, value] of Object.entries(from)) {
    // What would change the prototypes of the page's objects is no option.
    if (name === '__proto__' || name === 'constructor' || name === 'prototype') continue;
    const former = target[name];
    target[name] = isPlain(value) ? merge(isPlain(former) ? former : {}, value) : value;
  }
  return into;
}

/** A deep copy by way of JSON; functions get lost. */
export function clone<Value>(value: Value): Value {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);
}

/** A query string of an object, without `?`. Arrays give one name several times; null and undefined give nothing. */
export function toQueryString(values: Plain): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => [name, each] as const))
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

/** The values of a query string by name; names that are there several times have arrays. */
export function fromQueryString(text: string, discardBlanks = false): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of parseQuery(text)) {
    if (discardBlanks && value === '') continue;
    const former = values[name];
    if (former === undefined) values[name] = value;
    else values[name] = [...(Array.isArray(former) ? former : [former]), value];
  }
  return { ...values };
}
