import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { editImage } from './edit-image.ts';
import { placeUpload, type Upload } from './place-upload.ts';
import { type ImageWorld, newImageWorld, startImageDatabase } from './testing/image-world.ts';

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

const gif = (text: string) => `GIF89a${text}`;
const status = (code: number) => expect.objectContaining({ status: code });

async function upload(content: string, change: Partial<Upload> = {}) {
  const staged = await world.stage(content);
  const wanted = { folder: '/a', name: 'x.gif', staged, onExisting: 'refuse' as const, actor: world.actor };
  return placeUpload(world, { ...wanted, ...change });
}

describe('an upload', () => {
  it('makes file, record, folders and history', async () => {
    const { image, outcome } = await upload(gif('1'), { folder: '/a/b' });
    expect(outcome).toBe('created');
    expect(image).toMatchObject({ src: 'a/b/x.gif', width: 7, height: 1, status: 1, measured: true });
    expect(image.folder.path).toBe('/a/b');
    expect(await world.state()).toEqual({ 'a/b/x.gif': gif('1') });
    expect(await world.history(image.id)).toEqual(['1 File uploaded by user ann']);
    expect(await world.audit()).toEqual(['image.upload a/b/x.gif ann']);
    expect((await world.catalog.find('a/b/x.gif')).image.id).toBe(image.id);
  });

  it('is refused, replaces or takes a numbered name when there is one already', async () => {
    const first = await upload(gif('first'));
    await editImage(world, first.image.id, { title: 'T', description: 'D' }, undefined, world.actor);
    await expect(upload(gif('2'))).rejects.toThrow(status(409));
    expect(await world.state()).toEqual({ 'a/x.gif': gif('first') });
    expect(world.purged).toEqual([]);

    const renamed = await upload(gif('3'), { onExisting: 'rename' });
    expect(renamed).toMatchObject({ outcome: 'renamed', image: { src: 'a/x-001.gif', title: '' } });
    expect(await world.history(renamed.image.id)).toEqual(['1 File uploaded by user ann']);

    const replaced = await upload(gif('in its place'), { onExisting: 'replace' });
    expect(replaced).toMatchObject({
      outcome: 'replaced',
      image: { id: first.image.id, title: 'T', description: 'D', width: 18 },
    });
    expect(world.purged).toEqual(['a/x.gif']);
    expect(await world.history(first.image.id)).toEqual([
      '1 File uploaded by user ann',
      '3 Title: T / Description: D ann',
      '2 File uploaded by user ann',
    ]);
    expect(await world.state()).toEqual({ 'a/x-001.gif': gif('3'), 'a/x.gif': gif('in its place') });
    expect((await world.catalog.find('a/x.gif')).image).toMatchObject({ width: 18, record: { title: 'T' } });
  });

  it('is refused when it is not what its name says, and leaves nothing', async () => {
    await expect(upload('<html>')).rejects.toThrow(status(415));
    await expect(upload(gif('1'), { name: 'x.txt' })).rejects.toThrow(status(415));
    await expect(
      upload(gif('1'), { name: `${'x'.repeat(251)}.gif`, folder: `/${'y'.repeat(254)}/`.repeat(4) }),
    ).rejects.toThrow(status(400));
    expect(await readdir(join(world.folder, '.emulsion/staging'))).toEqual([]);
    expect(await world.state()).toEqual({});
  });

  it('revives the record of a path whose file was gone', async () => {
    await world.put('a/x.gif');
    const { image } = await world.catalog.find('a/x.gif');
    await rm(join(world.folder, 'a/x.gif'));
    world.catalog.forget('a/x.gif');
    await expect(world.catalog.find('a/x.gif')).rejects.toThrow(status(404));
    const placed = await upload(gif('again'));
    expect(placed).toMatchObject({ outcome: 'created', image: { id: image.id, status: 1 } });
    expect((await world.catalog.find('a/x.gif')).image.id).toBe(image.id);
  });

  it('of one name twenty times at once gives twenty files and records', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => gif(`number ${i}`));
    const placed = await Promise.all(texts.map((text) => upload(text, { onExisting: 'rename' })));
    expect(new Set(placed.map(({ image }) => image.id)).size).toBe(20);
    expect(placed.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    const state = await world.state();
    expect(Object.keys(state)).toEqual(
      [
        ...Array.from({ length: 19 }, (_, i) => `a/x-${String(i + 1).padStart(3, '0')}.gif`),
        'a/x.gif',
      ].sort(),
    );
    expect(Object.values(state).map(String).sort()).toEqual([...texts].sort());
    for (const [i, { image }] of placed.entries()) expect(state[image.src]).toBe(texts[i]);
  });

  it('of one name at once that replace each other end as one', async () => {
    await upload(gif('first'));
    const texts = Array.from({ length: 8 }, (_, i) => gif(`number ${i}`));
    await Promise.all(texts.map((text) => upload(text, { onExisting: 'replace' })));
    const state = await world.state();
    expect(Object.keys(state)).toEqual(['a/x.gif']);
    expect(texts).toContain(state['a/x.gif']);
    expect(await readdir(join(world.folder, 'a'))).toEqual(['x.gif']);
  });

  it('is refused when all numbers are taken', async () => {
    await upload(gif('1'));
    const names = Array.from({ length: 999 }, (_, i) => `x-${String(i + 1).padStart(3, '0')}.gif`);
    await Promise.all(names.map((name) => writeFile(join(world.folder, 'a', name), '')));
    await expect(upload(gif('2'), { onExisting: 'rename' })).rejects.toThrow(status(409));
  });
});

describe('when the record cannot be written', () => {
  const away = () => Promise.reject(new Error('stopped'));

  it('a new file is taken away again', async () => {
    // A time that the table cannot hold fails the statement for the record.
    const stopped = world.withStorage({
      stat: async () => ({ size: 1, time: Number.NaN, version: '' }),
    });
    const staged = await world.stage(gif('1'));
    const wanted = { folder: '/', name: 'x.gif', staged, onExisting: 'refuse' as const, actor: world.actor };
    await expect(placeUpload(stopped, wanted)).rejects.toThrow(/./);
    expect(await readdir(world.folder)).toEqual(['.emulsion']);
    expect(await world.state()).toEqual({});
  });

  it('the next look at a new file makes it', async () => {
    const stopped = world.withStorage({ stat: away, removeFile: away });
    const staged = await world.stage(gif('1'));
    const wanted = { folder: '/', name: 'x.gif', staged, onExisting: 'refuse' as const, actor: world.actor };
    await expect(placeUpload(stopped, wanted)).rejects.toThrow('stopped');
    expect((await world.catalog.find('x.gif')).image).toMatchObject({ width: 7, size: 7 });
  });

  it('the next look at a replaced file renews it', async () => {
    const { image } = await upload(gif('first'));
    const staged = await world.stage(gif('in its place'));
    const wanted = {
      folder: '/a',
      name: 'x.gif',
      staged,
      onExisting: 'replace' as const,
      actor: world.actor,
    };
    await expect(placeUpload(world.withStorage({ stat: away }), wanted)).rejects.toThrow('stopped');
    world.catalog.forget('a/x.gif');
    expect((await world.catalog.find('a/x.gif')).image).toMatchObject({ id: image.id, width: 18 });
    expect((await world.history(image.id)).at(-1)).toBe('2 File changed: a/x.gif -');
  });
});
