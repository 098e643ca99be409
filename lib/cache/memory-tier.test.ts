import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryTier } from './memory-tier.ts';

const createTextTier = (capacityBytes: number) =>
  createMemoryTier<string>({ capacityBytes, sizeOf: (text) => text.length });

describe('memory tier', () => {
  it('gives back what was put and counts hits and misses', () => {
    const tier = createTextTier(100_000);
    expect(tier.put('a', 1, 'first')).toBe(true);
    expect(tier.get('a')).toBe('first');
    expect(tier.get('b')).toBeUndefined();
    expect(tier.stats()).toMatchObject({ entries: 1, hits: 1, misses: 1, evictions: 0, capacity: 100_000 });
  });

  it('replaces an entry without counting its bytes twice', () => {
    const tier = createTextTier(100_000);
    tier.put('a', 1, 'x'.repeat(1000));
    const before = tier.stats().bytes;
    tier.put('a', 1, 'y'.repeat(1000));
    expect(tier.stats().bytes).toBe(before);
    expect(tier.get('a')?.[0]).toBe('y');
  });

  it('evicts the least recently used first', () => {
    const tier = createTextTier(32_000);
    const text = 'x'.repeat(3000);
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) tier.put(id, 1, text);
    expect(tier.get('a')).toBeDefined();
    tier.put('j', 1, text);
    expect(tier.get('a')).toBeDefined();
    expect(tier.get('b')).toBeUndefined();
    expect(tier.stats().evictions).toBe(1);
  });

  it('does not keep an entry over an eighth of its capacity, and drops the older one of that id', () => {
    const tier = createTextTier(80_000);
    tier.put('a', 1, 'small');
    expect(tier.put('a', 1, 'x'.repeat(10_000))).toBe(false);
    expect(tier.get('a')).toBeUndefined();
    expect(tier.stats().bytes).toBe(0);
  });

  it('purges by image and leaves the others', () => {
    const tier = createTextTier(100_000);
    tier.put('a', 1, 'x');
    tier.put('b', 2, 'x');
    tier.put('c', 1, 'x');
    expect(tier.purgeImage(1)).toBe(2);
    expect(tier.purgeImage(1)).toBe(0);
    expect([tier.get('a'), tier.get('b'), tier.get('c')]).toEqual([undefined, 'x', undefined]);
  });

  it('treats a stale entry as a miss and removes it', () => {
    let fresh = true;
    const tier = createMemoryTier<string>({ capacityBytes: 10_000, sizeOf: () => 1, isFresh: () => fresh });
    tier.put('a', 1, 'x');
    expect(tier.get('a')).toBe('x');
    fresh = false;
    expect(tier.get('a')).toBeUndefined();
    expect(tier.stats()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('is always the same as a plain model, whatever is done to it', () => {
    const operation = fc.record({
      verb: fc.constantFrom('get', 'put', 'delete', 'purge'),
      id: fc.integer({ min: 0, max: 12 }),
      size: fc.integer({ min: 0, max: 2000 }),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const capacity = 10_000;
        const tier = createTextTier(capacity);
        let model: { id: string; image: number; size: number }[] = [];
        const cost = (entry: { id: string; size: number }) => entry.size + 2 * entry.id.length + 512;
        for (const { verb, id: number, size } of operations) {
          const id = String(number);
          const image = number % 3;
          const known = model.find((entry) => entry.id === id);
          if (verb === 'get') {
            expect(tier.get(id)?.length).toBe(known?.size);
            if (known) model = [...model.filter((entry) => entry !== known), known];
          } else if (verb === 'delete') {
            tier.delete(id);
            model = model.filter((entry) => entry !== known);
          } else if (verb === 'purge') {
            tier.purgeImage(image);
            model = model.filter((entry) => entry.image !== image);
          } else {
            tier.put(id, image, 'x'.repeat(size));
            model = model.filter((entry) => entry !== known);
            if (cost({ id, size }) <= capacity / 8) model.push({ id, image, size });
            while (model.reduce((sum, entry) => sum + cost(entry), 0) > capacity) model.shift();
          }
          const { bytes, entries } = tier.stats();
          expect(entries).toBe(model.length);
          expect(bytes).toBe(model.reduce((sum, entry) => sum + cost(entry), 0));
        }
      }),
    );
  });
});
