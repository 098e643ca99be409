import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFile } from '../../describe-file.ts';
import type { Source } from '../../imaging.ts';
import { imagingFor, open, photo, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';
import {
  cr3File,
  directories,
  type Entries,
  GPS,
  mrwFile,
  TITLE_XMP,
  x3fFile,
} from '../../testing/raw-files.ts';
import { toldOf } from '../../testing/told-of-file.ts';

/**
 * What camera raw files say whose structure is not that of a TIFF. There were none of real cameras to try: these are written after
 * the public descriptions of the formats, and exiftool has to read the same out of them.
 */
const folder = scratch();
const imaging = imagingFor(folder);

const MAIN: Entries = [
  [0x010f, 'Maker of cameras'],
  [0x0110, 'Model of it'],
  [0x0112, 6],
  [0x8298, 'Nobody'],
];
const EXIF: Entries = [
  [0x829a, [[1, 60]]],
  [0x829d, [[28, 10]]],
  [0x8827, 200],
  [0x9003, '2024:05:06 07:08:09'],
];
const PROPERTIES = {
  CAMMANUF: 'Maker of cameras',
  CAMMODEL: 'Model of it',
  SHUTTER: '0.0166667',
  APERTURE: '2.8',
  ISO: '200',
  TIME: String(Date.UTC(2024, 4, 6, 7, 8, 9) / 1000),
};

let jpeg: Buffer;
let files: Record<'cr3' | 'mrw' | 'x3f', Buffer>;

beforeAll(async () => {
  jpeg = await open(photo(60, 40)).jpeg().toBuffer();
  files = {
    cr3: cr3File({ main: MAIN, exif: EXIF, gps: GPS, xmp: TITLE_XMP, jpeg }),
    mrw: mrwFile(directories(MAIN, EXIF, GPS), jpeg),
    x3f: x3fFile(PROPERTIES, jpeg),
  };
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

function theirs(file: string, ...names: string[]): unknown[] {
  const args = ['-s3', '-f', '-n', ...names.map((name) => `-${name}`), file];
  return execFileSync('/usr/bin/exiftool', args).toString().trim().split('\n');
}

const EXPECTED = {
  TIFF: { Make: 'Maker of cameras', Model: 'Model of it' },
  EXIF: {
    'Exposure time': '1/60',
    'F number': 'f/2.8',
    'ISO speed ratings': '200',
    'Date time original': '2024:05:06 07:08:09',
  },
};

describe.each([
  ['cr3', { XMP: { Title: 'The title of it' } }, true],
  ['mrw', {}, true],
  ['x3f', {}, false],
] as const)('%s', (extension, more, hasPlace) => {
  let source: Source;

  beforeAll(() => {
    source = sourceOf(folder, extension, files[extension]);
  });

  it('says what exiftool reads out of it', async () => {
    expect(await toldOf(source.file)).toMatchObject({ ...EXPECTED, ...more });
    const [make, model, exposure, aperture, iso, taken] = theirs(
      source.file,
      'Make',
      'Model',
      'ExposureTime',
      'FNumber',
      'ISO',
      'DateTimeOriginal',
    );
    expect([make, model, aperture, iso]).toEqual(['Maker of cameras', 'Model of it', '2.8', '200']);
    expect(Number(exposure)).toBeCloseTo(1 / 60);
    expect(taken).toMatch(/^2024:05:06 07:08:09/);
    const { position } = await describeFile(source.file);
    expect(position).toEqual(hasPlace ? { latitude: 48.5, longitude: -9.25, altitude: null } : null);
  });

  it('hands it on unless that is stripped, upright', async () => {
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'jpg' }) });
    const answer = sourceOf(folder, 'jpg', data).file;
    const { EXIF: exif } = EXPECTED;
    expect(await toldOf(answer)).toMatchObject({ TIFF: EXPECTED.TIFF, EXIF: exif, ...more });
    expect(['1', '-']).toContain(theirs(answer, 'Orientation')[0]);
    const bare = await imaging.render({ source, transform: transformOf({ format: 'jpg', strip: true }) });
    expect(bare.data.includes('Maker')).toBe(false);
  });

  it('is shown without it wherever that is damaged', async () => {
    const whole = files[extension];
    for (let at = 8; at < whole.indexOf(jpeg); at += 23) {
      const broken = Buffer.from(whole);
      broken.fill(0xff, at, at + 4);
      const { data } = await imaging
        .render({ source: sourceOf(folder, extension, broken), transform: transformOf({ format: 'png' }) })
        .catch((error: { status?: number }) => ({ data: error.status }));
      expect(Buffer.isBuffer(data) || data === 415, `at ${at}`).toBe(true);
    }
  });
});

it('an X3F file of a newer camera says what the JPEG inside says', async () => {
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), directories(MAIN, EXIF, GPS)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  const told = Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe1]),
    length,
    exif,
    jpeg.subarray(2),
  ]);
  const { file } = sourceOf(folder, 'x3f', x3fFile({ CAMMANUF: 'Somebody' }, told));
  expect(await toldOf(file)).toMatchObject(EXPECTED);
  expect((await describeFile(file)).position?.latitude).toBe(48.5);
});
