import { describe, expect, test } from 'vitest';
import type { Operation, Schema } from '#lib/contracts/openapi.ts';
import { curlFor, exampleOf } from './example.ts';
import { wordsFor } from './shape-words.ts';

test.each([
  [{ type: 'string', minLength: 1, maxLength: 120 }, 'text of 1 to 120 characters'],
  [{ type: 'string', maxLength: 120 }, 'text of at most 120 characters'],
  [{ type: 'string', format: 'date-time' }, 'time'],
  [{ type: ['string', 'null'] }, 'text or null'],
  [{ type: 'integer', minimum: 0, maximum: 70 }, 'whole number from 0 to 70'],
  [{ type: 'integer', minimum: 1, maximum: 2_147_483_647 }, 'whole number from 1'],
  [{ type: 'array', maxItems: 50, items: { type: 'boolean' } }, 'list of at most 50 true or false'],
  [{ anyOf: [{ $ref: '#/components/schemas/Folder' }, { type: 'null' }] }, 'Folder or null'],
  [{ enum: ['a', 'b'] }, 'one of a, b'],
  [{ const: 0 }, '0'],
  [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'object, by name true or false'],
  [{ type: 'object', additionalProperties: {} }, 'object'],
  [{}, 'any JSON'],
] as Array<[Schema, string]>)('%j is %s', (schema, words) => {
  expect(
    wordsFor(schema)
      .map(({ text }) => text)
      .join(''),
  ).toBe(words);
});

const shared: Record<string, Schema> = {
  Folder: {
    type: 'object',
    properties: {
      path: { type: 'string' },
      id: { type: 'integer' },
      parent: { anyOf: [{ $ref: '#/components/schemas/Folder' }, { type: 'null' }] },
    },
  },
};

test.each([
  [{ anyOf: [{ const: 0 }, { const: 1 }] }, 'status', 1],
  [{ anyOf: [{ type: 'null' }, { type: 'integer' }] }, 'user_id', 7],
  [{ type: 'string', format: 'date-time' }, 'created', '2026-01-31T12:00:00Z'],
  [{ type: 'object', additionalProperties: { type: 'boolean' } }, '', { 'coast.jpg': true }],
  [{ type: 'array', items: { type: 'string' } }, 'names', ['Editors']],
] as Array<[Schema, string, unknown]>)('an example of %j named %j', (schema, name, example) => {
  expect(exampleOf(schema, {}, name)).toEqual(example);
});

test('an example fills in every member, and ends where a shape holds itself', () => {
  const example = exampleOf({ $ref: '#/components/schemas/Folder' }, shared);
  expect(example).toMatchObject({ id: 114, path: '/shop', parent: { id: 114, parent: { id: 114 } } });
  expect(JSON.stringify(example).length).toBeLessThan(500);
});

function operation(more: Partial<Operation>): Operation {
  return {
    operationId: 'name',
    tags: [],
    summary: '',
    parameters: [],
    responses: {},
    security: [{ token: [] }],
    'x-access': 'signed-in',
    'x-scope': 'read',
    ...more,
  };
}

const name: Schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const number: Schema = { type: 'integer', minimum: 0 };

describe('curl', () => {
  test.each([
    ['get', '/a/', {}, `curl -u "$TOKEN:" 'https://img.example.org/api/v1/a/'`],
    ['get', '/a/', { security: [{}, { token: [] }] }, `curl 'https://img.example.org/api/v1/a/'`],
    [
      'delete',
      '/a/{id}/',
      { parameters: [{ name: 'id', in: 'path', required: true, schema: number }] },
      `curl -u "$TOKEN:" -X DELETE 'https://img.example.org/api/v1/a/114/'`,
    ],
    [
      'get',
      '/a/',
      { parameters: [{ name: 'path', in: 'query', required: true, schema: { type: 'string' } }] },
      `curl -u "$TOKEN:" 'https://img.example.org/api/v1/a/?path=%2Fshop'`,
    ],
    [
      'put',
      '/a/',
      { requestBody: { required: true, content: { 'application/json': { schema: name } } } },
      `curl -u "$TOKEN:" -X PUT -H 'Content-Type: application/json' -d '{"name":"Editors"}' 'https://img.example.org/api/v1/a/'`,
    ],
    [
      'post',
      '/a/',
      { requestBody: { required: true, content: { 'multipart/form-data': { schema: name } } } },
      `curl -u "$TOKEN:" -X POST -F files=@coast.jpg -F 'name=Editors' 'https://img.example.org/api/v1/a/'`,
    ],
    [
      'post',
      '/a/',
      { security: [{ password: [] }] },
      `curl -u kim:password -X POST 'https://img.example.org/api/v1/a/'`,
    ],
  ] as Array<[string, string, Partial<Operation>, string]>)('%s %s with %j', (method, path, more, line) => {
    expect(curlFor(method, path, operation(more), shared)).toBe(line);
  });
});
