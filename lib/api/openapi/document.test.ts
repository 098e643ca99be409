import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bool, date, dateTime, id, int, json, list, text } from '#lib/contracts/fields.ts';
import { type Endpoint, endpoint } from '../door/endpoint.ts';
import { ENDPOINTS } from '../endpoints/all.ts';
import { openApiDocument } from './document.ts';

const folder = z.object({ id: z.int(), path: z.string() }).meta({ id: 'TestFolder' });

function row(more: Partial<Endpoint> = {}): Endpoint {
  return endpoint({
    method: 'PUT',
    path: '/things/{id}/',
    name: 'updateThing',
    summary: 'Change a thing',
    tag: 'Things',
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: folder,
    handle: async () => null,
    ...more,
  });
}

function operation(more: Partial<Endpoint> = {}) {
  const found = row(more);
  const { paths, components } = openApiDocument([found]);
  const described = paths[found.path]?.[found.method.toLowerCase()];
  if (!described) throw new Error('the operation is not described');
  return { ...described, components };
}

const FORM = 'application/x-www-form-urlencoded';

describe('the whole table', () => {
  const document = openApiDocument(ENDPOINTS);

  test.each([false, true])('is valid OpenAPI 3.1, answers closed: %s', async (closed) => {
    const result = await new Validator().validate(
      structuredClone({ ...openApiDocument(ENDPOINTS, { closed }) }),
    );
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('is described as a whole, each operation under a name of its own', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
    );
    const rows = ENDPOINTS.map(({ name, method, path }) => `${name} ${method.toLowerCase()} ${path}`);
    expect(operations.toSorted()).toEqual(rows.toSorted());
    expect(new Set(ENDPOINTS.map(({ name }) => name)).size).toBe(ENDPOINTS.length);
  });

  test('references nothing that is not there', () => {
    const written = JSON.stringify(document);
    expect(written).not.toContain('$defs');
    for (const [, name = ''] of written.matchAll(/#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty([name]);
    }
  });
});

describe('fields', () => {
  const kinds = {
    flag: bool.default(false),
    count: int(0, 10).optional(),
    id,
    name: text(1, 120, { trim: true }).meta({ description: 'a name' }),
    day: date,
    time: dateTime,
    values: json(2, 100),
    ids: list(id, 50),
  };
  const { requestBody, parameters } = operation({ body: z.object(kinds), query: z.object(kinds) });

  test('mean one thing, whatever else is read', () => {
    expect(requestBody?.content['application/json']?.schema.properties).toEqual({
      flag: { type: 'boolean', default: false },
      count: { type: 'integer', minimum: 0, maximum: 10 },
      id: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
      name: { type: 'string', minLength: 1, maxLength: 120, description: 'a name' },
      day: { type: 'string', format: 'date' },
      time: { type: 'string', format: 'date-time' },
      values: { description: expect.stringContaining('JSON') },
      ids: { type: 'array', maxItems: 50, items: { type: 'integer', minimum: 1, maximum: 2_147_483_647 } },
    });
  });

  test('of a query say how lists travel and which may be missing', () => {
    const byName = Object.fromEntries(parameters.map((each) => [each.name, each]));
    expect(byName.ids).toMatchObject({ in: 'query', required: true, explode: false });
    expect(byName.count).toMatchObject({ required: false });
    expect(byName.name).toMatchObject({ description: 'a name', schema: { type: 'string' } });
  });

  test('of a form say how lists and JSON travel', () => {
    expect(requestBody?.content[FORM]?.encoding).toEqual({
      ids: { style: 'form', explode: false },
      values: { contentType: 'application/json' },
    });
  });
});

test('a form that changes an item carries all of it, JSON what changes', () => {
  const { requestBody } = operation({
    body: z.object({ name: text(1, 10).optional(), allow_api: bool.optional() }),
    formRequired: ['name'],
    formDefaults: { allow_api: 'false' },
  });
  expect(requestBody?.content[FORM]?.schema.required).toEqual(['name']);
  expect(requestBody?.content[FORM]?.schema.properties?.allow_api).toEqual({
    type: 'boolean',
    default: false,
  });
  expect(requestBody?.content['application/json']?.schema.required).toBeUndefined();
});

test('an upload is multipart, and tells of each file even when it fails', () => {
  const { requestBody, responses } = operation({
    method: 'POST',
    files: true,
    body: z.object({ path: text(0, 9) }),
  });
  const form = requestBody?.content['multipart/form-data']?.schema;
  expect(form?.required).toEqual(['files', 'path']);
  expect(form?.properties?.files?.items?.contentMediaType).toBe('application/octet-stream');
  const failed = responses[413]?.content?.['application/json']?.schema.properties?.data;
  expect(failed?.anyOf).toHaveLength(2);
});

test.each([
  [{}, [200, 308, 400, 401, 403, 503]],
  [{ method: 'GET' }, [200, 308, 401, 403, 503]],
  [{ method: 'GET', access: 'anyone', internal: false }, [200, 308, 503]],
  [{ method: 'GET', access: 'anyone', internal: false, optionalSlash: true }, [200, 503]],
  [{ versioned: true, statuses: [404] }, [200, 308, 400, 401, 403, 404, 409, 503]],
  [{ method: 'GET', versioned: true }, [200, 304, 308, 401, 403, 503]],
  [{ body: z.object({}) }, [200, 308, 400, 401, 403, 413, 503]],
] as Array<[Partial<Endpoint>, number[]]>)('statuses follow from %j', (more, statuses) => {
  expect(Object.keys(operation(more).responses).map(Number)).toEqual(statuses);
});

test('access, scope and the ways to sign in are told', () => {
  const write = operation({ rights: 'Edit on the folder' });
  expect([write['x-access'], write['x-rights'], write['x-scope']]).toEqual([
    ['admin_users'],
    'Edit on the folder',
    'admin',
  ]);
  expect(operation()).not.toHaveProperty('x-rights');
  expect(write.security).toEqual([{ token: [] }, { bearer: [] }, { session: [], csrf: [] }]);
  expect(operation({ method: 'GET', access: 'anyone' }).security).toEqual([
    {},
    { token: [] },
    { bearer: [] },
    { session: [] },
  ]);
  expect(operation({ csrfExempt: true }).security).toContainEqual({ password: [] });
});

test('answers stand in their envelope; shared shapes are named once', () => {
  const { responses, components } = operation();
  expect(responses[200]?.content?.['application/json']?.schema.properties).toEqual({
    data: { $ref: '#/components/schemas/TestFolder' },
    message: { type: 'string' },
    status: { const: 200 },
  });
  expect(components.schemas.TestFolder).toMatchObject({ type: 'object', required: ['id', 'path'] });
  expect(components.schemas.TestFolder).not.toHaveProperty('additionalProperties');
  const strict = openApiDocument([row()], { closed: true }).components.schemas;
  expect(strict.TestFolder).toHaveProperty('additionalProperties', false);
});
