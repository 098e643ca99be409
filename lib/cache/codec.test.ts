import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodedSize, encodeEntry } from './codec.ts';
import { testAddress, testPicture } from './testing/pictures.ts';

const address = testAddress(5);
const encoded = Buffer.concat(encodeEntry(address, testPicture('body', 64)));

describe('stored form', () => {
  it('gives back pictures and failures', () => {
    expect(decodeEntry(address, encoded)).toEqual(testPicture('body', 64));
    const failure = { kind: 'failure', status: 415, message: 'Cannot read “this”', expires: 12 } as const;
    expect(decodeEntry(address, Buffer.concat(encodeEntry(address, failure)))).toEqual(failure);
  });

  it('bounds its size from above', () => {
    expect(encoded.length).toBeLessThanOrEqual(encodedSize(testPicture('body', 64)));
  });

  it('refuses an entry of another address', () => {
    expect(decodeEntry(testAddress(5, 'width=201'), encoded)).toBeUndefined();
  });

  it('refuses every torn entry', () => {
    for (let length = 0; length < encoded.length; length++) {
      expect(decodeEntry(address, encoded.subarray(0, length))).toBeUndefined();
    }
    expect(decodeEntry(address, Buffer.concat([encoded, Buffer.alloc(1)]))).toBeUndefined();
  });

  it('refuses an entry with any bit turned', () => {
    fc.assert(
      fc.property(fc.nat(encoded.length - 1), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const damaged = Buffer.from(encoded);
        damaged[position] = (damaged[position] ?? 0) ^ flip;
        expect(decodeEntry(address, damaged)).toBeUndefined();
      }),
    );
  });

  it('refuses foreign bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeEntry(address, Buffer.from(bytes))).toBeUndefined();
      }),
    );
  });
});
