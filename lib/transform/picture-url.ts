import { QUERY_NAMES } from './parse-query.ts';

/** Names and values of a picture URL besides `src`. Unset ones are left out; true and false become 1 and 0. */
export type PictureParameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** Slash, colon and comma are harmless in a query and easier to read as they are. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%(?:2F|3A|2C)/g, decodeURIComponent);
}

/**
 * URL of a picture: `base` (address of the picture endpoint without query, such as `/image`), then src, then
 * the parameters in one fixed order whatever their order here, so that equal requests are equal links.
 * Names that no picture URL has are left out.
 */
export function pictureUrl(base: string, src: string, parameters: PictureParameters = {}): string {
  const parts = [`src=${encode(src)}`];
  for (const name of QUERY_NAMES) {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (name === 'src' || value === undefined) continue;
    parts.push(`${name}=${encode(typeof value === 'boolean' ? String(Number(value)) : String(value))}`);
  }
  return `${base}?${parts.join('&')}`;
}
