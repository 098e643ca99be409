import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Trash } from '#lib/storage/storage.ts';
import { deleteImage } from './delete-image.ts';
import { editImage } from './edit-image.ts';
import type { ImageParts } from './image-parts.ts';
import { moveImage, planMove } from './move-image.ts';
import { purgeTrash, settleLostTrash } from './purge-trash.ts';
import { restoreImage } from './restore-image.ts';
import { readImage } from './store/image-records.ts';
import { listTrash } from './store/trash.ts';
import { type ImageWorld, isThere, newImageWorld, startImageDatabase } from './testing/image-world.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const KEEP_DAYS = 30;
/** No right is asked for. */
const anybody = () => undefined;

let database: Awaited<ReturnType<typeof startImageDatabase>>;
let world: ImageWorld;

beforeAll(async () => {
  database = await startImageDatabase();
});
afterAll(() => database?.stop());
beforeEach(async () => {
  world = await newImageWorld(database.db);
  return () => world.remove();
});

const status = (code: number) => expect.objectContaining({ status: code });
const stop = () => Promise.reject(new Error('stopped'));

async function idOf(path: string): Promise<number> {
  return (await world.catalog.find(path)).image.id;
}

const remove = (id: number, parts: ImageParts = world, keepDays = KEEP_DAYS) =>
  deleteImage(parts, id, world.actor, keepDays);

/** Deletes the image of a path; gives its id and that of its trash entry. */
async function trashed(path: string): Promise<{ id: number; entry: number }> {
  const id = await idOf(path);
  await remove(id);
  const [first] = await listTrash(world.db, { limit: 1 });
  return { id, entry: first?.id ?? 0 };
}

const inTrash = () => readdir(join(world.folder, '.emulsion/trash')).catch(() => []);
const entries = () => world.db.trashEntry.count();

describe('deleting', () => {
  it('moves the file to the trash and ends the record', async () => {
    await world.put('a/1.jpg', 'a/2.jpg');
    const id = await idOf('a/1.jpg');
    expect(await remove(id)).toMatchObject({ id, status: 0, src: 'a/1.jpg' });
    expect(await world.state()).toEqual({ 'a/2.jpg': 'a/2.jpg' });
    await expect(world.catalog.find('a/1.jpg')).rejects.toThrow(status(404));
    expect((await world.history(id)).slice(1)).toEqual(['0 Deleted by user ann']);
    expect(await world.audit()).toEqual(['image.delete a/1.jpg ann']);
    expect(world.purged).toEqual(['a/1.jpg']);
    expect(await listTrash(world.db, { limit: 10 })).toMatchObject([
      { kind: 'image', path: 'a/1.jpg', imageId: id, files: 1, bytes: 7, deletedBy: { username: 'ann' } },
    ]);
    await expect(remove(id)).rejects.toThrow(status(404));
    await expect(remove(99)).rejects.toThrow(status(404));
  });

  it('at once keeps nothing', async () => {
    await world.put('a/1.jpg');
    await remove(await idOf('a/1.jpg'), world, 0);
    expect(await world.state()).toEqual({});
    expect(await isThere(world, 'a/1.jpg')).toBe(false);
    expect([await entries(), await inTrash()]).toEqual([0, []]);
  });

  it('ends the record of a file that is gone already', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    await rm(join(world.folder, 'a/1.jpg'));
    expect((await remove(id)).status).toBe(0);
    expect(await entries()).toBe(0);
  });

  it('by several at once is done by one', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    const done = await Promise.allSettled(Array.from({ length: 6 }, () => remove(id)));
    expect(done.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect([await entries(), (await inTrash()).length]).toEqual([1, 1]);
    expect((await world.history(id)).slice(1)).toEqual(['0 Deleted by user ann']);
  });

  it('and moving at once end as one of the two', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    const plan = await planMove(world, id, 'a/2.jpg', true, anybody);
    const done = await Promise.allSettled([moveImage(world, plan, world.actor), remove(id)]);
    expect(done.some((result) => result.status === 'fulfilled')).toBe(true);
    const row = await readImage(world.db, id);
    const present = row?.status === 1;
    expect(await world.state()).toEqual(present ? { 'a/2.jpg': 'a/1.jpg' } : {});
    expect((await world.storage.list('a'))?.files).toEqual(present ? ['2.jpg'] : []);
    expect((await inTrash()).length).toBe(present ? 0 : 1);
  });
});

