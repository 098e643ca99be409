import { expect, test } from 'vitest';
import { nextTarget, START_PAGE } from './next-target.ts';

const OWN = ['images.example.org:8080'];
const OTHER = ['Apps.example.com', 'tools.example.com:8443'];

test.each([
  ['/list/?path=/a b', '/list/?path=/a%20b'],
  ['/details/?src=ü.jpg#top', '/details/?src=%C3%BC.jpg#top'],
  ['/a/../b', '/b'],
  ['http://images.example.org:8080/list/', 'http://images.example.org:8080/list/'],
  ['https://apps.example.com/back?x=1', 'https://apps.example.com/back?x=1'],
  ['HTTPS://APPS.EXAMPLE.COM:443/', 'https://apps.example.com/'],
  ['https://tools.example.com:8443', 'https://tools.example.com:8443/'],
])('%s is allowed', (next, target) => {
  expect(nextTarget(next, OWN, OTHER)).toBe(target);
});

test.each([
  [undefined],
  [null],
  [''],
  ['list'],
  ['?a=b'],
  ['//evil.example'],
  ['///evil.example'],
  ['/\\evil.example'],
  ['/.//evil.example'],
  ['/a/..//evil.example'],
  ['/%5c..//../\\evil.example'],
  ['\\\\evil.example'],
  ['/\t/evil.example'],
  ['\n//evil.example'],
  [' //evil.example'],
  ['/a\r\nSet-Cookie: a=b'],
  ['javascript:alert(1)'],
  ['data:text/html,x'],
  ['https:evil.example'],
  ['https:/evil.example'],
  ['https://evil.example/'],
  ['https:///apps.example.com'],
  ['https://apps.example.com.evil.example/'],
  ['https://apps.example.com@evil.example/'],
  ['https://evil.example@apps.example.com/'],
  ['https://a:b@apps.example.com/'],
  ['https://apps.example.com:444/'],
  ['https://evil.example/https://apps.example.com'],
  ['ftp://apps.example.com/'],
  ['https://images.example.org/'],
  ['/login/?next=/'],
  ['/logout/'],
  ['/a/../logout'],
  [`/${'a'.repeat(5000)}`],
])('%j leads to the start page', (next) => {
  expect(nextTarget(next, OWN, OTHER)).toBe(START_PAGE);
});
