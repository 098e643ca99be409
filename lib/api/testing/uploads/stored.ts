import { describe, expect, test } from 'vitest';
import { admin, jpeg, large, parts, server, sha256 } from './ground.ts';

/** What becomes of what was sent. */
export function storedTests(): void {
  describe('what is stored', () => {
    const send = (metadata: Record<string, string>, content = jpeg, who = admin) =>
      who.create({ folder: '/shop', ...metadata }, content.length, { body: content });

    test('a page that is called .jpg is refused, and nothing stays', async () => {
      const page = Buffer.from('<!doctype html><script>alert(1)</script>');
      const answer = await send({ filename: 'page.jpg' }, page);
      expect([answer.status, answer.message]).toEqual([415, expect.stringContaining('named .jpg')]);
      const result = await server.call('GET', `${answer.location}/result/`, { token: server.admin });
      expect([result.status, result.message]).toEqual([415, answer.message]);
      expect((await admin.head(answer.location)).status).toBe(415);
      expect(await parts()).toEqual([]);
    });

    test('what cannot be a picture is refused with its first part', async () => {
      const page = Buffer.from(`<!doctype html>${' '.repeat(200_000)}`);
      const { location } = await admin.create({ filename: 'long.jpg', folder: '/shop' }, page.length);
      expect((await admin.patch(location, 0, page.subarray(0, 100_000))).status).toBe(415);
    });

    test('an empty file is refused', async () => {
      const answer = await admin.create({ filename: 'empty.jpg', folder: '/shop' }, 0);
      expect([answer.status, answer.message]).toEqual([415, expect.stringContaining('empty')]);
    });

    test('another content than announced is refused', async () => {
      const wrong = await send({ filename: 'sum.jpg', sha256: sha256(large) });
      expect([wrong.status, wrong.message]).toEqual([400, expect.stringContaining(sha256(jpeg))]);
      const right = await send({ filename: 'sum.jpg', sha256: sha256(jpeg).toUpperCase() });
      expect(right.status).toBe(201);
    });

    test('a name that is taken: refused at once, replaced, or numbered', async () => {
      const first = await send({ filename: 'Taken.jpg' });
      const refused = await send({ filename: 'Taken.jpg' });
      expect([refused.status, refused.message]).toEqual([409, expect.stringContaining('already exists')]);
      const replaced = await send({ filename: 'Taken.jpg', overwrite: 'replace' }, large);
      expect([replaced.data.id, replaced.data.src]).toEqual([first.data.id, 'shop/Taken.jpg']);
      const numbered = await send({ filename: 'Taken.jpg', overwrite: 'rename' });
      expect(numbered.data.src).toBe('shop/Taken-001.jpg');
      const row = await server.parts.db.image.findUnique({ where: { src: 'shop/Taken.jpg' } });
      expect(row?.sha256).toBe(sha256(large));
    });

    test('folders that come along are made, once, and told in the audit log', async () => {
      const names = ['a', 'b', 'c', 'd'];
      const answers = await Promise.all(
        names.map((name) => send({ filename: `${name}name.jpg`, relative: `holiday/day 1/${name}.jpg` })),
      );
      expect(answers.map(({ data }) => data.src)).toEqual(
        names.map((name) => `shop/holiday/day 1/${name}name.jpg`),
      );
      const made = await server.parts.db.auditEntry.count({
        where: { action: 'folder.create', objectName: '/shop/holiday/day 1' },
      });
      expect(made).toBe(1);
    });

    test('title and tags come along', async () => {
      const metadata = { filename: 'described.jpg', title: ' Sea ', tags: 'coast, Summer,coast,' };
      const { data } = await send(metadata);
      const token = server.admin;
      const image = await server.call('GET', `/api/v1/admin/images/${data.id}/`, { token });
      expect(image.data.title).toBe('Sea');
      const tags = await server.call('GET', `/api/v1/admin/images/${data.id}/tags/`, { token });
      expect(tags.data.tags).toEqual(['coast', 'Summer']);
      const wrong = await send({ filename: 'wrong.jpg', tags: 'x'.repeat(61) });
      expect([wrong.status, wrong.message]).toEqual([400, expect.stringContaining('60 characters')]);
    });

    test('a folder of the settings is made with the date of today', async () => {
      const answer = await admin.create({ filename: 'dated.jpg', path_index: '0' }, jpeg.length, {
        body: jpeg,
      });
      expect(answer.data.src).toBe(`${new Date().toISOString().slice(0, 10)}/dated.jpg`);
    });
  });
}