describe('deleting that is stopped', () => {
  it('before the file was touched leaves everything', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    const trash = { ...world.storage.trash, put: stop };
    await expect(remove(id, world.withStorage({ trash }))).rejects.toThrow('stopped');
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
    expect(await entries()).toBe(0);
    expect((await world.catalog.find('a/1.jpg')).image.id).toBe(id);
  });

  it('between file and record is settled by the next look, and can be restored', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    // The file is away, and so is the process, as far as the record can tell.
    await expect(remove(id, stoppedAfterPut({ restore: stop }))).rejects.toThrow('stopped');
    await expect(world.catalog.find('a/1.jpg')).rejects.toThrow(status(404));
    expect(await world.state()).toEqual({});
    expect(await listTrash(world.db, { limit: 10 })).toEqual([]);
    await settleLostTrash(world, 0);
    const [entry] = await listTrash(world.db, { limit: 10 });
    await restoreImage(world, entry?.id ?? 0, world.actor);
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
    expect(await idOf('a/1.jpg')).toBe(id);
  });

  it('before the file was touched, as by a kill, is forgotten', async () => {
    await world.put('a/1.jpg');
    await world.db.trashEntry.create({ data: { kind: 'image', path: 'a/1.jpg', store: 'never-arrived' } });
    await settleLostTrash(world, 60_000);
    expect(await entries()).toBe(1);
    await settleLostTrash(world, 0);
    expect(await entries()).toBe(0);
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
  });

  it('after the file went, but not the process, takes it back', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    await expect(remove(id, stoppedAfterPut({}))).rejects.toThrow('stopped');
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
    expect([await entries(), await inTrash()]).toEqual([0, []]);
  });

  function stoppedAfterPut(changed: Partial<Trash>): ImageParts {
    const { trash } = world.storage;
    return world.withStorage({
      trash: {
        ...trash,
        async put(...put) {
          await trash.put(...put);
          throw new Error('stopped');
        },
        ...changed,
      },
    });
  }
});

