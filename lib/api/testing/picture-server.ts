import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Services } from '#lib/boot/services.ts';
import { startServices } from '#lib/boot/start.ts';
import { loadSettings } from '#lib/settings/settings.ts';
import { createLanes } from '../lanes.ts';

export type PictureServer = {
  services: Services;
  /** Folder of the originals. */
  imagesDir: string;
  dataDir: string;
  /** Address without a path. */
  address: string;
  /** Answer to a GET of `/image?…` or `/original?…`, body included. */
  get(pathAndQuery: string, init?: RequestInit): Promise<Answer>;
  stop(): Promise<void>;
};

export type Answer = { status: number; headers: Headers; body: Buffer };

/**
 * Pictures and API on a free port over a database and folders of its own. Settings are environment variables.
 * @param fill puts originals into their folder before the start
 */
export async function startPictureServer(
  fill: (imagesDir: string) => Promise<unknown>,
  env: Record<string, string> = {},
): Promise<PictureServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'emulsion-test-'));
  const imagesDir = join(dataDir, 'originals');
  await mkdir(imagesDir);
  await fill(imagesDir);
  const settings = loadSettings({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    IMAGES_DIR: imagesDir,
    LOG_LEVEL: 'error',
    ADMIN_PASSWORD: 'a password for tests',
    ...env,
  });
  const services = await startServices(settings);
  const lane = createLanes(services);
  const server = createServer((request, response) => {
    if (!lane(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    services,
    imagesDir,
    dataDir,
    address,
    async get(pathAndQuery, init) {
      const response = await fetch(address + pathAndQuery, init);
      return {
        status: response.status,
        headers: response.headers,
        body: Buffer.from(await response.arrayBuffer()),
      };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await services.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
