import { expect, test, vi } from 'vitest';
import { badRequest, EmulsionError } from './error.ts';

test('an error of another copy of the module is recognised; others are not', async () => {
  // As server.ts and a bundle of Next in one process.
  vi.resetModules();
  const copy = await import('./error.ts');
  const foreign = copy.notFound('gone');
  expect(copy.EmulsionError).not.toBe(EmulsionError);
  expect(foreign instanceof EmulsionError).toBe(true);
  expect(badRequest('x') instanceof copy.EmulsionError).toBe(true);
  expect(foreign.status).toBe(404);
  for (const other of [new Error('x'), { status: 404 }, null, 'x', undefined]) {
    expect(other instanceof EmulsionError).toBe(false);
  }
});

test('a class made of it knows its own only', () => {
  class Special extends EmulsionError {}
  expect(new Special('conflict', 'x') instanceof EmulsionError).toBe(true);
  expect(badRequest('x') instanceof Special).toBe(false);
});
