import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { Client } from 'ldapts';

const CONNECT_TIMEOUT = 5000;
const OPERATION_TIMEOUT = 10_000;

export type DirectoryAddress = {
  /** host or host:port. */
  server: string;
  /** ldaps:// */
  secure: boolean;
  startTls: boolean;
  /** Authority of the server's certificate; undefined: the system's. */
  caFile: string | undefined;
};

/**
 * Connects, does the work and hangs up. A connection that is lost stays lost: the library would connect
 * again by itself, in clear text even after StartTLS.
 */
export async function withDirectory<T>(
  address: DirectoryAddress,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const scheme = address.secure ? 'ldaps' : 'ldap';
  const { hostname } = new URL(`ldap://${address.server}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const ca = address.caFile === undefined ? undefined : await readFile(address.caFile);
  const tls = { ...(ca === undefined ? {} : { ca }), host };
  const opened: Array<Socket | TLSSocket> = [];
  const once = <S extends Socket>(open: () => S): S => {
    if (opened.length > 0) throw new Error('The connection to the directory was lost.');
    const socket = open();
    opened.push(socket);
    return socket;
  };
  const client = new Client({
    url: `${scheme}://${address.server}`,
    connectTimeout: CONNECT_TIMEOUT,
    timeout: OPERATION_TIMEOUT,
    createConnection: ((port: number, name: string) => once(() => connect(port, name))) as typeof connect,
    createSecureConnection: ((...where: [number, string] | [object]) =>
      // With StartTLS the library hands over options with the open socket instead of a place.
      where.length === 1
        ? connectTls({ ...tls, ...where[0] })
        : once(() => connectTls({ ...tls, port: where[0], host: where[1] }))) as typeof connectTls,
  });
  // The library waits for a greeting over TLS without a limit of its own.
  const deadline = setTimeout(
    () => {
      for (const socket of opened) socket.destroy(new Error('The directory took too long.'));
    },
    CONNECT_TIMEOUT + 2 * OPERATION_TIMEOUT,
  );
  try {
    if (address.startTls && !address.secure) await client.startTLS({});
    return await work(client);
  } finally {
    clearTimeout(deadline);
    await client.unbind().catch(() => {});
    for (const socket of opened) socket.destroy();
  }
}
