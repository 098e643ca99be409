import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLocalDisk } from './local-disk.ts';
import type { Storage } from './storage.ts';

let root: string;
let storage: Storage;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emulsion-storage-'));
  storage = await openLocalDisk(root, { fileMode: 0o664, dirMode: 0o775 });
  return () => rm(root, { recursive: true, force: true });
});

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `content of ${path}`);
  }
}

const text = (path: string) => readFile(join(root, path), 'utf8');
const status = (code: number) => expect.objectContaining({ status: code });
const internal = async (folder: string) => readdir(join(root, '.emulsion', folder)).catch(() => []);
const stage = (content: string, maxBytes = 1000) => storage.stage(Readable.from([content]), { maxBytes });

describe('listing', () => {
  it('names files and folders, follows links and leaves out what starts with a dot', async () => {
    await put('a/1.jpg', 'a/.hidden.jpg', 'a/sub/2.jpg', 'a/.private/3.jpg');
    await symlink(join(root, 'a/1.jpg'), join(root, 'a/link.jpg'));
    await symlink(join(root, 'a/sub'), join(root, 'a/linked'));
    await symlink(join(root, 'nowhere'), join(root, 'a/broken.jpg'));
    const listing = await storage.list('a');
    expect(listing?.files.sort()).toEqual(['1.jpg', 'link.jpg']);
    expect(listing?.folders.sort()).toEqual(['linked', 'sub']);
    expect(await storage.list('b')).toBeUndefined();
    expect(await storage.list('a/1.jpg')).toBeUndefined();
  });

  it('hides what the server keeps for itself, and reaches it by no path', async () => {
    await put('a.jpg');
    await storage.trash.put('a.jpg', 'image', 'entry');
    expect((await storage.list(''))?.folders).toEqual([]);
    for (const path of [
      '.emulsion/trash/entry/a.jpg',
      '.EMULSION/trash/entry/a.jpg',
      'x/../.emulsion/trash',
    ]) {
      await expect(storage.stat(path)).rejects.toThrow(status(404));
      await expect(storage.list(path)).rejects.toThrow(status(404));
      await expect(storage.read(path)).rejects.toThrow(status(404));
      await expect(storage.makeFolder(path)).rejects.toThrow(status(404));
    }
  });

  it('gives a version that changes with the entries, and says when that can be relied on', async () => {
    await put('a/1.jpg');
    expect((await storage.list('a'))?.settled).toBe(false);
    const past = new Date(Date.now() - 60_000);
    await utimes(join(root, 'a'), past, past);
    const before = await storage.list('a');
    expect(before?.settled).toBe(true);
    expect(await storage.listVersion('a')).toEqual({ version: before?.version, settled: true });
    await put('a/2.jpg');
    expect((await storage.list('a'))?.version).not.toBe(before?.version);
  });
});

describe('folders', () => {
  it('are made with those above, in the mode that is set, several at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => storage.makeFolder('a/b/c')));
    for (const path of ['a', 'a/b', 'a/b/c']) {
      expect((await stat(join(root, path))).mode & 0o777).toBe(0o775);
    }
  });

  it('are not made where a file is', async () => {
    await put('a/file');
    await expect(storage.makeFolder('a/file')).rejects.toThrow(status(409));
    await expect(storage.makeFolder('a/file/b')).rejects.toThrow(status(409));
    await expect(storage.makeFolder('n'.repeat(300))).rejects.toThrow(status(400));
  });

  it('move, but never onto anything', async () => {
    await put('a/1.jpg', 'b/2.jpg', 'file');
    await mkdir(join(root, 'empty'));
    for (const taken of ['b', 'empty', 'file']) {
      await expect(storage.moveFolder('a', taken)).rejects.toThrow(status(409));
    }
    await expect(storage.moveFolder('a', 'a/inside')).rejects.toThrow(status(409));
    await expect(storage.moveFolder('nowhere', 'c')).rejects.toThrow(status(404));
    await expect(storage.moveFolder('a', 'nowhere/c')).rejects.toThrow(status(404));
    await storage.moveFolder('a', 'b/c');
    expect(await text('b/c/1.jpg')).toBe('content of a/1.jpg');
    expect(await storage.hasFolder('a')).toBe(false);
  });
});

