import { expect, test } from 'vitest';
import { createResponseCheck } from './check-response.ts';

const check = createResponseCheck();

const template = { id: 1, name: 'a', description: '', template: {} };

function answer(status: number, data: unknown, headers: Record<string, string> = {}) {
  return {
    status,
    headers: new Headers({ 'Content-Type': 'application/json', ...headers }),
    text: JSON.stringify({ data, message: 'text', status }),
  };
}

const ETAG = { ETag: '"template-1-1"' };

test.each([
  ['GET', '/api/v1/admin/templates/1/', answer(200, template, ETAG)],
  ['HEAD', '/api/admin/templates/1/', { ...answer(200, null, ETAG), text: '' }],
  ['GET', '/api/admin/templates/?x=1', answer(200, [template])],
  ['GET', '/api/v1/admin/templates/1/', answer(404, null)],
  ['GET', '/api/v1/admin/templates/1', answer(308, '/api/v1/admin/templates/1/')],
  ['GET', '/api/v1/nowhere/', answer(404, null)],
  ['PATCH', '/api/v1/admin/templates/', answer(405, null)],
  ['POST', '/api/token', { ...answer(400, null, { 'Content-Type': 'text/plain' }), status: 200 }],
  ['GET', '/api/tokenlogin/', { ...answer(400, null, { 'Content-Type': 'text/html; charset=utf-8' }) }],
  ['GET', '/api/tokenlogin/', answer(401, null)],
  ['GET', '/api/help/', { status: 200, headers: new Headers(), text: '<html>' }],
])('%s %s may be answered so', (method, url, heard) => {
  expect(() => check(method, url, heard)).not.toThrow();
});

test.each([
  ['an undeclared status', 'GET', '/api/v1/admin/templates/1/', answer(418, null), 'does not declare'],
  ['a member too many', 'GET', '/api/admin/templates/', answer(200, [{ ...template, secret: 1 }]), 'secret'],
  ['a wrong type', 'GET', '/api/admin/templates/', answer(200, [{ ...template, id: '1' }]), '/data/0/id'],
  ['a missing member', 'GET', '/api/admin/templates/', answer(200, [{ id: 1 }]), 'required'],
  ['data in a refusal', 'GET', '/api/admin/templates/', answer(403, template), '/data'],
  ['no ETag', 'GET', '/api/v1/admin/templates/1/', answer(200, template), 'without an ETag'],
  ['an ETag', 'GET', '/api/v1/admin/templates/', answer(200, [template], ETAG), 'with an ETag'],
  ['another status inside', 'GET', '/api/admin/templates/', { ...answer(401, null), status: 403 }, '/status'],
  [
    'a page',
    'GET',
    '/api/admin/templates/',
    answer(200, [], { 'Content-Type': 'text/html' }),
    'as text/html',
  ],
  ['no envelope', 'GET', '/api/v1/nowhere/', { ...answer(404, null), text: '{}' }, 'envelope'],
  ['something', 'GET', '/api/v1/nowhere/', answer(200, null), 'where no operation is'],
  ['broken JSON', 'GET', '/api/admin/templates/', { ...answer(401, null), text: '{' }, 'broken JSON'],
])('%s may not be answered', (_what, method, url, heard, complaint) => {
  expect(() => check(method, url, heard)).toThrow(complaint);
});
