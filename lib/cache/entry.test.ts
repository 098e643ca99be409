import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badRequest, busy, forbidden, notFound, unsupported } from '#lib/errors/error.ts';
import { addressOf, errorOf, failureOf } from './entry.ts';

describe('address of a picture', () => {
  it('is short and safe in file names, however long or strange the transform', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.string({ maxLength: 5000 }), (imageId, version, transform) => {
        expect(addressOf({ imageId, version, transform }).id).toMatch(/^\d+-[0-9a-f]{40}$/);
      }),
    );
  });

  it('differs when any part differs, also where the parts join', () => {
    const keys = [
      { imageId: 1, version: 'a', transform: 'b' },
      { imageId: 2, version: 'a', transform: 'b' },
      { imageId: 1, version: 'ab', transform: '' },
      { imageId: 1, version: 'a\nb', transform: 'c' },
      { imageId: 1, version: 'a', transform: 'b\nc' },
      { imageId: 1, version: '', transform: 'ab' },
    ];
    expect(new Set(keys.map((key) => addressOf(key).id)).size).toBe(keys.length);
  });
});

describe('remembered failures', () => {
  it.each([
    ['unsupported', unsupported('Broken.', new Error('inner secret')), 415],
    ['invalid request', badRequest('No such page.'), 400],
  ])('%s comes back as it was, without its inner cause', (_, error, status) => {
    const failure = failureOf(error, 1000);
    expect(failure).toEqual({ kind: 'failure', status, message: error.publicMessage, expires: 61_000 });
    const again = failure && errorOf(failure);
    expect(again).toMatchObject({ code: error.code, publicMessage: error.publicMessage, status });
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  it.each([busy('b', 1), notFound('n'), forbidden('f'), new Error('e'), 'text', undefined])(
    'says nothing lasting: %s',
    (error) => expect(failureOf(error)).toBeUndefined(),
  );
});
