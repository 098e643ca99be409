import { expect, test } from 'vitest';
import { mapPage } from './map-page.ts';

const page = (query: string) => mapPage(new URLSearchParams(query));

test('a place is framed, the place where the zero lines meet too', async () => {
  for (const [query, marker] of [
    ['latitude=48.2&longitude=16.3', '48.200000%2C16.300000'],
    ['latitude=0&longitude=0', '0.000000%2C0.000000'],
    ['latitude=-90&longitude=180', '-90.000000%2C180.000000'],
  ] as const) {
    const answer = page(query);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`marker=${marker}`);
  }
});

test.each([
  '',
  'latitude=1',
  'latitude=91&longitude=0',
  'latitude=0&longitude=181',
  'latitude="><script>&longitude=0',
  'latitude=&longitude=',
])('%s is no place', (query) => {
  expect(page(query).status).toBe(400);
});
