import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { baseName, extensionOf, folderOfImage, normalizeImagePath, parentFolders } from './image-path.ts';

function statusOf(src: string): number {
  try {
    normalizeImagePath(src);
    return 200;
  } catch (error) {
    if (error instanceof EmulsionError) return error.status;
    throw error;
  }
}

describe('normalizeImagePath', () => {
  it.each([
    ['a.jpg', 'a.jpg'],
    ['/a.jpg', 'a.jpg'],
    ['//a.jpg', 'a.jpg'],
    ['\\a.jpg', 'a.jpg'],
    ['a//b/../c.jpg', 'a/c.jpg'],
    ['./a/./b.jpg/', 'a/b.jpg'],
    ['a/../b.jpg', 'b.jpg'],
    ['/etc/passwd', 'etc/passwd'],
    ['.folio_exports/x.zip', '.folio_exports/x.zip'],
    ['.emulsions/x.jpg', '.emulsions/x.jpg'],
    ['a/.emulsion/x.jpg', 'a/.emulsion/x.jpg'],
    ['a\\b.jpg', 'a\\b.jpg'],
    ['Blue Bells/Ünïcode – dash.JPG', 'Blue Bells/Ünïcode – dash.JPG'],
    ['...', '...'],
    ['~root/x.jpg', '~root/x.jpg'],
    ['x'.repeat(1024), 'x'.repeat(1024)],
    ['/./'.repeat(2000).concat('a.jpg'), 'a.jpg'],
    ['é'.repeat(1024), 'é'.repeat(1024)],
    ['😀'.repeat(650), '😀'.repeat(650)],
  ])('spells %j as %j', (src, path) => {
    expect(normalizeImagePath(src)).toBe(path);
  });

  it.each(['../../etc/x', '~root/../../../x', '..', 'a/../..', '/../a.jpg', 'a/../\\../b', 'a/../\\\\..'])(
    'forbids %j',
    (src) => {
      expect(statusOf(src)).toBe(403);
    },
  );

  it.each([
    '',
    '.',
    '/',
    '\\',
    '//',
    'a/..',
    './',
    'a\0.jpg',
    'a\n.jpg',
    'a\x7f',
    '\ud800.jpg',
    'x'.repeat(1025),
  ])('refuses %j', (src) => {
    expect(statusOf(src)).toBe(400);
  });

  it.each([
    '.emulsion',
    '.emulsion/trash/x.jpg',
    '/./a/../.Emulsion//trash',
    '\\.emulsion/x.jpg',
    // What disks of other systems take for it.
    '.emul\u017fion/x.jpg',
    '.emul\u200csion/x.jpg',
    '\u200d.emulsion/x.jpg',
    '.emulsion. ./x.jpg',
  ])('finds nothing at %j, which the server keeps for itself', (src) => {
    expect(statusOf(src)).toBe(404);
  });

  it('counts characters, not UTF-16 halves', () => {
    expect(statusOf('é'.repeat(1025))).toBe(400);
    expect(statusOf('😀'.repeat(651))).toBe(400);
    expect(statusOf('写'.repeat(867))).toBe(400);
  });

  it('names the parameter and what was expected', () => {
    expect(() => normalizeImagePath('', 'overlay')).toThrow(
      /^overlay: out of range, expected a path of 1 to 1024/,
    );
  });

  const pieces = fc.constantFrom(
    'a',
    'b.jpg',
    '.',
    '..',
    '',
    '\\',
    '\\..',
    '\\.',
    '...',
    '..\\',
    ' ',
    '~',
    '\0',
    'é',
  );
  const paths = fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('/')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('never returns a path that leaves the repository, and is settled after one pass', () => {
    fc.assert(
      fc.property(paths, (src) => {
        if (statusOf(src) !== 200) return;
        const path = normalizeImagePath(src);
        const parts = path.split('/');
        expect(parts).not.toContain('..');
        expect(parts).not.toContain('.');
        expect(parts).not.toContain('');
        expect(path).not.toMatch(/^[/\\]/);
        expect(normalizeImagePath(path)).toBe(path);
      }),
      { numRuns: 2000 },
    );
  });

  it('fails only with 400 or 403', () => {
    fc.assert(fc.property(paths, (src) => [200, 400, 403].includes(statusOf(src))));
  });
});

describe('parts of a path', () => {
  it.each([
    ['a.jpg', '/', 'a.jpg', 'jpg'],
    ['a/b/C.JPG', '/a/b', 'C.JPG', 'jpg'],
    ['a.b/c', '/a.b', 'c', ''],
    ['a/.png', '/a', '.png', 'png'],
    ['a/x.tar.gz', '/a', 'x.tar.gz', 'gz'],
    ['dot.', '/', 'dot.', ''],
  ])('%s', (path, folder, name, extension) => {
    expect(folderOfImage(path)).toBe(folder);
    expect(baseName(path)).toBe(name);
    expect(extensionOf(path)).toBe(extension);
  });

  it.each([
    ['/', ['/']],
    ['/a', ['/a', '/']],
    ['/a/b/c', ['/a/b/c', '/a/b', '/a', '/']],
  ])('walks up from %s', (folder, above) => {
    expect(parentFolders(folder)).toEqual(above);
  });
});
