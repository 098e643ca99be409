import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import next from 'next';
import { createPictureLane } from '#lib/api/picture-lane.ts';
import { provideServices } from '#lib/boot/services.ts';
import { startServices } from '#lib/boot/start.ts';
import { SettingsError } from '#lib/settings/settings.ts';

/** Milliseconds that requests in flight get to finish when the server is told to stop. */
const GRACE = 15_000;

/** Starts everything and listens; resolves when pictures are answered. */
async function main(): Promise<void> {
  const starting = startServices();
  provideServices(starting);
  // Next loads while the database starts. Its default export is CommonJS.
  const app = next({ dev: false, dir: import.meta.dirname });
  const pages = app.prepare();
  pages.catch(() => undefined);
  const services = await starting;
  const { settings, log, delivery } = services;

  const lane = createPictureLane(delivery, (error) => log.error({ err: error }, 'an answer broke off'));
  const server = createServer((request, response) => {
    if (lane(request, response)) return;
    void pages.then(() => app.getRequestHandler()(request, response));
  });
  server.requestTimeout = 5 * 60_000;
  server.headersTimeout = 20_000;
  server.keepAliveTimeout = 65_000;

  let stopping = false;
  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    // An open upgrade request would keep the server open for ever, hence the end of patience.
    const patience = setTimeout(() => server.closeAllConnections(), GRACE);
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
    clearTimeout(patience);
    await services.close();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));

  server.on('error', (error) => {
    log.fatal({ err: error }, `cannot listen on port ${settings.server.port}`);
    void services.close().finally(() => process.exit(1));
  });
  await new Promise<void>((resolve) => {
    server.listen(settings.server.port, settings.server.host, resolve);
  });
  try {
    await pages;
  } catch (error) {
    await services.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  console.log(await services.welcome(addressToTry(settings.server.host, port)));
}

/** An address that works in a browser on this machine. */
function addressToTry(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError) console.error(error.message);
  else console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
