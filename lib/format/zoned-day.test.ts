import { expect, it } from 'vitest';
import { startOfDay } from './zoned-day.ts';

it.each([
  ['2026-01-31', 'UTC', 0, '2026-01-31T00:00:00.000Z'],
  ['2026-01-31', 'UTC', 1, '2026-02-01T00:00:00.000Z'],
  ['2026-07-01', 'Europe/Berlin', 0, '2026-06-30T22:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', 0, '2026-03-28T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', 1, '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', 1, '2026-10-25T23:00:00.000Z'],
  ['2026-05-05', 'America/Los_Angeles', 0, '2026-05-05T07:00:00.000Z'],
  ['2026-05-05', 'Asia/Kathmandu', 0, '2026-05-04T18:15:00.000Z'],
])('%s in %s, %d days on', (day, zone, later, expected) => {
  expect(startOfDay(day, zone, later)?.toISOString()).toBe(expected);
});

it.each(['', '2026-02-31', '31.1.2026', '2026-13-01'])('%j is no day', (day) => {
  expect(startOfDay(day, 'UTC')).toBeUndefined();
});