describe('files', () => {
  it('move, but never onto anything', async () => {
    await put('a.jpg', 'b.jpg', 'c/d.jpg');
    await expect(storage.moveFile('a.jpg', 'b.jpg')).rejects.toThrow(status(409));
    await expect(storage.moveFile('a.jpg', 'c')).rejects.toThrow(status(409));
    await expect(storage.moveFile('x.jpg', 'y.jpg')).rejects.toThrow(status(404));
    await expect(storage.moveFile('a.jpg', 'nowhere/y.jpg')).rejects.toThrow(status(404));
    await expect(storage.moveFile('c', 'y.jpg')).rejects.toThrow(status(404));
    await storage.moveFile('a.jpg', 'A.jpg');
    expect((await readdir(root)).sort()).toEqual(['A.jpg', 'b.jpg', 'c']);
    expect(await text('b.jpg')).toBe('content of b.jpg');
  });

  it('of several that move to one path only one arrives, and none is lost', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `${i}.jpg`);
    await put(...names);
    const moves = await Promise.allSettled(names.map((name) => storage.moveFile(name, 'one.jpg')));
    expect(moves.filter(({ status: done }) => done === 'fulfilled')).toHaveLength(1);
    expect(await readdir(root)).toHaveLength(10);
  });

  it('removed twice is fine', async () => {
    await put('a.jpg');
    await storage.removeFile('a.jpg');
    await storage.removeFile('a.jpg');
    await storage.removeFile('no/folder.jpg');
    expect(await storage.stat('a.jpg')).toBeUndefined();
  });
});

describe('a move in two halves', () => {
  it.each(['finish', 'undo'] as const)('%s leaves the file at one place', async (end) => {
    await put('a/1.jpg', 'b/other.jpg');
    const move = await storage.beginMove('a/1.jpg', 'b/2.jpg', 'note');
    expect(await text('a/1.jpg')).toBe(await text('b/2.jpg'));
    await move[end]();
    await move[end]();
    expect(await storage.stat('a/1.jpg')).toEqual(end === 'finish' ? undefined : expect.anything());
    expect(await storage.stat('b/2.jpg')).toEqual(end === 'undo' ? undefined : expect.anything());
    expect(await internal('moves')).toEqual([]);
  });

  it('is found again by whoever comes later, and leaves files alone that came meanwhile', async () => {
    await put('a/1.jpg', 'b/other.jpg');
    await storage.beginMove('a/1.jpg', 'b/2.jpg', '42');
    const later = await openLocalDisk(root, { fileMode: 0o644, dirMode: 0o755 });
    expect(await later.pendingMoves(60_000)).toEqual([]);
    const [move] = await later.pendingMoves(0);
    expect(move).toMatchObject({ from: 'a/1.jpg', to: 'b/2.jpg', note: '42' });
    await rm(join(root, 'a/1.jpg'));
    await writeFile(join(root, 'a/1.jpg'), 'somebody put another file there');
    await move?.finish();
    expect(await text('a/1.jpg')).toBe('somebody put another file there');
    expect(await text('b/2.jpg')).toBe('content of a/1.jpg');
    expect(await later.pendingMoves(0)).toEqual([]);
  });

  it('leaves no note when it cannot begin', async () => {
    await put('a.jpg', 'b.jpg');
    await expect(storage.beginMove('a.jpg', 'b.jpg', '')).rejects.toThrow(status(409));
    await expect(storage.beginMove('x.jpg', 'y.jpg', '')).rejects.toThrow(status(404));
    expect(await internal('moves')).toEqual([]);
  });

  it('forgets a note that was not written to its end', async () => {
    await put('.emulsion/moves/x.json');
    expect(await storage.pendingMoves(0)).toEqual([]);
    expect(await internal('moves')).toEqual([]);
  });
});

