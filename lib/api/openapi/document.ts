import type { OpenApiDocument, Operation } from '#lib/contracts/openapi.ts';
import type { Endpoint } from '../door/endpoint.ts';
import { describeOperation, shapesOf } from './operation.ts';
import { jsonSchemas, resolve } from './schemas.ts';

const ABOUT = `The API of Emulsion, an image server. Clients written for the REST API of QIS 4.1 go on working.

Paths end with a slash. Bodies are HTML forms or JSON; a form that changes an item carries all of its fields, JSON only \
those that change. In forms and queries a yes is one of 1, t, y, true, yes; lists are separated by commas; JSON \
travels as text.

Every answer is an object of \`data\`, \`message\` and \`status\`. Dates are ISO 8601 in UTC. Answers may gain \
members; leave alone what you do not know.

The same operations are found below /api without the version.`;

/** Components by name; two shapes of one name would be told apart by nobody. */
function merge<Kind>(...sets: ReadonlyArray<Readonly<Record<string, Kind>>>): Record<string, Kind> {
  const merged: Record<string, Kind> = {};
  for (const [name, shape] of sets.flatMap((set) => Object.entries(set))) {
    if (merged[name] && JSON.stringify(merged[name]) !== JSON.stringify(shape)) {
      throw new Error(`the schema ${name} is read and answered in different shapes`);
    }
    merged[name] = shape;
  }
  return merged;
}

/**
 * The OpenAPI 3.1 description of a table of operations.
 * @param closed says that answers have no members but those described; tests hold the server to it
 */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  { closed = false }: { closed?: boolean } = {},
): OpenApiDocument {
  const queries = jsonSchemas(
    shapesOf(endpoints, (each) => each.query),
    'input',
  );
  const bodies = jsonSchemas(
    shapesOf(endpoints, (each) => each.body),
    'input',
  );
  const answers = jsonSchemas(
    shapesOf(endpoints, (each) => each.answer),
    'output',
    closed,
  );
  const schemas = merge(queries.shared, bodies.shared, answers.shared);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const endpoint of endpoints) {
    const { name, path, method } = endpoint;
    const [query, body] = [queries.byName[name], bodies.byName[name]];
    const methods = (paths[path] ??= {});
    methods[method.toLowerCase()] = describeOperation(endpoint, {
      query: query && resolve(query, schemas),
      body: body && resolve(body, schemas),
      answer: answers.byName[name],
    });
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Emulsion',
      version: '1',
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1', description: 'This server' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas, headers: HEADERS, securitySchemes: SECURITY },
  };
}

const TEXT = { type: 'string' } as const;

const HEADERS: OpenApiDocument['components']['headers'] = {
  ETag: { description: 'Names this version of the item', schema: TEXT },
  Location: { description: 'Where to go on', schema: TEXT },
  'Retry-After': { description: 'Seconds after which to try again', schema: { type: 'integer' } },
};

const SECURITY: OpenApiDocument['components']['securitySchemes'] = {
  token: {
    type: 'http',
    scheme: 'basic',
    description: 'A token as the user name. The password is not read.',
  },
  bearer: { type: 'http', scheme: 'bearer', description: 'A token.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'A browser session. The setting SESSION_COOKIE_NAME gives the cookie another name.',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description:
      'Proves that a page of this server sent the request. The form field _csrf_token does as well.',
  },
  password: { type: 'http', scheme: 'basic', description: 'User name and password, for getting a token.' },
};
