import { afterEach, describe, expect, it } from 'vitest';
import { addToMath } from './math.ts';
import { clone, fromQueryString, merge, toQueryString } from './objects.ts';
import { QU } from './qu.ts';

describe('merge', () => {
  it('goes deep, into the first object', () => {
    const options = { title: null, controls: { help: true, download: false } };
    const merged = merge(options, { title: 'A', controls: { download: true }, more: { x: [1] } });
    expect(merged).toBe(options);
    expect(merged).toEqual({ title: 'A', controls: { help: true, download: true }, more: { x: [1] } });
  });

  it('leaves prototypes alone', () => {
    merge({}, JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([undefined, null, 'text', 5])('takes %s for nothing', (from) => {
    expect(merge({ a: 1 }, from)).toEqual({ a: 1 });
  });
});

it('copies without functions', () => {
  const original = { a: [1, { b: 2 }], f: () => 1 };
  const copy = clone(original);
  expect(copy).toEqual({ a: [1, { b: 2 }] });
  expect(copy.a[1]).not.toBe(original.a[1]);
});

it('writes and reads query strings', () => {
  expect(toQueryString({ src: 'a/b c.jpg', tile: '1:4', x: [1, 2], none: null, blank: '' })).toBe(
    'src=a%2Fb%20c.jpg&tile=1%3A4&x=1&x=2&blank=',
  );
  expect(fromQueryString('?src=a%2Fb&amp;x=1;x=2&x=3&tmp=&__proto__=y')).toMatchObject({
    src: 'a/b',
    x: ['1', '2', '3'],
    tmp: '',
  });
  expect(fromQueryString('a=1&tmp=', true)).toEqual({ a: '1' });
});

it.each([
  ['https://h:8080/p/image?src=a#x', { server: 'https://h:8080', path: '/p/image', query: 'src=a' }],
  ['//h/image?src=a', { server: '//h', path: '/image', query: 'src=a' }],
  ['/image', { server: '', path: '/image', query: '' }],
  ['image?src=a/b.jpg', { server: '', path: 'image', query: 'src=a/b.jpg' }],
])('splits %s', (url, parts) => {
  expect(QU.splitURL(url)).toEqual(parts);
});

describe('on Math', () => {
  const math = Math as unknown as Record<string, (...values: number[]) => number>;
  afterEach(() => {
    for (const name of ['limit', 'round8', 'easeOutQuad', 'easeOutBack']) delete math[name];
  });

  it('adds what is not there', () => {
    const own = () => 7;
    math.round8 = own;
    addToMath();
    expect(math.round8).toBe(own);
    expect(math.limit?.(9, 1, 5)).toBe(5);
    expect(math.easeOutQuad?.(50, 10, 20, 100)).toBe(25);
    expect(math.easeOutBack?.(100, 10, 20, 100)).toBeCloseTo(30);
    expect(Math.round(1.5)).toBe(2);
  });
});
