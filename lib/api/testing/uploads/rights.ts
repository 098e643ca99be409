import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { hashImages } from '#lib/jobs/hash-images.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type ApiPerson, addPerson, openSessionOf } from '../api-people.ts';
import { tusClient } from '../tus-client.ts';
import { admin, as, grant, jpeg, large, parts, server, sha256 } from './ground.ts';

const NORMAL_USERS = 2;

/** Who may send what where, and who learns of what is there. */
export function rightsTests(): void {
  describe('who may', () => {
    let ada: ApiPerson;
    let bob: ApiPerson;

    beforeAll(async () => {
      ada = await addPerson(server, 'ada');
      bob = await addPerson(server, 'bob');
      await grant(ada, '/team', 40);
      await grant(ada, '/club', 60);
    });

    test('nobody without signing in, nor with a token for reading', async () => {
      const metadata = { filename: 'nobody.jpg', folder: '/shop' };
      expect((await tusClient(server.address, {}).create(metadata, 10)).status).toBe(401);
      const reading = await server.parts.identity.createPersonalToken(
        { userId: 1, username: 'admin', via: 'session', address: '', requestId: 'x' },
        1,
        { name: 'reading', scopes: ['read'], expiresAt: undefined },
      );
      expect((await as(reading.token).create(metadata, 10)).status).toBe(403);
    });

    test('nobody without the level on the folder, and no byte is kept', async () => {
      const before = await parts();
      for (const [person, folder] of [
        [bob, '/team'],
        [ada, '/shop'],
      ] as const) {
        const metadata = { filename: 'no.jpg', folder };
        expect((await as(person.token).create(metadata, jpeg.length, { body: jpeg })).status).toBe(403);
      }
      expect(await parts()).toEqual(before);
    });

    test('folders are made by those who may make folders', async () => {
      const who = as(ada.token);
      const send = (folder: string) =>
        who.create({ filename: 'deep.jpg', folder, relative: 'new/deep.jpg' }, jpeg.length, { body: jpeg });
      const refused = await send('/team');
      expect([refused.status, refused.message]).toEqual([403, expect.stringContaining('Create folders')]);
      expect((await send('/club')).data.src).toBe('club/new/deep.jpg');
    });

    test('an upload is nobody else’s', async () => {
      const { location } = await as(ada.token).create({ filename: 'hers.jpg', folder: '/team' }, jpeg.length);
      expect((await admin.head(location)).status).toBe(404);
      expect((await admin.patch(location, 0, jpeg)).status).toBe(404);
      expect((await admin.remove(location)).status).toBe(404);
      const result = await server.call('GET', `${location}/result/`, { token: server.admin });
      expect(result.status).toBe(404);
      await as(ada.token).remove(location);
    });

    test('nobody learns which folders there are where they may not look', async () => {
      await mkdir(join(server.imagesDir, 'team/closed/there'), { recursive: true });
      await server.call('GET', '/api/v1/browse/?path=/team/closed', { token: server.admin });
      const { db } = server.parts;
      const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: '/team/closed' } });
      await db.folderPermission.createMany({
        data: [PUBLIC_GROUP, NORMAL_USERS, ada.groupId].map((groupId) => ({
          folderId,
          groupId,
          access: LEVEL.none,
        })),
      });
      await server.parts.announce();
      const ask = async (relative: string) =>
        (
          await as(ada.token).create({ filename: 'which.jpg', folder: '/team', relative }, 10)
        ).message.replace(/closed.*/, 'closed');
      expect(await ask('closed/there/which.jpg')).toBe(await ask('closed/absent/which.jpg'));
    });

    test('what became of an image is told only as long as its sender may see it', async () => {
      const metadata = { filename: 'taken-away.jpg', folder: '/team' };
      const { location, data } = await as(ada.token).create(metadata, jpeg.length, { body: jpeg });
      const result = () => server.call('GET', `${location}/result/`, { token: ada.token });
      expect((await result()).data.id).toBe(data.id);
      const moved = await server.call('PUT', `/api/v1/admin/filesystem/images/${data.id}/`, {
        token: server.admin,
        json: { path: '/team/closed/hidden-name.jpg' },
      });
      expect(moved.status).toBe(200);
      const answer = await result();
      expect([answer.status, JSON.stringify(answer)]).toEqual([
        404,
        expect.not.stringContaining('hidden-name'),
      ]);
    });

    test('rights that are taken away count for the next part', async () => {
      const who = as(ada.token);
      const { location } = await who.create({ filename: 'revoked.jpg', folder: '/team' }, large.length);
      await who.patch(location, 0, large.subarray(0, 1000));
      const entry = await server.parts.db.folderPermission.findFirst({
        where: { groupId: ada.groupId, folder: { path: '/team' } },
      });
      const path = `/api/v1/admin/permissions/${entry?.id}/`;
      await server.call('PUT', path, { token: server.admin, json: { access: 10 } });
      expect((await who.patch(location, 1000, large.subarray(1000))).status).toBe(403);
      await server.call('PUT', path, { token: server.admin, json: { access: 40 } });
      expect((await who.patch(location, 1000, large.subarray(1000))).status).toBe(200);
    });

    test('a browser session needs its CSRF token and the own site', async () => {
      const { headers } = await openSessionOf(server, 1);
      const metadata = { filename: 'session.jpg', folder: '/shop' };
      const bare = await tusClient(server.address, { Cookie: headers.Cookie }).create(metadata, 10);
      expect([bare.status, bare.message]).toEqual([400, 'Bad Request (missing CSRF token)']);
      const foreign = { ...headers, Origin: 'https://evil.example' };
      expect((await tusClient(server.address, foreign).create(metadata, 10)).status).toBe(400);
      const own = await tusClient(server.address, headers).create(metadata, jpeg.length, { body: jpeg });
      expect(own.status).toBe(201);
    });

    test('one person has so many unfinished uploads at most', async () => {
      const who = as(bob.token);
      await grant(bob, '/club', 40);
      const begin = (n: number) => who.create({ filename: `many${n}.jpg`, folder: '/club' }, 10);
      const locations: string[] = [];
      for (let n = 0; n < 190; n += 1) locations.push((await begin(n)).location);
      // Also of those that come at once.
      const rest = await Promise.all(Array.from({ length: 30 }, (_, n) => begin(190 + n)));
      expect(rest.filter(({ status }) => status === 201)).toHaveLength(10);
      const refused = await begin(220);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
      await who.remove(locations[0] ?? '');
      expect((await begin(221)).status).toBe(201);
      // What was given up is removed after a day.
      const folder = join(server.imagesDir, '.emulsion/uploads', String(bob.id));
      const yesterday = new Date(Date.now() - 25 * 3_600_000);
      for (const name of await readdir(folder)) await utimes(join(folder, name), yesterday, yesterday);
      await server.parts.storage.arrivals.sweep(24 * 3_600_000);
      expect(await readdir(folder)).toEqual([]);
    });

    describe('copies', () => {
      const known = async (token: string, hashes: string[]) =>
        (await server.call('POST', '/api/v1/images/known/', { token, json: { hashes } })).data;

      test('are told of to those who may view them', async () => {
        const twin = Buffer.concat([jpeg, Buffer.from('twin')]);
        for (const folder of ['/secret', '/team']) {
          await admin.create({ filename: 'twin.jpg', folder }, twin.length, { body: twin });
        }
        const { data } = await server.call('GET', '/api/v1/admin/filesystem/folders/?path=/secret', {
          token: server.admin,
        });
        for (const group of ['1', '2']) {
          await server.call('POST', '/api/v1/admin/permissions/', {
            token: server.admin,
            form: { group_id: group, folder_id: String(data.id), access: '0' },
          });
        }
        const hash = sha256(twin);
        const all = await known(server.admin, [hash, sha256(Buffer.from('other'))]);
        expect(Object.keys(all)).toEqual([hash]);
        expect(all[hash].map(({ src }: { src: string }) => src)).toEqual([
          'secret/twin.jpg',
          'team/twin.jpg',
        ]);
        expect(all[hash][0]).toMatchObject({ width: 40, height: 30, bytes: twin.length });
        const hers = await known(ada.token, [hash]);
        expect(hers[hash].map(({ src }: { src: string }) => src)).toEqual(['team/twin.jpg']);
      });

      test('are no longer told of once the file has changed, until it is hashed again', async () => {
        const first = Buffer.concat([jpeg, Buffer.from('first')]);
        const second = Buffer.concat([jpeg, Buffer.from('second, longer')]);
        await admin.create({ filename: 'edited.jpg', folder: '/team' }, first.length, { body: first });
        expect(await known(server.admin, [sha256(first)])).not.toEqual({});
        await writeFile(join(server.imagesDir, 'team/edited.jpg'), second);
        await expect
          .poll(
            async () => {
              await server.call('GET', '/api/v1/details/?src=team/edited.jpg', { token: server.admin });
              return known(server.admin, [sha256(first)]);
            },
            { timeout: 10_000 },
          )
          .toEqual({});
        const context = {
          taskId: 1,
          userId: null,
          checkpoint: undefined,
          saveCheckpoint: async () => undefined,
          progress: () => undefined,
          signal: new AbortController().signal,
          stopIfAsked: () => undefined,
        };
        // A file that cannot be read does not keep those behind it waiting.
        await server.parts.db.image.updateMany({ data: { sha256: null } });
        const read = vi.spyOn(server.parts.storage, 'read').mockRejectedValueOnce(new Error('EACCES'));
        await hashImages(server.parts)({}, context).finally(() => read.mockRestore());
        expect(await server.parts.db.image.count({ where: { sha256: null, status: 1 } })).toBe(1);
        const found = await known(server.admin, [sha256(second)]);
        expect(found[sha256(second)]).toHaveLength(1);
      });

      test.each([[['abc']], [Array.from({ length: 501 }, () => 'a'.repeat(64))]])(
        'are not looked for by what is no hash, or by too many',
        async (hashes) => {
          const options = { token: server.admin, json: { hashes } };
          expect((await server.call('POST', '/api/v1/images/known/', options)).status).toBe(400);
        },
      );
    });
  });
}
