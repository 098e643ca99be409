import { expect, test } from 'vitest';
import { endpoint, type Method } from './endpoint.ts';
import { arrangeRoutes } from './routes.ts';

function row(method: Method, path: string, optionalSlash = false) {
  return endpoint({
    method,
    path,
    name: `${method} ${path}`,
    summary: '',
    tag: '',
    access: 'anyone',
    scope: 'read',
    internal: false,
    optionalSlash,
    answer: undefined,
    handle: async () => null,
  });
}

const routes = arrangeRoutes([
  row('GET', '/list/', true),
  row('GET', '/users/'),
  row('POST', '/users/'),
  row('GET', '/users/{id}/'),
  row('PUT', '/users/{id}/'),
  row('POST', '/tasks/{function}/'),
  row('GET', '/tasks/{id}/'),
  row('DELETE', '/groups/{id}/members/{user_id}/'),
  row('GET', '/permissions/trace/'),
  row('GET', '/permissions/{id}/'),
  row('GET', '/table.json'),
]);

test.each([
  ['GET', '/list/', 'GET /list/', {}],
  ['GET', '/list', 'GET /list/', {}],
  ['HEAD', '/users/', 'GET /users/', {}],
  ['PUT', '/users/12/', 'PUT /users/{id}/', { id: 12 }],
  ['GET', '/users/0/', 'GET /users/{id}/', { id: 0 }],
  ['GET', '/users/99999999999/', 'GET /users/{id}/', { id: 2_147_483_647 }],
  ['POST', '/tasks/purge_x/', 'POST /tasks/{function}/', { function: 'purge_x' }],
  ['POST', '/tasks/caf%C3%A9/', 'POST /tasks/{function}/', { function: 'café' }],
  ['GET', '/tasks/5/', 'GET /tasks/{id}/', { id: 5 }],
  ['DELETE', '/groups/3/members/4/', 'DELETE /groups/{id}/members/{user_id}/', { id: 3, user_id: 4 }],
  ['GET', '/permissions/trace/', 'GET /permissions/trace/', {}],
  ['GET', '/table.json', 'GET /table.json', {}],
])('%s %s is answered', (method, path, name, params) => {
  const match = routes.match(method, path);
  expect(match.kind === 'found' ? [match.endpoint.name, match.params] : match.kind).toEqual([name, params]);
});

test.each([
  ['GET', '/users', ['GET', 'HEAD', 'POST', 'OPTIONS']],
  ['PUT', '/users/12', ['GET', 'HEAD', 'PUT', 'OPTIONS']],
  ['DELETE', '/permissions/trace', ['GET', 'HEAD', 'OPTIONS']],
  ['GET', '/tasks/5', ['GET', 'HEAD', 'POST', 'OPTIONS']],
])('%s %s lacks its slash', (method, path, allow) => {
  expect(routes.match(method, path)).toEqual({ kind: 'slash-missing', allow });
});

test.each([
  ['DELETE', '/users/', ['GET', 'HEAD', 'POST', 'OPTIONS']],
  ['GET', '/tasks/purge_x/', ['POST', 'OPTIONS']],
  ['PUT', '/table.json', ['GET', 'HEAD', 'OPTIONS']],
  ['POST', '/list', ['GET', 'HEAD', 'OPTIONS']],
])('%s %s is not offered', (method, path, allow) => {
  expect(routes.match(method, path)).toEqual({ kind: 'wrong-method', allow });
});

test.each([
  ['GET', '/'],
  ['GET', '/nothing/'],
  ['GET', '/table.json/'],
  ['GET', '/users/-1/'],
  ['GET', '/users/abc/'],
  ['GET', '/users/1/2/'],
  ['GET', '/users//'],
  ['POST', '/tasks/%E0%A4%A/'],
])('%s %s is nowhere', (method, path) => {
  expect(routes.match(method, path)).toEqual({ kind: 'unknown' });
});