describe('staging', () => {
  it('takes in large files whole, hashed and in the mode that is set', async () => {
    const content = randomBytes(11 * 1024 * 1024);
    const chunks = Array.from({ length: 11 * 16 }, (_, i) => content.subarray(i * 65_536, (i + 1) * 65_536));
    const staged = await storage.stage(Readable.from(chunks), { maxBytes: content.length });
    expect(staged.size).toBe(content.length);
    expect(staged.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(staged.head.equals(content.subarray(0, 65_536))).toBe(true);
    await staged.placeNew('a.jpg');
    expect((await readFile(join(root, 'a.jpg'))).equals(content)).toBe(true);
    expect((await stat(join(root, 'a.jpg'))).mode & 0o777).toBe(0o664);
    expect(await internal('staging')).toEqual([]);
  });

  it('places a file only where nothing is, or over what is there', async () => {
    await put('a.jpg', 'folder/b.jpg');
    const staged = await stage('new');
    await expect(staged.placeNew('a.jpg')).rejects.toThrow(status(409));
    await expect(staged.placeNew('nowhere/a.jpg')).rejects.toThrow(status(404));
    await expect(staged.replace('folder')).rejects.toThrow(status(409));
    await staged.replace('a.jpg');
    expect(await text('a.jpg')).toBe('new');
    await staged.discard();
    expect(await text('a.jpg')).toBe('new');
  });

  it.each<[string, RegExp, () => Promise<unknown>]>([
    ['too large', /more than 4 bytes/, () => stage('12345', 4)],
    [
      'broken off',
      /gone|premature/i,
      () => {
        const broken = new Readable({ read() {} });
        broken.push('some');
        setImmediate(() => broken.destroy(new Error('gone')));
        return storage.stage(broken, { maxBytes: 1000 });
      },
    ],
    [
      'cancelled',
      /abort/i,
      () => {
        const cancel = new AbortController();
        const endless = new Readable({ read() {} });
        setImmediate(() => cancel.abort());
        return storage.stage(endless, { maxBytes: 1000, signal: cancel.signal });
      },
    ],
  ])('leaves nothing of a file that is %s', async (_, message, attempt) => {
    await expect(attempt()).rejects.toThrow(message);
    expect(await internal('staging')).toEqual([]);
  });

  it('says that a file is too large, and takes one that just fits', async () => {
    await expect(stage('12345', 4)).rejects.toThrow(status(413));
    expect((await stage('1234', 4)).size).toBe(4);
  });

  it('is emptied of what has been left behind, not of what is arriving', async () => {
    await stage('old');
    const [old] = await internal('staging');
    const past = new Date(Date.now() - 3_600_000);
    await utimes(join(root, '.emulsion/staging', old ?? ''), past, past);
    const young = await stage('young');
    await storage.emptyStaging(60_000);
    expect(await internal('staging')).toHaveLength(1);
    await young.placeNew('young.jpg');
    expect(await text('young.jpg')).toBe('young');
  });
});

describe('trash', () => {
  it('keeps files and folders until they are restored or removed', async () => {
    await put('a/1.jpg', 'b/deep/2.jpg');
    await storage.trash.put('a/1.jpg', 'image', 'one');
    await storage.trash.put('b', 'folder', 'two');
    expect(await storage.stat('a/1.jpg')).toBeUndefined();
    expect(await storage.hasFolder('b')).toBe(false);
    expect([await storage.trash.has('one'), await storage.trash.has('two')]).toEqual([true, true]);
    await storage.trash.restore('one', 'new/folder/1.jpg');
    await storage.trash.restore('two', 'c');
    expect(await text('new/folder/1.jpg')).toBe('content of a/1.jpg');
    expect(await text('c/deep/2.jpg')).toBe('content of b/deep/2.jpg');
    expect(await storage.trash.has('one')).toBe(false);
    await expect(storage.trash.restore('one', 'x.jpg')).rejects.toThrow(status(404));
    await storage.trash.put('c', 'folder', 'three');
    await storage.trash.remove('three');
    await storage.trash.remove('three');
    expect(await internal('trash')).toEqual([]);
  });

  it('restores over nothing', async () => {
    await put('a.jpg');
    await storage.trash.put('a.jpg', 'image', 'one');
    await put('a.jpg');
    await expect(storage.trash.restore('one', 'a.jpg')).rejects.toThrow(status(409));
    expect(await storage.trash.has('one')).toBe(true);
  });

  it('takes nothing that is not there, nor an image for a folder, nor the repository', async () => {
    await put('a/1.jpg');
    await expect(storage.trash.put('x.jpg', 'image', 'e')).rejects.toThrow(status(404));
    await expect(storage.trash.put('a', 'image', 'e')).rejects.toThrow(status(404));
    await expect(storage.trash.put('a/1.jpg', 'folder', 'e')).rejects.toThrow(status(404));
    await expect(storage.trash.put('', 'folder', 'e')).rejects.toThrow('the repository itself');
    await expect(storage.trash.put('a', 'folder', '../e')).rejects.toThrow('not a name');
    expect(await internal('trash')).toEqual([]);
  });
});

/** Another file system than that of the repository, where there is one. */
const OTHER_MOUNT = '/dev/shm';
const hasOtherMount = statSync(OTHER_MOUNT, { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev;

describe.runIf(existsSync(OTHER_MOUNT) && hasOtherMount)('a folder that is linked to another mount', () => {
  beforeEach(async () => {
    const mount = await mkdtemp(join(OTHER_MOUNT, 'emulsion-mount-'));
    await symlink(mount, join(root, 'other'));
    return () => rm(mount, { recursive: true, force: true });
  });

  it('takes uploads in', async () => {
    await (await stage('one')).placeNew('other/a.jpg');
    const second = await stage('two');
    await expect(second.placeNew('other/a.jpg')).rejects.toThrow(status(409));
    await second.replace('other/a.jpg');
    expect(await text('other/a.jpg')).toBe('two');
    expect(await readdir(join(root, 'other'))).toEqual(['a.jpg']);
    expect(await internal('staging')).toEqual([]);
  });

  it.each(['finish', 'undo'] as const)('moves a file in halves, to %s it', async (end) => {
    await put('a.jpg', 'other/b.jpg');
    const time = (await storage.stat('a.jpg'))?.time;
    await expect(storage.moveFile('a.jpg', 'other/b.jpg')).rejects.toThrow(status(409));
    const move = await storage.beginMove('a.jpg', 'other/c.jpg', '');
    expect((await storage.stat('other/c.jpg'))?.time).toBe(time);
    await move[end]();
    expect(await storage.stat('a.jpg')).toEqual(end === 'finish' ? undefined : expect.anything());
    expect(await storage.stat('other/c.jpg')).toEqual(end === 'undo' ? undefined : expect.anything());
  });

  it('goes to the trash and back', async () => {
    await put('other/a.jpg', 'other/sub/b.jpg');
    await storage.trash.put('other/a.jpg', 'image', 'one');
    await storage.trash.put('other/sub', 'folder', 'two');
    expect(await readdir(join(root, 'other'))).toEqual([]);
    await storage.trash.restore('one', 'other/a.jpg');
    await storage.trash.restore('two', 'other/sub');
    expect([await text('other/a.jpg'), await text('other/sub/b.jpg')]).toEqual([
      'content of other/a.jpg',
      'content of other/sub/b.jpg',
    ]);
    expect((await storage.list('other'))?.files).toEqual(['a.jpg']);
    expect((await readdir(join(root, 'other'))).sort()).toEqual(['a.jpg', 'sub']);
  });
});
