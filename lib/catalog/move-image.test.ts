import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { changedWords } from './changed-words.ts';
import { editImage } from './edit-image.ts';
import type { ImageParts } from './image-parts.ts';
import { finishMoves, moveImage, planMove } from './move-image.ts';
import { readImage } from './store/image-records.ts';
import { type ImageWorld, isThere, newImageWorld, startImageDatabase } from './testing/image-world.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

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

/** No right is asked for. */
const anybody = () => undefined;

async function idOf(path: string): Promise<number> {
  return (await world.catalog.find(path)).image.id;
}

async function move(id: number, path: string, parts: ImageParts = world) {
  return moveImage(parts, await planMove(parts, id, path, true, anybody), world.actor);
}

describe('a move', () => {
  it('takes file, record and words along, and writes history', async () => {
    await world.put('a/1.jpg', 'b/2.jpg');
    const id = await idOf('a/1.jpg');
    await editImage(world, id, { title: 'T' }, undefined, world.actor);
    const image = await move(id, '/b/3.png ');
    expect(image).toMatchObject({ id, src: 'b/3.png', title: 'T', status: 1, folder: { path: '/b' } });
    expect(await world.state()).toEqual({ 'b/2.jpg': 'b/2.jpg', 'b/3.png': 'a/1.jpg' });
    expect(await isThere(world, 'a/1.jpg')).toBe(false);
    expect((await world.history(id)).at(-1)).toBe('4 Moved from a/1.jpg to b/3.png ann');
    expect((await world.audit()).at(-1)).toBe('image.move b/3.png ann');
    expect(world.purged).toEqual(['a/1.jpg', 'b/3.png']);
    // Nothing of it is left in memory.
    await expect(world.catalog.find('a/1.jpg')).rejects.toThrow(status(404));
    expect((await world.catalog.find('b/3.png')).image).toMatchObject({ id, record: { title: 'T' } });
    expect(await world.history(id)).toHaveLength(3);
    expect(await world.storage.pendingMoves(0)).toEqual([]);
  });

  it('changes the case of a name alone, and cleans new names', async () => {
    await world.put('a/one.jpg');
    const id = await idOf('a/one.jpg');
    expect((await move(id, 'a/ONE.jpg')).src).toBe('a/ONE.jpg');
    expect((await world.history(id)).at(-1)).toBe('4 Renamed from one.jpg to ONE.jpg ann');
    expect((await move(id, 'a/_new?name*.jpg')).src).toBe('a/newname.jpg');
    expect(await world.state()).toEqual({ 'a/newname.jpg': 'a/one.jpg' });
  });

  it('to where it is does nothing', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    expect(await planMove(world, id, '/a//1.jpg', true, anybody)).toMatchObject({ same: true });
    expect((await move(id, 'a/1.jpg')).version).toBe(1);
    expect(await world.history(id)).toHaveLength(1);
  });

  it('purges a deleted record in its way', async () => {
    await world.put('a/1.jpg', 'a/2.jpg');
    const other = await idOf('a/2.jpg');
    await rm(join(world.folder, 'a/2.jpg'));
    const id = await idOf('a/1.jpg');
    expect((await move(id, 'a/2.jpg')).id).toBe(id);
    expect(await readImage(world.db, other)).toBeUndefined();
    expect(await idOf('a/2.jpg')).toBe(id);
  });

  it.each<[string, string, number]>([
    ['a dot first', '.hidden.jpg', 400],
    ['a hidden part', 'a/.hidden/x.jpg', 400],
    ['two dots', 'a/../x.jpg', 400],
    ['no extension', 'a/abcdef', 400],
    ['no image', 'a/page.html', 400],
    ['nothing left', 'a/???', 400],
    ['no folder', 'nowhere/x.jpg', 404],
    ['a file in the way', 'a/2.jpg', 409],
    ['a folder in the way', 'a/sub.jpg', 409],
  ])('is refused with %s', async (_, path, code) => {
    await world.put('a/1.jpg', 'a/2.jpg', 'a/sub.jpg/3.jpg');
    await expect(planMove(world, await idOf('a/1.jpg'), path, true, anybody)).rejects.toThrow(status(code));
  });

  it('is refused for an unknown image and one whose file is gone', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    await expect(planMove(world, 99, 'a/2.jpg', true, anybody)).rejects.toThrow(status(404));
    await rm(join(world.folder, 'a/1.jpg'));
    await expect(planMove(world, id, 'a/2.jpg', true, anybody)).rejects.toThrow(status(404));
  });

  it('by several at once is done by one', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    const plans = await Promise.all(
      Array.from({ length: 6 }, (_, i) => planMove(world, id, `a/to-${i}.jpg`, true, anybody)),
    );
    const done = await Promise.allSettled(plans.map((plan) => moveImage(world, plan, world.actor)));
    const [won] = done.filter((result) => result.status === 'fulfilled');
    expect(done.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of done) {
      if (result.status === 'rejected') expect(result.reason).toEqual(status(409));
    }
    expect(await world.state()).toEqual({ [won?.value.src ?? '']: 'a/1.jpg' });
    expect((await world.storage.list('a'))?.files).toHaveLength(1);
  });

  it('of two images to one path is done by one', async () => {
    await world.put('a/1.jpg', 'a/2.jpg');
    const plans = [
      await planMove(world, await idOf('a/1.jpg'), 'a/x.jpg', true, anybody),
      await planMove(world, await idOf('a/2.jpg'), 'a/x.jpg', true, anybody),
    ];
    const done = await Promise.allSettled(plans.map((plan) => moveImage(world, plan, world.actor)));
    expect(done.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const state = await world.state();
    expect(Object.keys(state)).toHaveLength(2);
    expect(Object.values(state).map(String).sort()).toEqual(['a/1.jpg', 'a/2.jpg']);
  });
});

