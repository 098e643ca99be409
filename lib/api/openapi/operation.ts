import type { z } from 'zod';
import type { MediaType, Operation, Parameter, ResponseShape, Schema } from '#lib/contracts/openapi.ts';
import type { Endpoint } from '../door/endpoint.ts';

const FORM = 'application/x-www-form-urlencoded';
const FILES = 'multipart/form-data';

/** What each status other than 200 means, whichever operation answers it. */
const MEANINGS: Readonly<Record<number, string>> = {
  200: 'Done',
  202: 'Accepted: a background task goes on with it',
  302: 'See Location',
  304: 'Not changed since the answer whose ETag was sent in If-None-Match',
  308: 'The slash at the end of the path is missing',
  400: 'A value is missing or wrong, or a browser session came without its CSRF token',
  401: 'Nobody is signed in, or the operation is not offered on this port or without HTTPS',
  403: 'The caller may not do it',
  404: 'There is no such item',
  409: 'It exists already, or was changed meanwhile (If-Match)',
  413: 'The body is too large',
  415: 'Not an image that this server takes',
  429: 'Too many attempts',
  500: 'Something unexpected went wrong',
  503: 'Too busy, or the database does not answer',
};

/** Security requirements, each of which suffices. */
const TOKENS = [{ token: [] }, { bearer: [] }] as const;
const PASSWORD = [{ password: [] }, {}] as const;

/** JSON Schemas of one operation. */
export type OperationShapes = {
  query: Schema | undefined;
  body: Schema | undefined;
  answer: Schema | undefined;
};

/** The statuses that an operation may answer: its own and those that follow from access, values and body. */
function statusesOf(endpoint: Endpoint): number[] {
  const statuses = new Set([200, 503, ...(endpoint.statuses ?? [])]);
  const writes = endpoint.method !== 'GET';
  if (endpoint.access !== 'anyone') statuses.add(401).add(403);
  if (endpoint.internal) statuses.add(401);
  if (endpoint.query || endpoint.body || endpoint.files || (writes && !endpoint.csrfExempt))
    statuses.add(400);
  if (endpoint.body || endpoint.files) statuses.add(413);
  if (endpoint.versioned) statuses.add(writes ? 409 : 304);
  if (endpoint.path.endsWith('/') && !endpoint.optionalSlash) statuses.add(308);
  return [...statuses].sort((a, b) => a - b);
}

/** The description of one operation. */
export function describeOperation(endpoint: Endpoint, shapes: OperationShapes): Operation {
  const { name, tag, summary, description, method, access, scope } = endpoint;
  const requestBody = describeBody(endpoint, shapes.body);
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [...pathParameters(endpoint), ...queryParameters(shapes.query), ...tagParameters(endpoint)],
    ...(requestBody ? { requestBody } : {}),
    responses: Object.fromEntries(
      statusesOf(endpoint).map((status) => [status, describeResponse(status, endpoint, shapes.answer)]),
    ),
    security: endpoint.csrfExempt
      ? PASSWORD
      : [
          ...(access === 'anyone' ? [{}] : []),
          ...TOKENS,
          method === 'GET' ? { session: [] } : { session: [], csrf: [] },
        ],
    'x-access': access,
    ...(endpoint.rights === undefined ? {} : { 'x-rights': endpoint.rights }),
    'x-scope': scope,
  };
}

function pathParameters({ path }: Endpoint): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    // The router reads names that end in id as numbers.
    schema: name.endsWith('id') ? { type: 'integer', minimum: 0 } : { type: 'string', minLength: 1 },
  }));
}

function queryParameters(query: Schema | undefined): Parameter[] {
  return Object.entries(query?.properties ?? {}).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema,
    ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
  }));
}

function tagParameters({ versioned, method }: Endpoint): Parameter[] {
  if (!versioned || method === 'POST') return [];
  const [name, description] =
    method === 'GET'
      ? ['If-None-Match', 'The ETag that is known already']
      : ['If-Match', 'The ETag that was read; 409 when the item was changed since'];
  return [{ name, in: 'header', required: false, description, schema: { type: 'string' } }];
}

