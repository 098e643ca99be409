import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { LEVEL } from '#lib/permissions/levels.ts';
import { photograph } from '../originals.ts';
import { type PictureServer, startPictureServer } from '../picture-server.ts';
import { expectHarmless, watchMemory } from '../refusals.ts';
import { grantPublic } from '../set-rules.ts';

/** Most that one answer may take; the machine may be busy with other tests. */
export const PATIENCE = 20_000;

export let server: PictureServer;
let trap: Server;
export let trapAddress = '';
export const trapped: string[] = [];
export const memory = watchMemory();

export async function ask(path: string): Promise<{ status: number; body: Buffer }> {
  const answer = await server.get(path, { signal: AbortSignal.timeout(PATIENCE) });
  expectHarmless(answer, [server.imagesDir, server.dataDir, '/etc/']);
  return answer;
}

export const statusOf = async (name: string, rest = 'width=40&format=png') =>
  (await ask(`/image?src=${encodeURIComponent(name)}&${rest}`)).status;

export const put = (name: string, content: Buffer | string) =>
  writeFile(join(server.imagesDir, name), content);

/** Starts the server, and a trap for whatever calls out, before the tests of a file; stops them after it. */
export function setUpHostileFiles(): void {
  beforeAll(async () => {
    trap = createServer((request, response) => {
      trapped.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    trapAddress = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/trap.png`;
    server = await startPictureServer(
      async (folder) => writeFile(join(folder, 'good.jpg'), await photograph(200, 150).jpeg().toBuffer()),
      { IMAGE_TIMEOUT_SECONDS: '15', ICC_DIR: '' },
    );
    await grantPublic(server, '/', LEVEL.download);
  }, 60_000);

  afterAll(async () => {
    memory.stop();
    await server?.stop();
    trap?.close();
  });
}