describe('a move that is stopped', () => {
  const stop = () => Promise.reject(new Error('stopped'));

  it('while the record is written is undone', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    let moved = false;
    const stopped = world.withStorage({
      async beginMove(...begin) {
        moved = true;
        return world.storage.beginMove(...begin);
      },
      stat: (path) => (moved ? stop() : world.storage.stat(path)),
    });
    await expect(move(id, 'a/2.jpg', stopped)).rejects.toThrow('stopped');
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
    expect((await world.storage.list('a'))?.files).toEqual(['1.jpg']);
  });

  it('as by a kill before the record is undone later', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    await world.storage.beginMove('a/1.jpg', 'a/2.jpg', String(id));
    expect(await finishMoves(world, 60_000)).toBe(0);
    expect(await finishMoves(world, 0)).toBe(1);
    expect(await world.state()).toEqual({ 'a/1.jpg': 'a/1.jpg' });
    expect(await isThere(world, 'a/2.jpg')).toBe(false);
    expect(await idOf('a/1.jpg')).toBe(id);
  });

  it('as by a kill after the record is finished later', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    const stopped = world.withStorage({
      beginMove: async (...begin) => ({ ...(await world.storage.beginMove(...begin)), finish: stop }),
    });
    await expect(move(id, 'a/2.jpg', stopped)).rejects.toThrow('stopped');
    expect(await isThere(world, 'a/1.jpg')).toBe(true);
    expect(await finishMoves(world, 0)).toBe(1);
    expect(await world.state()).toEqual({ 'a/2.jpg': 'a/1.jpg' });
    expect(await isThere(world, 'a/1.jpg')).toBe(false);
    expect(await idOf('a/2.jpg')).toBe(id);
  });
});

describe('an edit', () => {
  it('changes words, version and history, and is seen at once', async () => {
    await world.put('a/1.jpg');
    const { image } = await world.catalog.find('a/1.jpg');
    const edited = await editImage(
      world,
      image.id,
      { title: 'Blue bells', description: 'In the wood' },
      image.record.version,
      world.actor,
    );
    expect(edited).toMatchObject({ title: 'Blue bells', description: 'In the wood', version: 2 });
    expect((await world.catalog.find('a/1.jpg')).image.record).toMatchObject({ title: 'Blue bells' });
    await editImage(world, image.id, { title: 'Blue' }, undefined, world.actor);
    await editImage(world, image.id, {}, undefined, world.actor);
    expect((await world.history(image.id)).slice(1)).toEqual([
      '3 Title: Blue bells / Description: In the wood ann',
      '3 Title: (bells) ann',
      '3  ann',
    ]);
    expect(world.purged).toEqual([]);
  });

  it('of what has changed meanwhile is refused, and says who did it', async () => {
    await world.put('a/1.jpg');
    const id = await idOf('a/1.jpg');
    await editImage(world, id, { title: 'one' }, 1, world.actor);
    await expect(editImage(world, id, { title: 'two' }, 1, world.actor)).rejects.toThrow(/by ann at /);
    await expect(editImage(world, 99, { title: 'two' }, 1, world.actor)).rejects.toThrow(status(404));
    expect((await readImage(world.db, id))?.title).toBe('one');
  });
});

it.each([
  ['', '', 100, ''],
  ['a b c', 'a b c', 100, ''],
  ['a  b', 'a\nb', 100, ''],
  ['', 'new words', 100, 'new words'],
  ['old words', '', 100, '(old words)'],
  ['a b c d e', 'a x c e', 100, 'x * (d)'],
  ['one two three', 'zero one two four', 100, 'zero * four'],
  ['', 'abcdefghijkl', 10, 'abcdefg...'],
  ['a '.repeat(5000), 'b '.repeat(5000), 10, 'b b b b...'],
])('words that differ between %j and %j', (before, after, limit, expected) => {
  expect(changedWords(before, after, limit)).toBe(expected);
});

it('measures a record that was made without looking into the file', async () => {
  await world.put('a/1.jpg');
  const id = await idOf('a/1.jpg');
  await world.db.image.update({ where: { id }, data: { width: 0, height: 0, measured: false } });
  world.catalog.forget({ folder: '/a' });
  expect((await world.catalog.find('a/1.jpg')).image).toMatchObject({ width: 7, height: 1 });
  expect(await readImage(world.db, id)).toMatchObject({ width: 7, measured: true });
  expect(await world.history(id)).toHaveLength(1);
});

it('forgets what it held of a folder, and of paths without a file', async () => {
  await world.put('a/b/1.jpg', 'ab/2.jpg');
  const inside = await world.catalog.find('a/b/1.jpg');
  const outside = await world.catalog.find('ab/2.jpg');
  await expect(world.catalog.find('a/3.jpg')).rejects.toThrow(status(404));
  await writeFile(join(world.folder, 'a/3.jpg'), 'x');
  world.catalog.forget({ folder: '/a' });
  expect(inside.checkedAt).toBe(Number.NEGATIVE_INFINITY);
  expect(await world.catalog.find('ab/2.jpg')).toBe(outside);
  expect((await world.catalog.find('a/3.jpg')).image.width).toBe(1);
});
