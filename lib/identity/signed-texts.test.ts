import { randomUUID } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { createSessionCookies } from './session-cookie.ts';
import { createTimedTokens } from './timed-token.ts';

const cookies = createSessionCookies('a secret');
const tokens = createTimedTokens('a secret');

afterEach(() => vi.useRealTimers());

/** The text with one letter changed, at each place in turn. */
function* changed(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    yield text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  }
}

it('a cookie names its session to the server that wrote it only', () => {
  const id = randomUUID();
  const value = cookies.write(id);
  expect(value).toMatch(/^[A-Za-z0-9._-]+$/);
  expect(cookies.read(value)).toBe(id);
  expect(createSessionCookies('another secret').read(value)).toBeUndefined();
  expect(cookies.read(id)).toBeUndefined();
  expect(cookies.read('')).toBeUndefined();
  const [, signature] = value.split('.');
  expect(cookies.read(`${randomUUID()}.${signature}`)).toBeUndefined();
});

it('a forgery token is good for its session only, and another one each time', () => {
  const id = randomUUID();
  const token = cookies.csrfToken(id);
  expect(cookies.csrfToken(id)).not.toBe(token);
  expect(cookies.isCsrfToken(id, token)).toBe(true);
  expect(cookies.isCsrfToken(id, cookies.csrfToken(id))).toBe(true);
  expect(cookies.isCsrfToken(randomUUID(), token)).toBe(false);
  expect(cookies.isCsrfToken(id, '')).toBe(false);
  expect(cookies.isCsrfToken(id, cookies.write(id))).toBe(false);
  for (const other of changed(token)) expect(cookies.isCsrfToken(id, other)).toBe(false);
});

it('a timed token holds who, until when and for which password, and nothing can be changed', () => {
  const expiresAt = new Date(Date.now() + 60_000);
  const token = tokens.issue(2 ** 31 - 1, 'stored', expiresAt);
  const read = tokens.read(token);
  expect(read).toMatchObject({
    userId: 2 ** 31 - 1,
    expiresAt: Math.floor(expiresAt.getTime() / 1000) * 1000,
  });
  expect(read && tokens.isCurrent(read.stamp, 'stored')).toBe(true);
  expect(read && tokens.isCurrent(read.stamp, 'stored anew')).toBe(false);
  expect(createTimedTokens('another secret').read(token)).toBeUndefined();
  for (const other of changed(token)) expect(tokens.read(other)).toBeUndefined();
});

it('a timed token ends when it says', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 });
  const token = tokens.issue(5, 'stored', new Date(Date.now() + 60_000));
  vi.setSystemTime(Date.now() + 59_999);
  expect(tokens.read(token)).toBeDefined();
  vi.setSystemTime(Date.now() + 1);
  expect(tokens.read(token)).toBeUndefined();
});
