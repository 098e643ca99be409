import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves a page with some markup in its body from another origin until `close` is called. */
export async function openOtherSite(body: string): Promise<{ address: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Other</title><body>${body}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}
