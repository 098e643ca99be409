import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDiskTier, type DiskTier } from './disk-tier.ts';
import { testAddress, testPicture } from './testing/pictures.ts';

// A real disk on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let root: string;
const open: DiskTier[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emulsion-disk-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((tier) => tier.close()));
  await rm(root, { recursive: true, force: true });
});

function openTier(options: Partial<Parameters<typeof createDiskTier>[0]> = {}): DiskTier {
  const tier = createDiskTier({ folder: join(root, 'cache'), capacityBytes: 10_000_000, ...options });
  open.push(tier);
  return tier;
}

/** Paths of the stored pictures. */
async function storedFiles(folder = join(root, 'cache')): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  return names.filter((name) => name.endsWith('.pic')).map((name) => join(folder, name));
}

const onlyFile = async (): Promise<string> => {
  const [file, ...others] = await storedFiles();
  if (file === undefined || others.length > 0) throw new Error('expected one file');
  return file;
};

describe('disk tier', () => {
  it('stores, finds, counts and leaves no temporary files', async () => {
    const tier = openTier();
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await tier.put(testAddress(1), testPicture('one', 70_000))).toBe(true);
    expect(await tier.get(testAddress(1))).toEqual(testPicture('one', 70_000));
    expect(tier.stats()).toMatchObject({ entries: 1, hits: 1, misses: 1 });
    expect(tier.stats().bytes).toBe((await stat(await onlyFile())).size);
    expect(await readdir(join(root, 'cache', 'tmp'))).toEqual([]);
    expect(await tier.check()).toBe(true);
  });

  it('is filled again after a restart, and the order of use too', async () => {
    const first = openTier();
    for (const id of [1, 2, 3]) await first.put(testAddress(id), testPicture(`${id}`, 10_000));
    await first.close();
    const files = await storedFiles();
    const fileOf = (id: number) => files.find((file) => file.includes(`/${id}/`)) ?? '';
    await utimes(fileOf(1), 3000, 3000);
    await utimes(fileOf(2), 1000, 1000);
    await utimes(fileOf(3), 2000, 2000);
    const second = openTier({ capacityBytes: 85_000 });
    await second.counted();
    expect(second.stats().entries).toBe(3);
    for (let id = 10; id < 16; id++) await second.put(testAddress(id), testPicture('x', 10_000));
    expect(await second.get(testAddress(2))).toBeUndefined();
    expect(await second.get(testAddress(1))).toEqual(testPicture('1', 10_000));
    expect(second.stats().bytes).toBeLessThanOrEqual(85_000);
  });

  it('answers before the folder is counted', async () => {
    const first = openTier();
    await first.put(testAddress(1), testPicture('one'));
    const second = openTier();
    expect(await second.get(testAddress(1))).toEqual(testPicture('one'));
  });

  it('renews the time of a file when it is used, but not within the hour', async () => {
    const tier = openTier();
    await tier.put(testAddress(1), testPicture('one'));
    const file = await onlyFile();
    await utimes(file, 1000, 1000);
    await tier.get(testAddress(1));
    expect((await stat(file)).mtimeMs).toBe(1_000_000);
    await tier.close();
    const next = openTier();
    await next.counted();
    await next.get(testAddress(1));
    await expect.poll(async () => (await stat(file)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it('stays within its capacity on disk and removes empty folders', async () => {
    const tier = openTier({ capacityBytes: 200_000 });
    for (let id = 1; id <= 60; id++) await tier.put(testAddress(id), testPicture('x', 9000));
    let total = 0;
    for (const file of await storedFiles()) total += (await stat(file)).size;
    expect(total).toBeLessThanOrEqual(200_000);
    expect(total).toBe(tier.stats().bytes);
    expect(tier.stats().evictions).toBe(60 - tier.stats().entries);
    const folders = (await readdir(join(root, 'cache'), { recursive: true })).filter((name) =>
      /^[0-9a-f]{2}\/\d+$/.test(name),
    );
    expect(folders).toHaveLength(tier.stats().entries);
  });

  it('refuses entries over its limit or an eighth of its capacity', async () => {
    const tier = openTier({ maxEntryBytes: 10_000 });
    expect(await tier.put(testAddress(1), testPicture('x', 10_000))).toBe(false);
    const small = openTier({ capacityBytes: 80_000, folder: join(root, 'other') });
    expect(await small.put(testAddress(1), testPicture('x', 10_000))).toBe(false);
    expect(await small.put(testAddress(1), testPicture('x', 9000))).toBe(true);
  });

  it.each([
    ['cut short', (file: string) => truncate(file, 100)],
    ['empty', (file: string) => truncate(file, 0)],
    [
      'damaged',
      async (file: string) => {
        const bytes = await readFile(file);
        bytes[bytes.length - 1] = 0;
        await writeFile(file, bytes);
      },
    ],
  ])('treats a file that is %s as a miss and removes it', async (_, damage) => {
    const tier = openTier();
    await tier.put(testAddress(1), testPicture('one'));
    await damage(await onlyFile());
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await storedFiles()).toEqual([]);
    expect(tier.stats()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('forgets a failure once it has run out', async () => {
    const tier = openTier();
    await tier.put(testAddress(1), { kind: 'failure', status: 415, message: 'no', expires: Date.now() - 1 });
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await storedFiles()).toEqual([]);
    const failure = { kind: 'failure', status: 415, message: 'no', expires: Date.now() + 60_000 } as const;
    await tier.put(testAddress(2), failure);
    expect(await tier.get(testAddress(2))).toEqual(failure);
  });

  it('purges one image, and clears all', async () => {
    const tier = openTier();
    for (const id of [1, 2, 257]) {
      for (const variant of ['a', 'b']) await tier.put(testAddress(id, variant), testPicture('x'));
    }
    await tier.purgeImage(1);
    await tier.purgeImage(999);
    expect(await tier.get(testAddress(1, 'a'))).toBeUndefined();
    expect(await tier.get(testAddress(257, 'b'))).toBeDefined();
    expect(await storedFiles()).toHaveLength(4);
    await tier.clear();
    expect(await storedFiles()).toEqual([]);
    expect(tier.stats()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('goes on when the whole folder is deleted under it', async () => {
    const tier = openTier();
    await tier.put(testAddress(1), testPicture('one'));
    await rm(join(root, 'cache'), { recursive: true });
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await tier.put(testAddress(2), testPicture('two'))).toBe(true);
    await tier.counted();
    expect(await tier.get(testAddress(2))).toEqual(testPicture('two'));
    expect(tier.stats().entries).toBe(1);
  });

  it('survives the folder being deleted again and again while it is written to', async () => {
    const tier = openTier();
    let running = true;
    const destroyer = (async () => {
      while (running) await rm(join(root, 'cache'), { recursive: true, force: true, maxRetries: 5 });
    })();
    await Promise.all(
      Array.from({ length: 200 }, async (_, id) => {
        await tier.put(testAddress(id), testPicture('x'));
        await tier.get(testAddress(id));
      }),
    );
    running = false;
    await destroyer;
    expect(await tier.put(testAddress(1), testPicture('after'))).toBe(true);
    expect(await tier.get(testAddress(1))).toEqual(testPicture('after'));
  });

  it('reports a disk that cannot be written once, and is a miss', async () => {
    const errors: Error[] = [];
    await writeFile(join(root, 'occupied'), 'a file where the folder should be');
    const tier = openTier({ folder: join(root, 'occupied'), onError: (error) => errors.push(error) });
    expect(await tier.put(testAddress(1), testPicture('x'))).toBe(false);
    expect(await tier.put(testAddress(2), testPicture('x'))).toBe(false);
    expect(await tier.get(testAddress(1))).toBeUndefined();
    await tier.purgeImage(1);
    await tier.clear();
    expect(await tier.check()).toBe(false);
    expect(errors.length).toBeGreaterThanOrEqual(1);
    expect(errors.length).toBeLessThanOrEqual(2);
  });

  it('tidies up what a dead process left behind, but not what a living one is writing', async () => {
    const temporary = join(root, 'cache', 'tmp');
    await mkdir(temporary, { recursive: true });
    await writeFile(join(temporary, 'old'), 'x');
    await writeFile(join(temporary, 'new'), 'x');
    await utimes(join(temporary, 'old'), 1000, 1000);
    await openTier().counted();
    expect(await readdir(temporary)).toEqual(['new']);
  });

  it('shares its folder with another process: finds its files, counts them, keeps the bound', async () => {
    const one = openTier({ capacityBytes: 400_000 });
    const two = openTier({ capacityBytes: 400_000 });
    for (let id = 0; id < 120; id++) {
      await (id % 2 ? one : two).put(testAddress(id), testPicture(`${id}`, 9000));
    }
    await one.counted();
    await two.counted();
    expect(await one.get(testAddress(118))).toEqual(testPicture('118', 9000));
    expect(await two.get(testAddress(119))).toEqual(testPicture('119', 9000));
    let total = 0;
    for (const file of await storedFiles()) total += (await stat(file)).size;
    expect(total).toBeLessThanOrEqual(400_000 * 1.25);
    await two.purgeImage(119);
    expect(await one.get(testAddress(119))).toBeUndefined();
  });
});
