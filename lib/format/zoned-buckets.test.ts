import { describe, expect, it } from 'vitest';
import { type BucketUnit, bucketStarts } from './zoned-buckets.ts';

const starts = (from: string, to: string, zone: string, unit: BucketUnit) =>
  bucketStarts(Date.parse(from), Date.parse(to), zone, unit).map((at) =>
    new Date(at).toISOString().slice(0, 16),
  );

/** Lengths in hours. */
const lengths = (all: string[]) =>
  all.slice(1).map((at, i) => (Date.parse(`${at}Z`) - Date.parse(`${all[i]}Z`)) / 3_600_000);

describe('days', () => {
  it.each([
    // Clocks go forward in the night to the 29th of March, back in that to the 25th of October.
    ['2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z', 'Europe/Berlin', [24, 23]],
    ['2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z', 'Europe/Berlin', [24, 25]],
    ['2026-03-07T05:00:00Z', '2026-03-10T04:00:00Z', 'America/New_York', [24, 23]],
    ['2026-10-31T04:00:00Z', '2026-11-03T05:00:00Z', 'America/New_York', [24, 25]],
    ['2026-04-03T13:00:00Z', '2026-04-06T13:30:00Z', 'Australia/Lord_Howe', [24, 24.5]],
    ['2026-05-01T00:00:00Z', '2026-05-04T00:00:00Z', 'UTC', [24, 24]],
  ])('from %s to %s in %s', (from, to, zone, expected) => {
    expect(lengths(starts(from, to, zone, 'day')).slice(0, 2)).toEqual(expected);
  });

  it('begin in the middle of one as at its start, and end before the end', () => {
    expect(starts('2026-03-29T10:00:00Z', '2026-03-30T22:00:00Z', 'Europe/Berlin', 'day')).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ]);
  });

  it('begin later where midnight does not exist', () => {
    // In Beirut the clocks go from 24:00 to 01:00.
    expect(starts('2026-03-28T12:00:00Z', '2026-03-30T00:00:00Z', 'Asia/Beirut', 'day')).toEqual([
      '2026-03-27T22:00',
      '2026-03-28T22:00',
      '2026-03-29T21:00',
    ]);
  });
});

describe('hours', () => {
  it('leave out the one that a spring night has not', () => {
    const found = starts('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Berlin', 'hour');
    expect(found).toHaveLength(23);
    expect(new Set(lengths(found))).toEqual(new Set([1]));
  });

  it('tell the one that an autumn night has twice apart', () => {
    const found = starts('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin', 'hour');
    expect(found).toHaveLength(25);
    expect(new Set(found).size).toBe(25);
  });

  it('begin where the clocks of the zone say so', () => {
    expect(starts('2026-05-05T10:40:00Z', '2026-05-05T12:00:00Z', 'Asia/Kathmandu', 'hour')).toEqual([
      '2026-05-05T10:15',
      '2026-05-05T11:15',
    ]);
  });

  it('go on over a change by half an hour', () => {
    const found = starts('2026-04-04T12:00:00Z', '2026-04-04T18:00:00Z', 'Australia/Lord_Howe', 'hour');
    expect(lengths(found).every((hours) => hours > 0 && hours <= 1.5)).toBe(true);
    expect(found.at(-1)).toBe('2026-04-04T17:30');
  });
});

it('months begin on their first day', () => {
  expect(starts('2026-02-10T00:00:00Z', '2026-05-01T00:00:00Z', 'Europe/Berlin', 'month')).toEqual([
    '2026-01-31T23:00',
    '2026-02-28T23:00',
    '2026-03-31T22:00',
    '2026-04-30T22:00',
  ]);
});
