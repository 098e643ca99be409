import { afterAll, beforeAll, expect, test } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { answerApi } from './api-route.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { photograph, save } from './testing/originals.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({}, (folder) => save(folder, 'shop/a.jpg', photograph(300, 200)));
  provideServices(Promise.resolve(server.services));
});

afterAll(() => server?.stop());

/** What depends on the moment or on the connection. */
const PASSING = ['date', 'x-time-taken', 'x-request-id', 'connection', 'keep-alive', 'transfer-encoding'];

const lasting = (headers: Headers) => [...headers].filter(([name]) => !PASSING.includes(name));

test.each([
  ['GET', '/api/v1/details/?src=shop/a.jpg', false, 200],
  ['GET', '/api/list?path=shop&attributes=1', false, 200],
  ['GET', '/api/v1/details/?src=missing.jpg', false, 404],
  ['GET', '/api/v1/admin/templates/', false, 401],
  ['GET', '/api/v1/admin/templates/', true, 200],
  ['GET', '/api/v1/admin/templates', true, 308],
  ['GET', '/api/v1/nothing/', true, 404],
  ['OPTIONS', '/api/v1/admin/templates/', false, 200],
  ['POST', '/api/v1/token/', false, 400],
])('answers as the lane does: %s %s, signed in: %s, %i', async (method, path, signedIn, expected) => {
  const headers: Record<string, string> = signedIn ? { Authorization: `Bearer ${server.admin}` } : {};
  const url = server.address + path;
  headers.Host = new URL(url).host;
  const lane = await fetch(url, { method, headers, redirect: 'manual' });
  const route = await answerApi(new Request(url, { method, headers }));
  expect([lane.status, route.status]).toEqual([expected, expected]);
  expect(lasting(route.headers)).toEqual(lasting(lane.headers));
  expect(await route.text()).toBe(await lane.text());
});

test('an upload arrives whole', async () => {
  const form = new FormData();
  const content = await photograph(50, 40).jpeg().toBuffer();
  form.append('files', new Blob([new Uint8Array(content)]), 'b.jpg');
  form.append('path', '/shop');
  const headers = { Authorization: `Bearer ${server.admin}` };
  const request = new Request(`${server.address}/api/v1/upload/`, { method: 'POST', body: form, headers });
  const { data } = (await (await answerApi(request)).json()) as { data: Record<string, { width: number }> };
  expect(data['b.jpg']?.width).toBe(50);
});
