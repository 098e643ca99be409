import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { photograph } from '../originals.ts';
import { ask, PATIENCE, put, server, statusOf } from './ground.ts';

/** Node itself cannot make a pipe that lies in a folder. */
const MAKE_PIPE = 'mkfifo';

/** Names and places that are no files, and files that change while they are read. */
export function placeTests(): void {
  describe('what is no file', () => {
    it('is not found: pipes, folders and links that lead nowhere or in circles', async () => {
      execFileSync(MAKE_PIPE, [join(server.imagesDir, 'pipe.jpg')]);
      await mkdir(join(server.imagesDir, 'folder.jpg'));
      await symlink('loop.jpg', join(server.imagesDir, 'loop.jpg'));
      await symlink('missing.jpg', join(server.imagesDir, 'dangling.jpg'));
      await symlink('/dev/zero', join(server.imagesDir, 'zero.jpg'));
      for (const name of [
        'pipe.jpg',
        'folder.jpg',
        'loop.jpg',
        'dangling.jpg',
        'zero.jpg',
        'good.jpg/x.jpg',
      ]) {
        expect([name, await statusOf(name)]).toEqual([name, 404]);
        expect((await ask(`/original?src=${name}`)).status).toBe(404);
        expect(await statusOf('good.jpg', `width=50&overlay=${name}`)).toBe(404);
      }
    });

    it('is not shown when it may not be read', async () => {
      await put('closed.jpg', await photograph(30, 20).jpeg().toBuffer());
      await chmod(join(server.imagesDir, 'closed.jpg'), 0);
      // Root reads everything, so there the file is like any other.
      const isRoot = process.getuid?.() === 0;
      const status = await statusOf('closed.jpg');
      if (isRoot) expect(status).toBe(200);
      else expect([403, 404, 415]).toContain(status);
      expect((await ask('/original?src=closed.jpg')).status).toBe(isRoot ? 200 : 404);
    });
  });

  describe('names', () => {
    it('of all kinds find their files', async () => {
      const picture = await photograph(30, 20).jpeg().toBuffer();
      const names = [
        '50%.jpg',
        '%2e%2e.jpg',
        '"q\'<b>&amp.jpg',
        '🌻 写真.jpg',
        'a;b=c#d?.jpg',
        'back\\slash.jpg',
      ];
      for (const name of [...names, `${'n'.repeat(251)}.jpg`, `${'é'.repeat(125)}.jpg`]) {
        await put(name, picture);
        expect([name, await statusOf(name)]).toEqual([name, 200]);
        const { status } = await ask(`/original?src=${encodeURIComponent(name)}&attach=1`);
        expect([name, status]).toEqual([name, 200]);
      }
    });

    it('with line ends or over-long are refused', async () => {
      await put('line\nend.jpg', await photograph(30, 20).jpeg().toBuffer());
      expect(await statusOf('line\nend.jpg')).toBe(400);
      expect(await statusOf(`${'n'.repeat(300)}.jpg`)).toBe(404);
      expect(await statusOf(`${'写'.repeat(100)}.jpg`)).toBe(404);
      expect(await statusOf('folder/'.repeat(140))).toBe(404);
      expect(await statusOf(`${'写/'.repeat(511)}x`)).toBe(404);
      expect(await statusOf('a/'.repeat(3000))).toBe(400);
    });

    it.each([
      [850, 200],
      [900, 400],
    ])('of %i characters without pattern, which no index can shorten, answer %i', async (length, status) => {
      const part = (seed: number) =>
        String.fromCodePoint(
          ...Array.from({ length: 80 }, (_, i) => 0x4e00 + ((i * 7919 + seed * 104_729) % 20_000)),
        );
      let folder = part(0);
      while (folder.length < length - 6) folder += `/${part(folder.length)}`;
      const path = `${folder.slice(0, length - 6)}/x.jpg`;
      await mkdir(join(server.imagesDir, path, '..'), { recursive: true });
      await put(path, await photograph(30, 20).jpeg().toBuffer());
      expect(await statusOf(path)).toBe(status);
    });
  });

  describe('files that change while they are read', () => {
    const size = 64 * 1024 * 1024;

    it('never get an answer of another length than promised', async () => {
      await put('growing.jpg', Buffer.alloc(1000, 1));
      let writing = true;
      const writer = (async () => {
        for (let length = 1000; writing; length += 50_000)
          await put('growing.jpg', Buffer.alloc(length % 4_000_000, 1));
      })();
      for (let i = 0; i < 30; i++) {
        // The answer may break off, or say that the file is being changed; it may not lie or hang.
        const answer = await server
          .get('/original?src=growing.jpg', { signal: AbortSignal.timeout(PATIENCE) })
          .catch((error: Error) => error);
        if (answer instanceof Error) expect(answer.name).not.toBe('TimeoutError');
        else if (answer.status === 200)
          expect(String(answer.body.length)).toBe(answer.headers.get('content-length'));
        else expect([404, 503]).toContain(answer.status);
      }
      writing = false;
      await writer;
    });

    it(
      'break the answer off when they become shorter',
      async () => {
        await put('shrinking.jpg', Buffer.alloc(size, 1));
        const { port } = new URL(server.address);
        const socket = connect(Number(port), '127.0.0.1');
        let received = 0;
        const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
        await new Promise<void>((resolve, reject) => {
          socket.once('error', reject);
          socket.on('data', (chunk) => {
            received += chunk.length;
            socket.pause();
            resolve();
          });
          socket.write('GET /original?src=shrinking.jpg HTTP/1.1\r\nHost: x\r\n\r\n');
        });
        await truncate(join(server.imagesDir, 'shrinking.jpg'), 1_000_000);
        socket.removeAllListeners('data');
        socket.on('data', (chunk) => {
          received += chunk.length;
        });
        socket.on('error', () => undefined);
        socket.resume();
        await closed;
        expect(received).toBeLessThan(size);
      },
      PATIENCE,
    );
  });
}
