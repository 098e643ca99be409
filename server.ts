import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { tellConnection } from '#lib/api/connection.ts';
import { createLanes } from '#lib/api/lanes.ts';
import { followConnections } from '#lib/api/orderly-close.ts';
import { provideServices } from '#lib/boot/services.ts';
import { startServices } from '#lib/boot/start.ts';
import { loadSettings } from '#lib/settings/settings.ts';

/** Milliseconds that requests in flight get to finish when the server is told to stop. */
const GRACE = 30_000;

/** Starts everything and listens; resolves when pictures are answered. */
async function main(): Promise<void> {
  const settings = loadSettings();
  const starting = startServices(settings);
  provideServices(starting);
  const server = createServer({
    // Nothing here speaks another protocol. Next takes such connections over and leaves some open for ever.
    shouldUpgradeCallback: () => false,
  });
  const connections = followConnections(server);

  let stopping = false;
  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    // Told to stop while starting: what has been started by then must not be left running.
    const services = await starting;
    services.log.info({ signal }, 'stopping');
    await connections.close(GRACE);
    await services.close();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop(signal).catch(complain);
    });
  }

  // Next loads while the database starts. Its default export is CommonJS.
  const app = next({ dev: false, dir: import.meta.dirname });
  const pages = app.prepare();
  pages.catch(() => undefined);
  const services = await starting;
  const { log } = services;
  if (stopping) return;

  const lane = createLanes(services);
  server.on('request', (request, response) => {
    if (lane(request, response)) return;
    tellConnection(request, settings.server.proxyServers);
    pages
      .then(() => app.getRequestHandler()(request, response))
      .catch((error: unknown) => {
        log.error({ err: error }, 'a page broke off');
        response.destroy();
      });
  });
  server.requestTimeout = 5 * 60_000;
  server.headersTimeout = 20_000;
  server.keepAliveTimeout = 65_000;
  try {
    await listen(server, settings.server.port, settings.server.host);
    await pages;
  } catch (error) {
    await services.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const welcome = await services.welcome(addressToTry(settings.server.host, port));
  if (!stopping) console.log(welcome);
}

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is already in use. Stop the other program, or set PORT to another number',
  EACCES: 'this user may not use it. Set PORT to a number above 1023',
  EADDRNOTAVAIL: 'this machine has no such address. Set HOST to one of its own',
  ENOTFOUND: 'there is no such host name. Set HOST to an address of this machine',
};

/** Throws in words for the operator. */
function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problem = LISTEN_PROBLEMS[error.code ?? ''] ?? error.message;
      reject(new Error(`Cannot listen on port ${port} of ${host}: ${problem}.`));
    });
    server.listen(port, host, resolve);
  });
}

/** An address that works in a browser on this machine. */
function addressToTry(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function complain(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(complain);
