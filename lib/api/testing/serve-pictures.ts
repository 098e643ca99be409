/**
 * A server process for tests: services, pictures and API on a free port, without the pages. Settings come from
 * the environment. Tells its parent the address.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startServices } from '#lib/boot/start.ts';
import { createLanes } from '../lanes.ts';

// The parent is gone: nothing may outlive a test.
process.on('disconnect', () => process.exit());

const services = await startServices();
const lane = createLanes(services);
const server = createServer((request, response) => {
  if (lane(request, response)) return;
  void services.metrics().then(({ text }) => response.end(text));
});
// As the server program stops: whoever is being answered is answered, then everything is written.
process.once('SIGTERM', () => {
  server.close(() => void services.close().then(() => process.exit()));
  server.closeIdleConnections();
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
