import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { LEVEL } from '#lib/permissions/levels.ts';
import { runCli } from '../cli.ts';
import { disc, photograph, save } from '../originals.ts';
import { type PictureServer, startPictureServer } from '../picture-server.ts';
import { grantPublic, putTemplate } from '../set-rules.ts';

export let server: PictureServer;
let tracker: Server;
export const tracked: string[] = [];

export const cli = (args: string[], input?: string) => runCli(args, { DATA_DIR: server.dataDir }, input);
export const image = (query: string, headers: Record<string, string> = {}) =>
  server.get(`/image?${query}`, { headers });
export const original = (query: string, headers: Record<string, string> = {}) =>
  server.get(`/original?${query}`, { headers });

/** Starts the server, and who is told of pictures, before the tests of a file; stops them after it. */
export function setUpServing(): void {
  beforeAll(async () => {
    tracker = createServer((request, response) => {
      tracked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve));
    const { port } = tracker.address() as AddressInfo;
    server = await startPictureServer(
      async (folder) => {
        await save(folder, 'a.jpg', photograph(400, 300));
        await save(folder, 'blue bells.jpg', photograph(320, 240, 2));
        await save(folder, 'façade 写真.jpg', photograph(320, 240, 3));
        await save(folder, 'open/b.jpg', photograph(400, 300, 4));
        await save(folder, 'private/c.jpg', photograph(400, 300, 5));
        await save(folder, 'private/mark.png', disc(60, 60, '#ff0000'));
        await save(folder, 'logo.png', disc(200, 100, '#00aa00'));
        await save(folder, '.hidden/d.jpg', photograph(64, 64, 6));
        await writeFile(join(folder, 'notes.txt'), 'not a picture');
        await writeFile(
          join(folder, 'drawing.svg'),
          '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>',
        );
      },
      { XREF_TRACKING_URL: `http://127.0.0.1:${port}/seen?ref=` },
    );
    await grantPublic(server, '/open', LEVEL.download);
    await grantPublic(server, '/private', LEVEL.none);
    await putTemplate(server, 'Marked', { overlay_src: { value: 'private/mark.png' }, width: { value: 90 } });
    await putTemplate(server, 'Fresh', { width: { value: 80 }, expiry_secs: { value: -1 } });
    await putTemplate(server, 'Silent', {
      width: { value: 80 },
      expiry_secs: { value: 0 },
      attachment: { value: true },
    });
  }, 90_000);

  afterAll(async () => {
    await server?.stop();
    tracker?.close();
  });
}
