import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFile, type FileDescription } from '../describe-file.ts';
import type { Source } from '../imaging.ts';
import { dngFile } from '../testing/dng-file.ts';
import { openExiftool } from '../testing/exiftool.ts';
import { imagingFor, photo, sourceOf, transformOf } from '../testing/pictures.ts';
import { byName, type Told, toldOf } from '../testing/told-of-file.ts';

/** What files say about themselves, written and read back by exiftool. */
const folder = mkdtempSync(join(tmpdir(), 'described-'));
const imaging = imagingFor(folder);

const exiftool = openExiftool();

afterAll(async () => {
  exiftool.close();
  await imaging.close();
});

const run = (program: string, args: readonly string[]) =>
  execFileSync(`/usr/bin/${program}`, args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 });

const WRITTEN = [
  '-EXIF:Make=Maker of cameras',
  '-EXIF:ExposureTime=1/60',
  '-EXIF:Copyright=Nobody',
  '-EXIF:GPSLatitude=48.5',
  '-EXIF:GPSLatitudeRef=N',
  '-EXIF:GPSLongitude=9.25',
  '-EXIF:GPSLongitudeRef=W',
  '-XMP-dc:Title=The title of it',
  '-IPTC:Headline=A headline',
] as const;

/** What was written, under the names that people see. */
const EXPECTED = {
  TIFF: { Make: 'Maker of cameras' },
  EXIF: { 'Exposure time': '1/60' },
  XMP: { Title: 'The title of it' },
  IPTC: { Headline: 'A headline' },
} as const;

let files = 0;

async function written(
  extension: string,
  make: (file: string) => void,
  tags: readonly string[] = WRITTEN,
): Promise<Source> {
  files += 1;
  const file = join(folder, `${files}.${extension}`);
  make(file);
  await exiftool.run(['-q', '-overwrite_original', ...tags, file]);
  return { file, extension, key: `${files}:` };
}

const magick =
  (...args: string[]) =>
  (file: string) =>
    run('convert', ['-size', '40x30', 'plasma:red-blue', ...args, file]);

type Case = readonly [string, make: (file: string) => void, groups: ReadonlyArray<keyof typeof EXPECTED>];

/** Another program than ImageMagick, which turns a picture into the file. */
const by =
  (program: string, args: (from: string, to: string) => string[], from = 'png') =>
  (file: string) => {
    const picture = `${file}.${from}`;
    magick()(picture);
    run(program, args(picture, file));
  };

const CASES: readonly Case[] = [
  ['tif', magick(), ['TIFF', 'EXIF', 'XMP', 'IPTC']],
  ['psd', magick(), ['TIFF', 'EXIF', 'XMP', 'IPTC']],
  ['dng', (file) => writeFileSync(file, dngFile(photo(64, 48))), ['TIFF', 'EXIF', 'XMP', 'IPTC']],
  ['heic', by('heif-enc', (from, to) => [from, '-o', to]), ['TIFF', 'EXIF', 'XMP']],
  ['jxl', by('cjxl', (from, to) => [from, to, '--container=1']), ['TIFF', 'EXIF', 'XMP']],
  [
    'jp2',
    by('opj_compress', (from, to) => ['-i', from, '-o', to, '-n', '3']),
    ['TIFF', 'EXIF', 'XMP', 'IPTC'],
  ],
];

async function describedAs(file: string): Promise<{ found: Told; position: FileDescription['position'] }> {
  const description = await describeFile(file);
  return { found: byName(description), position: description.position };
}

/** Groups that an answer of this format can hold. */
function held(format: string, name: keyof typeof EXPECTED): boolean {
  return name !== 'IPTC' || format === 'jpg' || format === 'tif';
}

describe.each(CASES)('%s', (extension, make, names) => {
  let source: Source;

  beforeAll(async () => {
    source = await written(extension, make);
  });

  it('says what exiftool has written', async () => {
    const { found, position } = await describedAs(source.file);
    for (const name of names) expect(found[name]).toMatchObject(EXPECTED[name]);
    const place = { latitude: 48.5, longitude: -9.25, altitude: null };
    expect(position).toEqual(names.includes('EXIF') ? place : null);
  });

  it('hands it on unless that is stripped', async () => {
    // The way into each format is the same for all sources.
    for (const format of extension === 'psd' ? ['jpg', 'png', 'webp', 'tif'] : ['jpg']) {
      const { data } = await imaging.render({ source, transform: transformOf({ format }) });
      const found = await toldOf(sourceOf(folder, format, data).file);
      for (const name of names) {
        if (held(format, name)) expect(found[name], `${name} in ${format}`).toMatchObject(EXPECTED[name]);
      }
    }
    const bare = await imaging.render({ source, transform: transformOf({ format: 'jpg', strip: true }) });
    const left = await toldOf(sourceOf(folder, 'jpg', bare.data).file);
    expect([left['EXIF'], left['XMP'], left['IPTC'], left['GPS']]).toEqual(new Array(4).fill(undefined));
  });
});

