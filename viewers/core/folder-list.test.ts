import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listFolder } from './folder-list.ts';

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that lists so many files, as the API does. */
async function serverWith(files: number, { knowsStart = true } = {}) {
  const asked: string[] = [];
  const address = await serve((request, response) => {
    asked.push(request.url ?? '');
    const { searchParams } = new URL(request.url ?? '', 'http://localhost');
    const start = knowsStart ? Number(searchParams.get('start') ?? 0) : 0;
    const count = Math.max(0, Math.min(1000, files - start));
    const data = Array.from({ length: count }, (_, index) => ({
      filename: `${start + index}.jpg`,
      supported: (start + index) % 2 === 0,
      url: '',
    }));
    response.end(JSON.stringify({ status: 200, message: 'OK', data }));
  });
  return { asked, address };
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/pre/`;
}

test.each([
  ['a few', 3, {}, 2, ['/pre/api/v1/list/?path=%2Fa%2Fb%20c']],
  ['none', 0, {}, 0, ['/pre/api/v1/list/?path=%2Fa%2Fb%20c']],
  [
    'more than one answer holds',
    2500,
    {},
    1250,
    [
      '/pre/api/v1/list/?path=%2Fa%2Fb%20c',
      '/pre/api/v1/list/?path=%2Fa%2Fb%20c&start=1000',
      '/pre/api/v1/list/?path=%2Fa%2Fb%20c&start=2000',
    ],
  ],
  [
    'a full page of a server without offsets',
    1000,
    { knowsStart: false },
    500,
    ['/pre/api/v1/list/?path=%2Fa%2Fb%20c', '/pre/api/v1/list/?path=%2Fa%2Fb%20c&start=1000'],
  ],
])('%s', async (_, files, ability, pictures, requests) => {
  const { address, asked } = await serverWith(files, ability);
  const names = await listFolder(address, '/a/b c');
  expect(names).toHaveLength(pictures);
  expect(new Set(names).size).toBe(pictures);
  expect(asked).toEqual(requests);
});

test('at most ten answers are asked for', async () => {
  const { address, asked } = await serverWith(50_000);
  expect(await listFolder(address, 'a')).toHaveLength(5000);
  expect(asked).toHaveLength(10);
});

test.each([
  [404, '{"status":404,"message":"none","data":null}', 'status 404'],
  [200, '{"status":200,"message":"OK","data":null}', 'no list'],
  [200, '<p>', 'JSON'],
])('an answer with status %i and %s is refused', async (status, body, words) => {
  const address = await serve((_request, response) => {
    response.statusCode = status;
    response.end(body);
  });
  await expect(listFolder(address, 'a')).rejects.toThrow(words);
});
