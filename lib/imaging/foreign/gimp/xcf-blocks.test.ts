import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { describeFile } from '../../describe-file.ts';
import { imagingFor, photo, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';
import { directories, GPS, TITLE_XMP } from '../../testing/raw-files.ts';
import { toldOf } from '../../testing/told-of-file.ts';
import { xcfFile } from '../../testing/xcf-files.ts';

/** What GIMP files say beside their pixels, in the ways of GIMP 2.8 and 2.10. */
const folder = scratch();
const imaging = imagingFor(folder);

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const theirs = (file: string, ...names: string[]) =>
  execFileSync('/usr/bin/exiftool', ['-s3', ...names.map((name) => `-${name}`), file])
    .toString()
    .trim()
    .split('\n');

const pixels = photo(40, 30);
const PLACE = { latitude: 48.5, longitude: -9.25, altitude: null };

/** Headline of IPTC: record 2, set 105. */
const HEADLINE = Buffer.concat([Buffer.from([0x1c, 2, 105, 0, 10]), Buffer.from('A headline')]);
const EXIF = Buffer.concat([
  Buffer.from('Exif\0\0', 'latin1'),
  directories([[0x010f, 'Maker of cameras']], [[0x829a, [[1, 60]]]], GPS),
]);
const LIST = `<?xml version='1.0' encoding='UTF-8'?>
<metadata>
  <tag name="Exif.GPSInfo.GPSLatitude">48/1 30/1 0/1</tag>
  <tag name="Exif.GPSInfo.GPSLatitudeRef">N</tag>
  <tag name="Exif.GPSInfo.GPSLongitude">9/1 15/1 0/1</tag>
  <tag name="Exif.GPSInfo.GPSLongitudeRef">W</tag>
  <tag name="Exif.Image.Make">Maker of cameras</tag>
  <tag name="Exif.Image.Artist">Ann &amp; &#x42;ob &lt;both&gt;</tag>
  <tag name="Exif.Image.Copyright" encoding="base64">${Buffer.from('\xa9 Nobody\0', 'latin1').toString('base64')}</tag>
  <tag name="Exif.Image.XResolution">300/1</tag>
  <tag name="Exif.Photo.ExposureTime">1/60</tag>
  <tag name="Exif.Photo.ExposureBiasValue">-1/2</tag>
  <tag name="Exif.Photo.ISOSpeedRatings">no number</tag>
  <tag name="Exif.Photo.MakerNote">1 2 3</tag>
  <tag name="Xmp.dc.title">lang="x-default" The title of it</tag>
  <tag name="Xmp.dc.subject">one</tag>
  <tag name="Xmp.dc.subject">two</tag>
  <tag name="Iptc.Application2.Headline">A headline</tag>
</metadata>
`;

const SAID = {
  TIFF: { Make: 'Maker of cameras' },
  EXIF: { 'Exposure time': '1/60' },
  XMP: { Title: 'The title of it' },
  IPTC: { Headline: 'A headline' },
};

describe('a file of', () => {
  it.each([
    [
      'GIMP 2.8',
      {
        'exif-data': EXIF,
        'gimp-metadata': `GIMP_XMP_1${TITLE_XMP}`,
        'iptc-data': HEADLINE,
        'gimp-comment': 'A word\0',
      },
    ],
    ['GIMP 2.10', { 'gimp-image-metadata': LIST, 'gimp-comment': 'A word\0' }],
  ])('%s says what is attached to it, and hands on its EXIF', async (_name, parasites) => {
    const source = sourceOf(folder, 'xcf', xcfFile(pixels, 'zlib', parasites));
    expect(await toldOf(source.file)).toMatchObject({ ...SAID, Text: { Comment: 'A word' } });
    expect((await describeFile(source.file)).position).toEqual(PLACE);
    expect(theirs(source.file, 'Comment')).toEqual(['A word']);
    if ('exif-data' in parasites) {
      const told = ['Maker of cameras', '1/60', 'The title of it', 'A headline'];
      expect(theirs(source.file, 'Make', 'ExposureTime', 'Title', 'Headline')).toEqual(told);
    }
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'jpg' }) });
    const answer = sourceOf(folder, 'jpg', data).file;
    const { TIFF, EXIF: exif } = SAID;
    expect(await toldOf(answer)).toMatchObject({ TIFF, EXIF: exif });
    const bare = await imaging.render({ source, transform: transformOf({ format: 'jpg', strip: true }) });
    expect(bare.data.includes('Maker')).toBe(false);
  });

  it('GIMP 2.10 is read as it is written', async () => {
    const source = sourceOf(folder, 'xcf', xcfFile(pixels, 'none', { 'gimp-image-metadata': LIST }));
    const { TIFF, EXIF: exif, XMP: xmp } = await toldOf(source.file);
    expect(TIFF).toMatchObject({ Artist: 'Ann & Bob <both>', Copyright: '© Nobody' });
    expect(exif).toMatchObject({ 'Exposure bias value': '-0.5' });
    expect(exif).not.toHaveProperty('ISO speed ratings');
    expect(xmp).toEqual({ Title: 'The title of it', Subject: 'one, two' });
  });

  it.each([
    ['a list that is none', { 'gimp-image-metadata': '<tag name="Exif.Image.Make">Maker<tag name="' }],
    ['EXIF that is none', { 'exif-data': EXIF.subarray(0, 20), 'gimp-metadata': 'GIMP_XMP_1<' }],
  ])('%s is shown without it', async (_name, parasites) => {
    const source = sourceOf(folder, 'xcf', xcfFile(pixels, 'none', parasites));
    expect(await describeFile(source.file)).toMatchObject({ width: 40, height: 30 });
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'jpg' }) });
    expect(data.length).toBeGreaterThan(100);
  });
});
