import { copyFile, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { LEVEL } from '#lib/permissions/levels.ts';
import { grantPublic } from '../set-rules.ts';
import { cli, image, server } from './ground.ts';

/** Files, rights and templates that change while pictures are asked for. */
export function changeTests(): void {
  describe('files that come and go', () => {
    const redness = async (body: Buffer) => (await sharp(body).stats()).channels[0]?.mean ?? 0;
    const plain = (colour: string) =>
      sharp({ create: { width: 100, height: 80, channels: 3, background: colour } })
        .jpeg()
        .toBuffer();

    it('serves a new one at once, follows its changes, its end and its return', async () => {
      const file = join(server.imagesDir, 'new/one.jpg');
      const query = 'src=new/one.jpg&width=50';
      expect((await image(query)).status).toBe(404);
      await mkdir(join(server.imagesDir, 'new'));
      await writeFile(file, await plain('#000000'));
      await vi.waitFor(async () => expect((await image(query)).status).toBe(200), { timeout: 5000 });
      expect(await redness((await image(query)).body)).toBeLessThan(5);
      const before = (await image(query)).headers.get('etag');

      await writeFile(file, await plain('#ff0000'));
      await vi.waitFor(async () => expect(await redness((await image(query)).body)).toBeGreaterThan(250), {
        timeout: 5000,
      });
      expect((await image(query)).headers.get('etag')).not.toBe(before);

      await rm(join(server.imagesDir, 'new'), { recursive: true });
      await vi.waitFor(async () => expect((await image(query)).status).toBe(404), { timeout: 5000 });

      await mkdir(join(server.imagesDir, 'new'));
      await writeFile(file, await plain('#000000'));
      await vi.waitFor(async () => expect((await image(query)).status).toBe(200), { timeout: 5000 });
      expect(await redness((await image(query)).body)).toBeLessThan(5);
    });

    it('serves many new ones of a new folder that are asked for at once', async () => {
      const folder = join(server.imagesDir, 'deep/down/many');
      await mkdir(folder, { recursive: true });
      const bytes = await plain('#00ff00');
      const names = Array.from({ length: 40 }, (_, i) => `${i}.jpg`);
      await Promise.all(names.map((name) => writeFile(join(folder, name), bytes)));
      const answers = await Promise.all(names.map((name) => image(`src=deep/down/many/${name}&width=20`)));
      expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    });

    it('notices a file of the same size', async () => {
      const file = join(server.imagesDir, 'same.png');
      const flat = (colour: string) =>
        sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
          .png({ compressionLevel: 0 })
          .toBuffer();
      await writeFile(file, await flat('#ff0000'));
      const { size } = await stat(file);
      expect(await redness((await image('src=same.png&width=20')).body)).toBeGreaterThan(250);
      await writeFile(file, await flat('#000000'));
      await utimes(file, new Date(), new Date());
      expect((await stat(file)).size).toBe(size);
      await vi.waitFor(
        async () => expect(await redness((await image('src=same.png&width=20')).body)).toBeLessThan(5),
        { timeout: 5000 },
      );
    });

    it('refuses a broken file until it is replaced', async () => {
      const file = join(server.imagesDir, 'broken.jpg');
      await writeFile(file, (await plain('#ffffff')).subarray(0, 200));
      expect((await image('src=broken.jpg&width=20')).status).toBe(415);
      expect((await image('src=broken.jpg&width=20')).status).toBe(415);
      await copyFile(join(server.imagesDir, 'a.jpg'), file);
      await vi.waitFor(async () => expect((await image('src=broken.jpg&width=20')).status).toBe(200), {
        timeout: 5000,
      });
    });
  });

  describe('rights and templates', () => {
    it('change at once for pictures that are cached', async () => {
      const query = 'src=open/b.jpg&width=130&tmp=fresh';
      expect((await image(query)).status).toBe(200);
      await cli(['access', 'set', '/open', 'Public', 'none']);
      await vi.waitFor(async () => expect((await image(query)).status).toBe(403), { timeout: 5000 });
      await cli(['access', 'set', '/open', 'Public', 'download']);
      await vi.waitFor(async () => expect((await image(query)).status).toBe(200), { timeout: 5000 });
      await cli(['template', 'put', 'Fresh', '-'], JSON.stringify({ expiry_secs: { value: 60 } }));
      await vi.waitFor(
        async () => expect((await image(query)).headers.get('cache-control')).toBe('public, max-age=60'),
        { timeout: 5000 },
      );
    });

    it('asks for a request of its own: a cached picture of a private folder stays private', async () => {
      await grantPublic(server, '/private', LEVEL.view);
      await vi.waitFor(async () => expect((await image('src=private/c.jpg&width=66')).status).toBe(200), {
        timeout: 5000,
      });
      await grantPublic(server, '/private', LEVEL.none);
      await vi.waitFor(async () => expect((await image('src=private/c.jpg&width=66')).status).toBe(403), {
        timeout: 5000,
      });
    });
  });
}