it.each([
  ['jpg', 'II'],
  ['jpg', 'MM'],
  ['tif', 'MM'],
])(
  'a TIFF made of a %s says all that its EXIF in order %s says, and nothing wrong',
  async (extension, order) => {
    const small = join(folder, 'small.jpg');
    magick('-resize', '20x15')(small);
    const endian = order === 'II' ? 'lsb' : 'msb';
    const source = await written(extension, magick('-define', `tiff:endian=${endian}`), [
      ...WRITTEN,
      `-ExifByteOrder=${order}`,
      '-EXIF:LensInfo=24-70mm f/2.8-4',
      '-EXIF:SubjectArea=3 4 5 6',
      '-EXIF:Orientation#=6',
      ...(extension === 'jpg' ? [`-ThumbnailImage<=${small}`] : []),
    ]);
    const wish = { format: 'tif', dpi: 200 } as const;
    const { data } = await imaging.render({ source, transform: transformOf(wish) });
    const answer = sourceOf(folder, 'tif', data).file;
    const told = async (file: string) => {
      const args = ['-j', '-n', '-G1', '-ExifIFD:all', '-GPS:all', '-IFD0:Make', '-IFD0:Copyright', file];
      const [{ SourceFile: _file, ...tags }] = JSON.parse(await exiftool.run(args));
      return tags;
    };
    const found = await told(answer);
    expect(Object.keys(found).length).toBeGreaterThan(8);
    expect(found).toEqual(await told(source.file));
    const checked = ['-s3', '-a', '-Validate', '-Warning', '-IFD1:all', '-ThumbnailImage', answer];
    expect(await exiftool.run(checked)).not.toMatch(/Error|IFD1|Thumbnail|Suspicious|order/i);
    const stated = await exiftool.run(['-s3', '-n', '-IFD0:Orientation', '-IFD0:XResolution', answer]);
    // Turning is not asked for here.
    expect(stated.split('\n').filter(Boolean)).toEqual(['6', '200']);
  },
);

describe('PDF', () => {
  const tags = ['-PDF:Title=Größe', '-PDF:Author=Somebody', '-XMP-dc:Title=The title of it'];

  const page = (file: string) =>
    run('gs', ['-q', '-o', file, '-sDEVICE=pdfwrite', '-c', '10 10 50 50 rectfill showpage']);

  it('says what its information dictionary and its packet say', async () => {
    const { file } = await written('pdf', page, tags);
    const { Text, XMP } = await toldOf(file);
    expect(Text).toMatchObject({ Title: 'Größe', Author: 'Somebody' });
    expect(XMP).toMatchObject(EXPECTED.XMP);
  });

  it('tells its packet from that of a picture inside, packed or not', async () => {
    const { file } = await written('pdf', page, tags);
    const stray = Buffer.from('\n<?xpacket begin=""?><x:xmpmeta/><?xpacket end="r"?>\n');
    writeFileSync(file, Buffer.concat([readFileSync(file), stray]));
    expect((await toldOf(file))['XMP']).toMatchObject(EXPECTED.XMP);
    const packed = join(folder, 'packed.pdf');
    run('qpdf', ['--compress-streams=y', '--object-streams=disable', file, packed]);
    expect((await toldOf(packed))['XMP']).toMatchObject(EXPECTED.XMP);
  });
});

it('EPS says what its comments and its packet say', async () => {
  const draw = '10 10 50 50 rectfill showpage';
  const page = (file: string) => run('gs', ['-q', '-o', file, '-sDEVICE=eps2write', '-c', draw]);
  const { file } = await written('eps', page, [
    '-PostScript:Title=A drawing',
    '-XMP-dc:Title=The title of it',
  ]);
  const { Text, XMP } = await toldOf(file);
  expect(Text).toMatchObject({ Title: 'A drawing' });
  expect(XMP).toMatchObject(EXPECTED.XMP);
});

it('DICOM says how it is shown, and nothing of people', async () => {
  const file = join(folder, 'scan.dcm');
  const picture = join(folder, 'scan.jpg');
  magick('-colorspace', 'Gray')(picture);
  run('img2dcm', [
    picture,
    file,
    '-k',
    'PatientName=Somebody',
    '-k',
    'PatientID=7',
    '-k',
    'WindowCenter=100',
  ]);
  const groups = await toldOf(file);
  expect(groups['Text']).toMatchObject({ 'Photometric interpretation': 'MONOCHROME2', 'Bits stored': '8' });
  expect(JSON.stringify(groups)).not.toContain('Somebody');
});

it('a raw file of Fujifilm says what the JPEG inside says', async () => {
  const jpeg = await written('jpg', magick());
  const head = Buffer.alloc(160);
  head.write('FUJIFILMCCD-RAW 0201FF383501', 'latin1');
  const inside = readFileSync(jpeg.file);
  head.writeUInt32BE(head.length, 84);
  head.writeUInt32BE(inside.length, 88);
  // exiftool puts EXIF behind JFIF, cameras put it first.
  const exif = inside.indexOf(Buffer.from([0xff, 0xe1]));
  const file = join(folder, 'camera.raf');
  writeFileSync(file, Buffer.concat([head, inside.subarray(0, 2), inside.subarray(exif)]));
  const found = await toldOf(file);
  expect(found['TIFF']).toMatchObject(EXPECTED.TIFF);
});
