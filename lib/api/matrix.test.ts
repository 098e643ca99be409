import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from '#lib/catalog/in-parallel.ts';
import { ENDPOINTS } from './endpoints/all.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import {
  fillMatrix,
  layMatrixGround,
  type MatrixCaller,
  type MatrixGround,
} from './testing/matrix-ground.ts';
import { MATRIX, type MatrixRow } from './testing/matrix-rows.ts';

/** Calls under way at a time. */
const PLACES = 6;

let server: ApiServer;
let ground: MatrixGround;

beforeAll(async () => {
  server = await startApiServer({}, fillMatrix);
  ground = await layMatrixGround(server);
});

afterAll(async () => {
  await server?.stop();
});

/** The status that a caller should get. */
function expected(row: MatrixRow, caller: MatrixCaller): number {
  const { who, status, refusal = 403, refusesPersonalTokens } = row;
  if (who === 'anyone') return status;
  const open = typeof who === 'object' && 'open' in who && who.open === true;
  if (!caller.signedIn && !open) return 401;
  // Where nobody has to be signed in, a token without the scope counts as none.
  if (caller.inScope === false) return 403;
  if (caller.inScope !== undefined && refusesPersonalTokens) return 403;
  return isAllowed(who, caller) ? status : refusal;
}

function isAllowed(who: MatrixRow['who'], { flags, level }: MatrixCaller): boolean {
  if (typeof who === 'string') return true;
  if ('level' in who) return level >= who.level;
  return 'all' in who ? who.all.every((flag) => flags.has(flag)) : who.any.some((flag) => flags.has(flag));
}

/** Which operation a row is about. */
function operationOf(rowName: string): string {
  return rowName.split(':')[0] ?? '';
}

test('every operation has a row, and every row an operation', () => {
  const told = new Set(Object.keys(MATRIX).map(operationOf));
  expect([...told].toSorted()).toEqual(ENDPOINTS.map(({ name }) => name).toSorted());
});

test.each(
  Object.entries(MATRIX).flatMap(([name, row]) => {
    const endpoint = ENDPOINTS.find((each) => each.name === operationOf(name));
    return endpoint ? [{ name, row, endpoint }] : [];
  }),
)('$name lets in whom it should, and nobody else', async ({ row, endpoint: { method, scope } }) => {
  const byLevel = typeof row.who === 'object' && 'level' in row.who;
  const callers = ground.callers.filter((caller) => byLevel || !caller.byLevel);
  const statuses = await inParallel(PLACES, callers, async (caller) => {
    const token = caller.token(scope);
    const { path, ...request } = await row.request(ground);
    const answer = await server.call(method, `/api/v1${path}`, {
      ...request,
      ...(token === undefined ? {} : { token }),
    });
    const inner = answer.status === 200 ? row.statusIn?.(answer.data) : undefined;
    return [caller.name, inner ?? answer.status];
  });
  expect(Object.fromEntries(statuses)).toEqual(
    Object.fromEntries(callers.map((caller) => [caller.name, expected(row, caller)])),
  );
});

test('the description of the API is given to anyone, once as long as it stays the same', async () => {
  const { status, headers, text } = await server.call('GET', '/api/openapi.json');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(Object.keys(JSON.parse(text).paths)).toHaveLength(new Set(ENDPOINTS.map(({ path }) => path)).size);
  const again = await server.call('GET', '/api/v1/openapi.json', {
    headers: { 'If-None-Match': headers.get('etag') ?? '' },
  });
  expect([again.status, again.text]).toEqual([304, '']);
  expect((await server.call('GET', '/api/v1/openapi.json/')).status).toBe(404);
});
