import { describe, expect, it } from 'vitest';
import { downloadName } from './download-name.ts';
import { errorPage } from './error-page.ts';
import { entityTag, matchesTag } from './etag.ts';
import { cacheControl, contentDisposition, expires } from './headers.ts';

describe('matchesTag', () => {
  const tag = entityTag(1, 'v', 'width=200');
  const bare = tag.slice(1, -1);
  it.each([
    [tag, true],
    [bare, true],
    [`W/${tag}`, true],
    [`"other", ${tag}`, true],
    ['*', true],
    ['"other"', false],
    ['', false],
    [`${bare}x`, false],
  ])('%s: %s', (header, expected) => expect(matchesTag(header, tag)).toBe(expected));

  it('is forty hex digits in quotes, as clients of the original know it', () => {
    expect(tag).toMatch(/^"[0-9a-f]{40}"$/);
  });
});

describe('contentDisposition', () => {
  it.each([
    ['blue bells.jpg', 'attachment; filename="blue bells.jpg"'],
    ['a"b\\c.jpg', 'attachment; filename="a_b_c.jpg"; filename*=UTF-8\'\'a%22b%5Cc.jpg'],
    ['façade.jpg', 'attachment; filename="facade.jpg"; filename*=UTF-8\'\'fa%C3%A7ade.jpg'],
    ['写真', 'attachment; filename="image"; filename*=UTF-8\'\'%E5%86%99%E7%9C%9F'],
    [
      'a\r\nX-Evil: 1.jpg',
      'attachment; filename="aX-Evil: 1.jpg"; filename*=UTF-8\'\'a%0D%0AX-Evil%3A%201.jpg',
    ],
    ["it's (1)*.png", 'attachment; filename="it\'s (1)*.png"'],
  ])('%s', (name, expected) => expect(contentDisposition('attachment', name)).toBe(expected));
});

describe('downloadName', () => {
  it.each([
    ['a/coffee.jpg', 'png', 'coffee.png'],
    ['a/Photo.JPG', 'jpg', 'Photo.JPG'],
    ['plain', 'jpg', 'plain.jpg'],
    ['b.jpg', 'pjpg', 'b.jpg'],
    ['b.jpeg', 'pjpg', 'b.jpeg'],
    ['b.png', 'pjpg', 'b.jpg'],
    ['scan.v2.tif', 'png', 'scan.v2.png'],
  ])('%s as %s', (src, format, expected) => expect(downloadName(src, format)).toBe(expected));
});

describe('client cache time', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    [60, true, 'public, max-age=60', 'Thu, 01 Jan 2026 00:01:00 GMT'],
    [0, true, undefined, undefined],
    [-1, true, 'public, no-cache', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    [60, false, 'private, max-age=60', 'Thu, 01 Jan 2026 00:01:00 GMT'],
    [0, false, 'private', undefined],
    [-1, false, 'private, no-cache', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('%s seconds, for everybody: %s', (seconds, shared, control, date) => {
    expect(cacheControl(seconds, shared)).toBe(control);
    expect(expires(seconds, now)).toBe(date);
  });
});

describe('errorPage', () => {
  it('escapes and bounds the message', () => {
    const page = errorPage(404, `<script>${'x'.repeat(5000)}`).toString();
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('404 Not Found');
    expect(page.length).toBeLessThan(1000);
  });
});
