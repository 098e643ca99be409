import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address.ts';

/** How a client reached the server, as far as trusted proxies say. */
type Connection = {
  /** Address of the client; "" when nobody knows. */
  address: string;
  /** Whether it came over HTTPS. */
  secure: boolean;
  /** Port that the client spoke to; undefined when nobody knows. */
  port: number | undefined;
};

/**
 * Reads the connection of a request.
 * @param trustedProxies how many proxies stand in front and add to X-Forwarded-*
 */
export function connectionOf(request: IncomingMessage, trustedProxies: number): Connection {
  const secure = isSecure(request, trustedProxies);
  return {
    address:
      clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for'], trustedProxies) ?? '',
    secure,
    port: portOf(request, trustedProxies, secure),
  };
}

/**
 * Writes what is known of the connection into the X-Forwarded headers, in place of what the client may have invented:
 * pages see nothing but headers.
 */
export function tellConnection(request: IncomingMessage, trustedProxies: number): void {
  const { address, secure, port } = connectionOf(request, trustedProxies);
  const { headers } = request;
  headers['x-forwarded-for'] = address;
  headers['x-forwarded-proto'] = secure ? 'https' : 'http';
  headers['x-forwarded-port'] = port === undefined ? undefined : String(port);
  delete headers['x-forwarded-host'];
  delete headers.forwarded;
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return header?.toString().split(',').at(-1)?.trim();
}

function isSecure(request: IncomingMessage, trustedProxies: number): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
  return trustedProxies > 0 && lastOf(request.headers['x-forwarded-proto'])?.toLowerCase() === 'https';
}

/** Behind a proxy the port is the one that the client named; else the one that was listened on. */
function portOf(request: IncomingMessage, trustedProxies: number, secure: boolean): number | undefined {
  if (trustedProxies === 0) return request.socket.localPort;
  const forwarded = lastOf(request.headers['x-forwarded-port']);
  if (forwarded !== undefined && /^\d{1,5}$/.test(forwarded)) return Number(forwarded);
  const named = /:(\d{1,5})$/.exec(request.headers.host ?? '')?.[1];
  return named === undefined ? (secure ? 443 : 80) : Number(named);
}
