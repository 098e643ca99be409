import { expect, test } from 'vitest';
import { isMeant, timeZones } from './time-zones.ts';

const SUMMER = new Date('2026-07-01T12:00:00Z');

test('all zones of the runtime are there, with their distance from UTC', () => {
  const zones = timeZones(SUMMER);
  expect(zones[0]).toEqual({ name: 'UTC', place: 'UTC', offset: 'UTC' });
  expect(zones).toContainEqual({ name: 'Europe/Vienna', place: 'Europe / Vienna', offset: 'UTC+2' });
  expect(zones.length).toBeGreaterThan(300);
  expect(new Set(zones.map(({ name }) => name)).size).toBe(zones.length);
});

test.each([
  ['vienna', true],
  ['  europe   VIENNA ', true],
  ['utc+2', true],
  ['', true],
  ['paris', false],
])('Europe/Vienna is meant by %j: %s', (typed, expected) => {
  const zone = timeZones(SUMMER).find(({ name }) => name === 'Europe/Vienna');
  expect(zone && isMeant(zone, typed.trim())).toBe(expected);
});

test('a name of two words is found as people write it', () => {
  const zone = timeZones(SUMMER).find(({ name }) => name === 'America/New_York');
  expect(zone && isMeant(zone, 'new york')).toBe(true);
});