describe('restoring', () => {
  it('brings file, id, words and history back', async () => {
    await world.put('a/1.jpg');
    await editImage(world, await idOf('a/1.jpg'), { title: 'T' }, undefined, world.actor);
    const { id, entry } = await trashed('a/1.jpg');
    await expect(world.catalog.find('a/1.jpg')).rejects.toThrow(status(404));
    const image = await restoreImage(world, entry, world.actor);
    expect(image).toMatchObject({ id, status: 1, title: 'T', width: 7 });
    expect((await world.catalog.find('a/1.jpg')).image.id).toBe(id);
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
    expect((await world.history(id)).at(-1)).toBe('1 Restored by user ann');
    expect((await world.audit()).at(-1)).toBe('image.restore a/1.jpg ann');
    expect([await entries(), await inTrash()]).toEqual([0, []]);
    await expect(restoreImage(world, entry, world.actor)).rejects.toThrow(status(404));
  });

  it('makes the folder again', async () => {
    await world.put('a/b/1.jpg');
    const { id, entry } = await trashed('a/b/1.jpg');
    await rm(join(world.folder, 'a'), { recursive: true });
    expect(await restoreImage(world, entry, world.actor)).toMatchObject({ id, src: 'a/b/1.jpg' });
  });

  it('does not overwrite, but takes another name or path when told to', async () => {
    await world.put('a/1.jpg');
    const { id, entry } = await trashed('a/1.jpg');
    await writeFile(join(world.folder, 'a/1.jpg'), 'another');
    world.catalog.forget('a/1.jpg');
    // The record of the path is in use by the other file now.
    expect(await idOf('a/1.jpg')).toBe(id);
    await expect(restoreImage(world, entry, world.actor)).rejects.toThrow(status(409));
    const image = await restoreImage(world, entry, world.actor, { rename: true });
    expect(image.src).toBe('a/1-001.jpg');
    expect(image.id).not.toBe(id);
    expect(await world.state()).toEqual({ 'a/1-001.jpg': 'a/1.jpg', 'a/1.jpg': 'another' });
    const again = await trashed('a/1-001.jpg');
    const elsewhere = await restoreImage(world, again.entry, world.actor, { to: 'b/c/9.jpg' });
    expect(elsewhere).toMatchObject({ id: image.id, src: 'b/c/9.jpg', folder: { path: '/b/c' } });
    expect(await world.state()).toEqual({ 'a/1.jpg': 'another', 'b/c/9.jpg': 'a/1.jpg' });
  });

  it('works when the record was purged by a move to its path', async () => {
    await world.put('a/1.jpg', 'a/2.jpg');
    const { id, entry } = await trashed('a/1.jpg');
    const plan = await planMove(world, await idOf('a/2.jpg'), 'a/1.jpg', true, anybody);
    await moveImage(world, plan, world.actor);
    const image = await restoreImage(world, entry, world.actor, { rename: true });
    expect(image.src).toBe('a/1-001.jpg');
    expect(image.id).not.toBe(id);
    expect(await world.state()).toEqual({ 'a/1-001.jpg': 'a/1.jpg', 'a/1.jpg': 'a/2.jpg' });
  });

  it('by several at once is done by one', async () => {
    await world.put('a/1.jpg');
    const { entry } = await trashed('a/1.jpg');
    const done = await Promise.allSettled(
      Array.from({ length: 5 }, () => restoreImage(world, entry, world.actor, { rename: true })),
    );
    expect(done.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(Object.values(await world.state())).toEqual(['a/1.jpg']);
  });

  it.each([undefined, 'b/9.jpg'])(
    'that is stopped after the file (to %s) is finished by the next look',
    async (to) => {
      await world.put('a/1.jpg');
      const { id, entry } = await trashed('a/1.jpg');
      const trash = { ...world.storage.trash, put: stop };
      let restored = false;
      const stopped = world.withStorage({
        trash: {
          ...trash,
          async restore(...restore) {
            await world.storage.trash.restore(...restore);
            restored = true;
          },
        },
        stat: (path) => (restored ? stop() : world.storage.stat(path)),
      });
      await expect(restoreImage(stopped, entry, world.actor, { to })).rejects.toThrow('stopped');
      world.catalog.forget({ folder: '/' });
      expect(await idOf(to ?? 'a/1.jpg')).toBe(id);
      // The entry is empty; whoever wants it again is told so.
      await expect(restoreImage(world, entry, world.actor)).rejects.toThrow(status(404));
      expect(await entries()).toBe(0);
    },
  );

  it('that fails after the file puts it back', async () => {
    await world.put('a/1.jpg');
    const { id, entry } = await trashed('a/1.jpg');
    let restored = false;
    const failing = world.withStorage({
      trash: {
        ...world.storage.trash,
        async restore(...restore) {
          await world.storage.trash.restore(...restore);
          restored = true;
        },
      },
      stat: (path) => (restored ? stop() : world.storage.stat(path)),
    });
    await expect(restoreImage(failing, entry, world.actor)).rejects.toThrow('stopped');
    expect(await isThere(world, 'a/1.jpg')).toBe(false);
    expect((await restoreImage(world, entry, world.actor)).id).toBe(id);
  });
});

describe('the trash', () => {
  it('is listed in pages, the last first, and purged by age or by name', async () => {
    const paths = Array.from({ length: 5 }, (_, i) => `a/${i}.jpg`);
    await world.put(...paths);
    const ids: number[] = [];
    for (const path of paths) ids.push((await trashed(path)).entry);
    const page = await listTrash(world.db, { limit: 2 });
    expect(page.map(({ path }) => path)).toEqual(['a/4.jpg', 'a/3.jpg']);
    const next = await listTrash(world.db, { limit: 2, before: page[1]?.id });
    expect(next.map(({ path }) => path)).toEqual(['a/2.jpg', 'a/1.jpg']);

    expect(await purgeTrash(world, { ids: ids.slice(0, 2) }, world.actor)).toBe(2);
    expect(await purgeTrash(world, { before: new Date(0) }, world.actor)).toBe(0);
    expect([await entries(), (await inTrash()).length]).toEqual([3, 3]);
    expect(await purgeTrash(world, { before: new Date(Date.now() + 1000) }, world.actor)).toBe(3);
    expect([await entries(), await inTrash()]).toEqual([0, []]);
    expect((await world.audit()).at(-1)).toBe('image.purge a/4.jpg ann');
  });

  it('is purged on when the files went and the process with them', async () => {
    await world.put('a/1.jpg', 'a/2.jpg');
    await trashed('a/1.jpg');
    await trashed('a/2.jpg');
    let removed = 0;
    const trash = {
      ...world.storage.trash,
      async remove(entry: string) {
        await world.storage.trash.remove(entry);
        removed += 1;
        if (removed === 1) throw new Error('stopped');
      },
    };
    const later = { before: new Date(Date.now() + 1000) };
    await expect(purgeTrash(world.withStorage({ trash }), later, world.actor)).rejects.toThrow('stopped');
    expect(await purgeTrash(world, later, world.actor)).toBe(2);
    expect([await entries(), await inTrash()]).toEqual([0, []]);
  });
});
