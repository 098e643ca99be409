import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  numberedName,
  refuseDots,
  requireFileName,
  sanitizeFileName,
  sanitizeFolderPath,
} from './file-name.ts';

describe('sanitizeFileName', () => {
  it.each([
    ['../../../etc/passwd', 'etc_passwd'],
    ['_x_.jpg', 'x_.jpg'],
    ['x.jpg_', 'x.jpg'],
    ['a\'b"c:?.jpg', 'abc.jpg'],
    ['— dash.jpg', 'dash.jpg'],
    ['a*?<>|:\\^`.jpg', 'a.jpg'],
    ['tab\t and\nbreak\x7f.jpg', 'tab andbreak.jpg'],
    ['& @{}[],;$=!#()%+~.-_9.jpg', '& @{}[],;$=!#()%+~.-_9.jpg'],
    ['Ünïcode 写真 ².jpg', 'Ünïcode 写真 ².jpg'],
    ['e\u0301.jpg', 'é.jpg'],
    ['x\u0323\u0353.jpg', 'x.jpg'],
    ['no\u00a0blank\u200b.jpg', 'noblank.jpg'],
    ['CON.jpg', 'CON.jpg'],
    ['nul', 'nul'],
    ['a.jpg...', 'a.jpg'],
    [' ._a.jpg_. ', '._a.jpg_.'],
    ['. a.jpg .', 'a.jpg'],
    ['😀 smile.jpg', 'smile.jpg'],
  ])('%j becomes %j', (name, expected) => {
    expect(sanitizeFileName(name, true)).toBe(expected);
  });

  it.each([
    ['Ünïcode.jpg', 'Unicode.jpg'],
    ['写真 a.jpg', 'a.jpg'],
    ['ﬁne½.jpg', 'fine12.jpg'],
    ['straße.jpg', 'strae.jpg'],
  ])('%j becomes %j without Unicode', (name, expected) => {
    expect(sanitizeFileName(name, false)).toBe(expected);
  });

  it.each(['', '...', '_._', '???', ' ', '—'])('refuses %j', (name) => {
    expect(() => sanitizeFileName(name, true)).toThrow(/no valid characters/);
  });

  it('leaves nothing that has a meaning in a path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (name, unicode) => {
        let sane: string;
        try {
          sane = sanitizeFileName(name, unicode);
        } catch {
          return;
        }
        expect(sane).not.toMatch(/[/\\\0]|^\.{1,2}$/);
        expect(sane.normalize('NFC')).toBe(sane);
      }),
      { numRuns: 1000 },
    );
  });
});

it.each([
  ['photo.jpg', 1, 'photo-001.jpg'],
  ['img.jpg', 12, 'img-012.jpg'],
  ['pig.JPG', 999, 'pig-999.JPG'],
  ['a.tar.gz', 2, 'a.tar-002.gz'],
  ['noext', 3, 'noext-003'],
  [`${'x'.repeat(251)}.jpg`, 7, `${'x'.repeat(247)}-007.jpg`],
])('numbers %s as %i', (name, n, expected) => {
  expect(numberedName(name, n)).toBe(expected);
});

it.each([
  ['a.jpg', true],
  ['é.jpeg', true],
  [`${'x'.repeat(251)}.jpg`, true],
  [`${'x'.repeat(252)}.jpg`, false],
  ['.jpg', false],
  ['a.jp', false],
  ['abcdef', false],
  ['abcdef.', false],
  ['abc.jp g', false],
  ['abc. jpg', false],
])('%j as a file name', (name, good) => {
  const tried = () => requireFileName(name);
  if (good) expect(tried).not.toThrow();
  else expect(tried).toThrow(/^filename: /);
});

it.each([
  ['/a b/c?d', '/', '/a b/cd'],
  ['/old?/new?', '/old?', '/old?/new'],
  ['/a', '/a', '/a'],
  ['/', '/', '/'],
  ['/a/_b_', '/a', '/a/b'],
])('folder %s below %s', (path, existing, expected) => {
  expect(sanitizeFolderPath(path, existing, true)).toBe(expected);
});

it('refuses a folder part of which nothing is left', () => {
  expect(() => sanitizeFolderPath('/a/??', '/a', true)).toThrow(/^path: /);
});

it.each(['.a/b.jpg', 'a/../b.jpg', 'a/.b.jpg', '..', 'a..b.jpg'])('refuses the dots of %s', (path) => {
  expect(() => refuseDots(path)).toThrow(/^path: /);
});

it.each(['a.b/c.jpg', '/a/b.c.jpg', 'a.'])('takes the dots of %s', (path) => {
  expect(() => refuseDots(path)).not.toThrow();
});
