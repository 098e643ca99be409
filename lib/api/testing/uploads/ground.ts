import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import { createLanes } from '../../lanes.ts';
import type { ApiPerson } from '../api-people.ts';
import { type ApiServer, startApiServer } from '../api-server.ts';
import { tusClient } from '../tus-client.ts';

export const MOST = 4 * 1024 * 1024;

export let server: ApiServer;
export let jpeg: Buffer;
/** A valid picture of more than a megabyte. */
export let large: Buffer;
export let admin: ReturnType<typeof tusClient>;

/** Starts the server before the tests of a file, which all of them share, and stops it after them. */
export function setUpUploads(): void {
  beforeAll(async () => {
    server = await startApiServer({ MAX_CONTENT_LENGTH: String(MOST) }, async (folder) => {
      for (const name of ['shop', 'secret', 'team', 'club']) await mkdir(join(folder, name));
    });
    jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer();
    large = Buffer.concat([jpeg, randomBytes(1024 * 1024)]);
    admin = as(server.admin);
  });

  afterAll(() => server?.stop());
}

export function as(token: string, address = server.address) {
  return tusClient(address, { Authorization: `Bearer ${token}` });
}

export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

export async function stored(src: string): Promise<Buffer> {
  const headers = { Authorization: `Bearer ${server.admin}` };
  return (await server.get(`/original?src=${src}`, { headers })).body;
}

/** Files of unfinished uploads. */
export async function parts(): Promise<string[]> {
  const names = await readdir(join(server.imagesDir, '.emulsion/uploads'), { recursive: true }).catch(
    () => [],
  );
  return names.filter((name) => name.endsWith('.part'));
}

export async function grant(person: ApiPerson, folder: string, access: number): Promise<void> {
  const token = server.admin;
  const { data } = await server.call('GET', `/api/v1/admin/filesystem/folders/?path=${folder}`, { token });
  await server.call('POST', '/api/v1/admin/permissions/', {
    token,
    form: { group_id: String(person.groupId), folder_id: String(data.id), access: String(access) },
  });
}

/** Another server over the same files and database, which remembers nothing. */
export async function withFreshServer(work: (address: string) => Promise<void>): Promise<void> {
  const { services } = server;
  const lane = createLanes({ ...services, api: { ...services.api } });
  const other = createServer((request, response) => void lane(request, response));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  } finally {
    other.closeAllConnections();
    other.close();
  }
}
