import type { Operation, Schema } from '#lib/contracts/openapi.ts';
import { follow, type Shared } from './shape-words.ts';

/** Nothing of the API goes deeper; a shape that holds itself ends here. */
const DEEPEST = 6;

/** Values that make sense under a name. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  access: 30,
  address: '192.0.2.7',
  description: 'Seen from the harbour',
  email: 'kim@example.org',
  filename: 'coast.jpg',
  first_name: 'Kim',
  folder_id: 23,
  function: 'sync_tree',
  funcname: 'move_folder',
  group_id: 5,
  height: 2448,
  id: 114,
  key: 'pubimage_default_template',
  last_name: 'Berg',
  limit: 100,
  message: 'OK',
  name: 'Editors',
  parent_id: 1,
  password: 'correct horse battery',
  path: '/shop',
  q: 'coast',
  src: 'shop/coast.jpg',
  status: 1,
  template: { width: { value: 800 }, format: { value: 'webp' } },
  title: 'The coast',
  token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
  url: 'https://img.example.org/image?src=shop/coast.jpg',
  user_agent: 'Mozilla/5.0',
  user_id: 7,
  username: 'kim',
  value: 'Default',
  width: 3264,
};

/** A value of a schema as it might come. */
export function exampleOf(schema: Schema, shared: Shared, name = '', depth = 0): unknown {
  const real = follow(schema, shared);
  if (depth > DEEPEST) return null;
  const choices = real.anyOf ?? real.oneOf;
  if (choices) {
    const usual = choices.find((each) => each.const !== undefined && each.const === BY_NAME[name]);
    if (usual) return usual.const;
    const first = choices.find((each) => each.type !== 'null') ?? {};
    return exampleOf(first, shared, name, depth);
  }
  if (real.const !== undefined) return real.const;
  if (real.enum) return real.enum[0];
  const type = typeof real.type === 'string' ? real.type : real.type?.find((each) => each !== 'null');
  if (type === 'object' && real.properties) {
    const members = Object.entries(real.properties).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(
      members.map(([key, member]) => [key, exampleOf(member, shared, key, depth + 1)]),
    );
  }
  if (type === 'object' && typeof real.additionalProperties === 'object') {
    const values = real.additionalProperties;
    return Object.keys(values).length === 0
      ? (BY_NAME[name] ?? {})
      : { 'coast.jpg': exampleOf(values, shared, 'image', depth + 1) };
  }
  if (type === 'array') {
    const one = exampleOf(real.items ?? {}, shared, name.replace(/s$/, ''), depth + 1);
    return [one];
  }
  const known = BY_NAME[name];
  if (known !== undefined && fits(known, type)) return known;
  return plainExample(real, type);
}

function fits(value: unknown, type: string | undefined): boolean {
  if (type === undefined) return true;
  if (type === 'integer' || type === 'number') return typeof value === 'number';
  return typeof value === type;
}

function plainExample(schema: Schema, type: string | undefined): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return typeof schema.default === 'number' ? schema.default : Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'string':
      if (schema.format === 'date') return '2026-01-31';
      return schema.format === 'date-time' ? '2026-01-31T12:00:00Z' : 'text';
    case 'null':
      return null;
    default:
      return {};
  }
}

const HOST = 'https://img.example.org/api/v1';

/** A call of the operation for a shell, with a token in $TOKEN. */
export function curlFor(method: string, path: string, operation: Operation, shared: Shared): string {
  const parts = ['curl'];
  const { parameters, requestBody, security } = operation;
  const needsToken = !security.some((each) => Object.keys(each).length === 0);
  if (security.some((each) => 'password' in each)) parts.push('-u kim:password');
  else if (needsToken) parts.push('-u "$TOKEN:"');
  if (method !== 'get') parts.push(`-X ${method.toUpperCase()}`);

  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return encodeURIComponent(String(exampleOf(parameter?.schema ?? {}, shared, name)));
  });
  const query = parameters
    .filter((each) => each.in === 'query' && each.required)
    .map((each) => `${each.name}=${encodeURIComponent(asText(exampleOf(each.schema, shared, each.name)))}`);
  const question = query.length > 0 ? `?${query.join('&')}` : '';

  const body = requestBody?.content ?? {};
  const files = body['multipart/form-data'];
  const json = body['application/json'];
  if (files) {
    parts.push('-F files=@coast.jpg');
    const { properties = {} } = files.schema;
    // What has no default is worth showing, required or not.
    for (const name of Object.keys(properties).filter((each) => properties[each]?.default === undefined)) {
      const value = exampleOf(properties[name] ?? {}, shared, name);
      if (name !== 'files') parts.push(`-F ${quote(`${name}=${asText(value)}`)}`);
    }
  } else if (json && !('password' in (security[0] ?? {}))) {
    const required = body['application/x-www-form-urlencoded']?.schema.required;
    const fields = Object.fromEntries(
      fieldsOf({ ...json.schema, ...(required ? { required } : {}) }, shared),
    );
    if (Object.keys(fields).length > 0) {
      parts.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(fields))}`);
    }
  }
  parts.push(quote(`${HOST}${address}${question}`));
  return parts.join(' ');
}

/** Required fields of a body, or all of them when none is. */
function fieldsOf({ properties = {}, required = [] }: Schema, shared: Shared): Array<[string, unknown]> {
  const names = required.length > 0 ? required : Object.keys(properties);
  return names.map((name) => [name, exampleOf(properties[name] ?? {}, shared, name)]);
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
