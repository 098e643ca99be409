import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { connectionOf, tellConnection } from './connection.ts';

function requestWith(headers: Record<string, string>, encrypted = false): IncomingMessage {
  const socket = Object.assign(new Socket(), encrypted ? { encrypted } : {});
  Object.defineProperties(socket, { remoteAddress: { value: '10.0.0.9' }, localPort: { value: 8080 } });
  return Object.assign(new IncomingMessage(socket), { headers: { host: 'images.example.org', ...headers } });
}

const FORGED = {
  'x-forwarded-for': '1.1.1.1, 2.2.2.2',
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '443',
  'x-forwarded-host': 'evil.example',
};

test.each([
  [0, FORGED, false, { address: '10.0.0.9', secure: false, port: 8080 }],
  [0, {}, true, { address: '10.0.0.9', secure: true, port: 8080 }],
  [1, FORGED, false, { address: '2.2.2.2', secure: true, port: 443 }],
  [2, FORGED, false, { address: '1.1.1.1', secure: true, port: 443 }],
  [1, { 'x-forwarded-proto': 'https' }, false, { address: '10.0.0.9', secure: true, port: 443 }],
  [1, { host: 'images.example.org:81' }, false, { address: '10.0.0.9', secure: false, port: 81 }],
  [1, { 'x-forwarded-proto': 'https, http' }, false, { address: '10.0.0.9', secure: false, port: 80 }],
])('with %i trusted proxies, %j', (proxies, headers, encrypted, connection) => {
  expect(connectionOf(requestWith(headers, encrypted), proxies)).toEqual(connection);
});

test('pages are told what is known, not what a client has invented', () => {
  const request = requestWith({ ...FORGED, forwarded: 'for=3.3.3.3' });
  tellConnection(request, 0);
  expect(request.headers).toEqual({
    host: 'images.example.org',
    'x-forwarded-for': '10.0.0.9',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': '8080',
  });
});
