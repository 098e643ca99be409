import { expect, test } from 'vitest';
import { filterTexts } from './filter-texts.ts';
import { readListing } from './listing.ts';

test.each([
  ['', {}],
  ['type=image/jpeg,psd', { type: 'JPEG, PSD' }],
  ['type=image/nef,image/cr2,application/pdf', { type: 'Camera raw, PDF' }],
  ['min_width=1000', { pixels: 'from 1,000 wide' }],
  ['max_width=800&min_height=600&max_height=600', { pixels: 'up to 800 wide, 600 high' }],
  ['min_bytes=1000000&max_bytes=5000000', { bytes: '1 MB to 5 MB' }],
  ['from=2026-01-31', { date: 'from 31 Jan 2026' }],
  ['from=2026-01-31&to=2026-02-01', { date: '31 Jan 2026 to 1 Feb 2026' }],
  ['tag=cat,dog', { tag: 'cat, dog' }],
])('the chips of %j', (query, texts) => {
  const none = { type: undefined, pixels: undefined, bytes: undefined, date: undefined, tag: undefined };
  expect(filterTexts(readListing(new URLSearchParams(query)))).toEqual({ ...none, ...texts });
});