function describeBody(endpoint: Endpoint, body: Schema | undefined): Operation['requestBody'] {
  if (!body && !endpoint.files) return undefined;
  const form = formOf(endpoint, body ?? { type: 'object', properties: {} });
  const encoding = encodingOf(form);
  if (endpoint.files) {
    return { required: true, content: { [FILES]: { schema: withFiles(form) } } };
  }
  return {
    required: (body?.required ?? []).length > 0 || (endpoint.formRequired ?? []).length > 0,
    content: {
      [FORM]: { schema: form, ...(Object.keys(encoding).length > 0 ? { encoding } : {}) },
      'application/json': { schema: body ?? {} },
    },
  };
}

/** A form carries all fields of an item, with unchecked boxes left out; JSON only what is to change. */
function formOf({ formRequired = [], formDefaults = {} }: Endpoint, body: Schema): Schema {
  const required = [...new Set([...(body.required ?? []), ...formRequired])];
  const properties = Object.entries(body.properties ?? {}).map(([name, schema]): [string, Schema] => {
    const text = formDefaults[name];
    if (text === undefined) return [name, schema];
    return [name, { ...schema, default: schema.type === 'boolean' ? text === 'true' : text }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
  };
}

function withFiles(form: Schema): Schema {
  const bytes: Schema = { type: 'string', contentMediaType: 'application/octet-stream' };
  return {
    ...form,
    properties: { files: { type: 'array', items: bytes }, ...form.properties },
    required: ['files', ...(form.required ?? [])],
  };
}

/** How lists and JSON values travel in a form. */
function encodingOf({ properties = {} }: Schema): Record<string, object> {
  const special = Object.entries(properties).flatMap(([name, { type }]): Array<[string, object]> => {
    if (type === 'array') return [[name, { style: 'form', explode: false }]];
    return type === undefined || type === 'object' ? [[name, { contentType: 'application/json' }]] : [];
  });
  return Object.fromEntries(special);
}

function describeResponse(status: number, endpoint: Endpoint, answer: Schema | undefined): ResponseShape {
  const headers = headersOf(status, endpoint);
  return {
    description: MEANINGS[status] ?? `Status ${status}`,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...contentOf(status, endpoint, answer),
  };
}

function headersOf(status: number, { versioned }: Endpoint): NonNullable<ResponseShape['headers']> {
  const names = [
    ...(versioned && (status === 200 || status === 304) ? ['ETag'] : []),
    ...(status === 302 || status === 308 ? ['Location'] : []),
    ...(status === 429 || status === 503 ? ['Retry-After'] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function contentOf(
  status: number,
  endpoint: Endpoint,
  answer: Schema | undefined,
): { content?: Record<string, MediaType> } {
  if (status === 302 || status === 304) return {};
  const page = { [mediaType(endpoint.pageType)]: { schema: {} } };
  if (status < 300 && answer === undefined) return { content: page };
  const data: Schema =
    status < 300
      ? (answer ?? {})
      : status === 308
        ? { type: 'string' }
        : // An upload tells what became of each file, whatever became of the whole.
          endpoint.files
          ? { anyOf: [{ type: 'null' }, answer ?? {}] }
          : { type: 'null' };
  const json = { 'application/json': { schema: envelopeOf(data, status) } };
  // Refusals of an operation that answers pages are pages, as far as they are its own.
  const own = answer === undefined && endpoint.statuses?.includes(status) === true;
  return { content: own ? { ...json, ...page } : json };
}

/** A media type without its parameters. */
function mediaType(type = 'text/html'): string {
  return (type.split(';')[0] ?? '').trim();
}

function envelopeOf(data: Schema, status: number): Schema {
  return {
    type: 'object',
    properties: { data, message: { type: 'string' }, status: { const: status } },
    required: ['data', 'message', 'status'],
    additionalProperties: false,
  };
}

/** All shapes of a table by the name of their operation. */
export function shapesOf(
  endpoints: readonly Endpoint[],
  pick: (endpoint: Endpoint) => z.ZodType | undefined,
): Record<string, z.ZodType> {
  return Object.fromEntries(
    endpoints.flatMap((endpoint) => {
      const shape = pick(endpoint);
      return shape ? [[endpoint.name, shape]] : [];
    }),
  );
}
