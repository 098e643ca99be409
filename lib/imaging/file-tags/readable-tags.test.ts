import { describe, expect, test } from 'vitest';
import { readableName, readableTags, readableValue } from './readable-tags.ts';

test.each([
  ['FocalLengthIn35mmFilm', 'Focal length in 35 mm film'],
  ['ISOSpeedRatings', 'ISO speed ratings'],
  ['FNumber', 'F number'],
  ['XResolution', 'X resolution'],
  ['GPSVersionID', 'GPS version ID'],
  ['Caption/Abstract', 'Caption/Abstract'],
  ['creator_tool', 'Creator tool'],
  ['', ''],
])('%s is read as %s', (name, readable) => {
  expect(readableName(name)).toBe(readable);
});

describe('a value', () => {
  test.each([
    [{ description: 'f/2.8', value: [28, 10] }, 'f/2.8'],
    [{ description: 35 }, '35'],
    [{ value: 'two\u0000\u0007 lines\nhere ' }, 'two lines here'],
    [{ value: 'turned \u202eround' }, 'turned round'],
    [{ value: [1, 2] }, ''],
    [{}, ''],
  ])('%j is shown as %s', (tag, shown) => {
    expect(readableValue(tag)).toBe(shown);
  });

  test('is cut, and never within a character', () => {
    const shown = readableValue({ value: '😀'.repeat(1000) });
    expect(shown.length).toBeLessThanOrEqual(302);
    expect(shown.isWellFormed()).toBe(true);
  });
});

test('tags are sorted into groups; what is no tag and what only a maker reads is left out', () => {
  const { groups, position, profile } = readableTags({
    exif: {
      Make: { id: 0x010f, description: 'Camera' },
      ExposureTime: { id: 0x829a, description: '1/60' },
      MakerNote: { id: 0x927c, description: '[Raw maker note data]' },
      ThumbnailOffset: { id: 0x0201, description: '1' },
      'Exif IFD Pointer': { id: 0x8769, description: '90' },
      GPSLatitudeRef: { id: 1, description: 'North latitude' },
    },
    xmp: { _raw: '<x/>' as unknown as Record<string, unknown>, CreatorTool: { description: 'Tool' } },
    icc: { 'ICC Description': { description: 'Display P3' } },
    gps: { Latitude: 0, Longitude: 0 },
    Thumbnail: { Make: { description: 'no' } },
  });
  expect(groups).toEqual([
    { name: 'GPS', tags: [{ name: 'Latitude ref', value: 'North latitude' }] },
    { name: 'TIFF', tags: [{ name: 'Make', value: 'Camera' }] },
    { name: 'EXIF', tags: [{ name: 'Exposure time', value: '1/60' }] },
    { name: 'XMP', tags: [{ name: 'Creator tool', value: 'Tool' }] },
    { name: 'ICC', tags: [{ name: 'ICC description', value: 'Display P3' }] },
  ]);
  expect(position).toEqual({ latitude: 0, longitude: 0, altitude: null });
  expect(profile).toBe('Display P3');
  for (const gps of [
    { Latitude: 91, Longitude: 0 },
    { Latitude: Number.NaN, Longitude: 0 },
    { Latitude: 1 },
  ]) {
    expect(readableTags({ gps }).position).toBeNull();
  }
});
