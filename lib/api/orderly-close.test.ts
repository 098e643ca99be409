import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { followConnections } from './orderly-close.ts';

/** More than the buffers of both ends hold. */
const LARGE = 32 * 1024 * 1024;

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(answer: RequestListener) {
  server = createServer({ keepAliveTimeout: 60_000 }, answer);
  const connections = followConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { connections, port: (server.address() as AddressInfo).port };
}

function ask(port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', headers: { Connection: 'keep-alive' } }, resolve).once('error', reject);
  });
}

it('lets a slow client fetch the whole of an answer', async () => {
  const { connections, port } = await serve((_, response) => response.end(Buffer.alloc(LARGE, 7)));
  const answer = await ask(port);
  const closed = connections.close(60_000);
  await expect(ask(port)).rejects.toThrow('ECONNREFUSED');
  expect((await buffer(answer)).equals(Buffer.alloc(LARGE, 7))).toBe(true);
  await closed;
});

it('waits for an answer that is not begun, not for its connection', async () => {
  const asked = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const { connections, port } = await serve((_, response) => {
    asked.resolve();
    void finish.promise.then(() => response.end('made'));
  });
  const answer = ask(port);
  await asked.promise;
  const closed = connections.close(60_000);
  finish.resolve();
  expect((await buffer(await answer)).toString()).toBe('made');
  await closed;
});

it('does not wait for connections without a request', async () => {
  const { connections, port } = await serve((_, response) => response.end('made'));
  const used = await ask(port);
  await buffer(used);
  const connected = Promise.withResolvers<void>();
  server.once('connection', () => connected.resolve());
  const silent = createConnection({ port, host: '127.0.0.1' });
  const gone = new Promise((resolve) => silent.once('close', resolve));
  silent.resume();
  await connected.promise;
  await connections.close(60_000);
  await gone;
  expect(silent.destroyed).toBe(true);
});

it('ends what is left when the grace is over', async () => {
  const { connections, port } = await serve(() => undefined);
  const asked = new Promise((resolve) => server.once('request', resolve));
  const broken = ask(port).catch((error: Error) => error.message);
  await asked;
  await connections.close(100);
  expect(await broken).toBe('socket hang up');
});
