import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import * as tus from 'tus-js-client';
import { describe, expect, test } from 'vitest';
import { tusClient } from '../tus-client.ts';
import { admin, as, jpeg, large, MOST, parts, server, sha256, stored, withFreshServer } from './ground.ts';

/** How uploads go on, whatever is in them. */
export function protocolTests(): void {
  describe('the protocol', () => {
    test('tells what it can do to anyone', async () => {
      const { status, headers } = await tusClient(server.address, {}).send('OPTIONS', '/api/v1/uploads/');
      expect(status).toBe(204);
      expect(headers.get('tus-version')).toBe('1.0.0');
      expect(headers.get('tus-extension')).toContain('creation-with-upload');
      expect(headers.get('tus-max-size')).toBe(String(MOST));
      expect(headers.get('access-control-allow-methods')).toContain('PATCH');
    });

    test('a file comes in parts, and the last answer carries the image', async () => {
      const begun = await admin.create({ filename: 'parts.jpg', folder: '/shop' }, large.length);
      expect([begun.status, begun.offset]).toEqual([201, 0]);
      expect(begun.location).toMatch(/^\/api\/v1\/uploads\/1-/);
      const first = await admin.patch(begun.location, 0, large.subarray(0, 700_000));
      expect([first.status, first.offset]).toEqual([204, 700_000]);
      expect(new Date(first.headers.get('upload-expires') ?? '').getTime()).toBeGreaterThan(Date.now());
      const standing = await admin.head(begun.location);
      expect([standing.status, standing.offset]).toEqual([200, 700_000]);
      expect(standing.headers.get('upload-length')).toBe(String(large.length));
      expect(standing.headers.get('upload-metadata')).toContain('filename ');
      const last = await admin.patch(begun.location, 700_000, large.subarray(700_000));
      expect([last.status, last.offset]).toEqual([200, large.length]);
      expect(last.data).toMatchObject({ src: 'shop/parts.jpg', width: 40, height: 30, status: 1 });
      expect(sha256(await stored('shop/parts.jpg'))).toBe(sha256(large));
      expect(await parts()).toEqual([]);
      const result = await server.call('GET', `${begun.location}/result/`, { token: server.admin });
      expect([result.status, result.data]).toEqual([200, last.data]);
      const row = await server.parts.db.image.findUnique({ where: { src: 'shop/parts.jpg' } });
      expect(row?.sha256).toBe(sha256(large));
    });

    test('a small file comes with the request that begins it; to say it again makes no second one', async () => {
      const metadata = { filename: 'small.jpg', folder: '/shop', key: 'a-key-of-mine' };
      const first = await admin.create(metadata, jpeg.length, { body: jpeg });
      expect([first.status, first.offset, first.data.src]).toEqual([201, jpeg.length, 'shop/small.jpg']);
      const again = await admin.create(metadata, jpeg.length, { body: jpeg });
      expect([again.status, again.location, again.data.id]).toEqual([201, first.location, first.data.id]);
      expect((await admin.head(first.location)).offset).toBe(jpeg.length);
    });

    test('one that failed can be begun again with its key', async () => {
      const metadata = { filename: 'again.jpg', folder: '/shop', key: 'failed-at-first' };
      const page = Buffer.from('<!doctype html>');
      expect((await admin.create(metadata, page.length, { body: page })).status).toBe(415);
      expect((await admin.create(metadata, jpeg.length, { body: jpeg })).status).toBe(201);
    });

    test.each([
      ['without its version', { 'Tus-Resumable': '' }, 412],
      ['of another version', { 'Tus-Resumable': '2.0.0' }, 412],
      ['without a length', { 'Upload-Length': '' }, 400],
      ['of a length that is none', { 'Upload-Length': '-1' }, 400],
      ['that is too large', { 'Upload-Length': String(MOST + 1) }, 413],
    ])('a beginning %s is refused', async (_what, headers, status) => {
      const metadata = { filename: 'never.jpg', folder: '/shop' };
      expect((await admin.create(metadata, 10, { headers })).status).toBe(status);
    });

    test.each([
      [{ folder: '/shop' }, 400, 'filename is missing'],
      [{ filename: 'a.jpg' }, 400, 'path or path_index'],
      [{ filename: 'abc.jpg', folder: '/nowhere' }, 404, 'no folder /nowhere'],
      [{ filename: 'abc.jpg', folder: '/../..' }, 403, ''],
      [{ filename: 'abc.exe', folder: '/shop' }, 415, '.exe'],
      [{ filename: 'abc.jpg', folder: '/shop', overwrite: 'perhaps' }, 400, 'refuse, replace or rename'],
      [{ filename: 'abc.jpg', folder: '/shop', sha256: 'abc' }, 400, '64 hexadecimal digits'],
      [{ filename: 'abc.jpg', folder: '/shop', key: '../../x' }, 400, 'key'],
      [{ filename: 'abc.jpg', path_index: '9' }, 400, 'below'],
    ])('%j is refused before a byte is taken', async (metadata, status, words) => {
      const answer = await admin.create(metadata, 10);
      expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(words)]);
    });

    test('a part that does not follow the last one, or is too long, changes nothing', async () => {
      const { location } = await admin.create({ filename: 'gap.jpg', folder: '/shop' }, 1000);
      expect((await admin.patch(location, 5, jpeg.subarray(0, 10))).status).toBe(409);
      expect((await admin.patch(location, 0, Buffer.alloc(1001))).status).toBe(413);
      const typed = await admin.send('PATCH', location, { headers: { 'Upload-Offset': '0' } });
      expect(typed.status).toBe(415);
      expect((await admin.head(location)).offset).toBe(0);
      expect((await admin.remove(location)).status).toBe(204);
      expect((await admin.head(location)).status).toBe(404);
      expect((await admin.remove(location)).status).toBe(404);
      expect(await parts()).toEqual([]);
    });

    test('what a broken connection brought is kept, and whoever comes back goes on from there', async () => {
      const { location } = await admin.create({ filename: 'broken.jpg', folder: '/shop' }, large.length);
      const { hostname, port } = new URL(server.address);
      const socket = connect(Number(port), hostname);
      socket.write(
        `PATCH ${location} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n` +
          `Authorization: Bearer ${server.admin}\r\nContent-Type: application/offset+octet-stream\r\n` +
          `Content-Length: ${large.length}\r\n\r\n`,
      );
      socket.write(large.subarray(0, 300_000));
      await expect
        .poll(async () => (await server.parts.storage.arrivals.look(location.slice(16)))?.bytes)
        .toBe(300_000);
      // The server still waits on the old connection when the client is back on a new one.
      const { offset } = await admin.head(location);
      expect(offset).toBe(300_000);
      socket.destroy();
      const last = await admin.patch(location, 300_000, large.subarray(300_000));
      expect([last.status, last.data.src]).toEqual([200, 'shop/broken.jpg']);
      expect(sha256(await stored('shop/broken.jpg'))).toBe(sha256(large));
    });

    test('a server that was stopped goes on where it was', async () => {
      const { location } = await admin.create({ filename: 'stopped.jpg', folder: '/shop' }, large.length);
      await admin.patch(location, 0, large.subarray(0, 500_000));
      await withFreshServer(async (address) => {
        const other = as(server.admin, address);
        expect((await other.head(location)).offset).toBe(500_000);
        const last = await other.patch(location, 500_000, large.subarray(500_000));
        expect(last.data.src).toBe('shop/stopped.jpg');
      });
    });

    test('a server that was stopped with all bytes there stores them when it is asked for the result', async () => {
      const { location } = await admin.create({ filename: 'late.jpg', folder: '/shop' }, jpeg.length);
      const id = location.slice('/api/v1/uploads/'.length);
      const [owner = '', ...name] = id.split('-');
      await writeFile(join(server.imagesDir, '.emulsion/uploads', owner, `${name.join('-')}.part`), jpeg);
      const result = await server.call('GET', `${location}/result/`, { token: server.admin });
      expect([result.status, result.data.src]).toEqual([200, 'shop/late.jpg']);
    });

    test('a client of others is content with it', async () => {
      const upload = await new Promise<{ url: string | null; body: string }>((resolve, reject) => {
        let body = '';
        const sending = new tus.Upload(large, {
          endpoint: `${server.address}/api/v1/uploads/`,
          headers: { Authorization: `Bearer ${server.admin}` },
          metadata: { filename: 'client.jpg', folder: '/shop' },
          chunkSize: 400_000,
          uploadDataDuringCreation: true,
          onAfterResponse: (_request, response) => {
            body = response.getBody() ?? '';
          },
          onSuccess: () => resolve({ url: sending.url, body }),
          onError: reject,
        });
        sending.start();
      });
      expect(JSON.parse(upload.body).data.src).toBe('shop/client.jpg');
      expect(sha256(await stored('shop/client.jpg'))).toBe(sha256(large));
    });
  });
}
