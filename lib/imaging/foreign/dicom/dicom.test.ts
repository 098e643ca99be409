import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { describeFile } from '../../describe-file.ts';
import { besideDcmtk, waves, worstLevel as worst } from '../../testing/dcmtk.ts';
import type { DicomWish } from '../../testing/dicom-files.ts';
import { photo, transformOf } from '../../testing/pictures.ts';

const [width, height] = [61, 37];
const { folder, imaging, ours, theirs, written, unpacked, harmOf, close } = besideDcmtk();

afterAll(close);

const grey = (bits: number, { signed = false } = {}) => waves({ width, height, bits }, { signed });

const size = { width, height };
const rgb = () => photo(width, height).data;
const planes = () => {
  const pixels = rgb();
  return Buffer.from(
    Array.from(pixels, (_, i) => {
      const plane = Math.floor(i / (width * height));
      return pixels[(i % (width * height)) * 3 + plane] ?? 0;
    }),
  );
};
const COLOUR = { ...size, samples: 3, photometric: 'RGB' } as const;
const ramp = (from: number, to: number) =>
  Array.from({ length: 256 }, (_, i) => Math.round(from + ((to - from) * i) / 255) * 257);
const MR = { ...size, pixels: grey(12), allocated: 16, stored: 12 } as const;

/** Files, the tool of DCMTK that packs them anew, and how DCMTK is to show them. */
type Row = readonly [string, DicomWish, (readonly string[])?, (readonly string[])?];

const FILES: readonly Row[] = [
  ['grey, 8 bits', { ...size, pixels: grey(8) }],
  ['grey, 8 bits, white is 0', { ...size, pixels: grey(8), photometric: 'MONOCHROME1' }],
  ['grey, 8 bits, window', { ...size, pixels: grey(8), window: { centre: 120, width: 80 } }],
  ['grey, 12 bits, window', { ...MR, window: { centre: 2000, width: 1500 } }],
  ['grey, 12 bits, no window', MR, undefined, ['+Wm']],
  ['grey, 16 bits', { ...size, pixels: grey(16), allocated: 16 }, undefined, ['+Wm']],
  [
    'grey, 16 bits, signed, rescaled',
    {
      ...size,
      pixels: grey(16, { signed: true }),
      allocated: 16,
      signed: true,
      slope: 0.5,
      intercept: -1024,
      window: { centre: 40, width: 9000 },
    },
  ],
  [
    'grey, sigmoid window, white is 0',
    { ...MR, photometric: 'MONOCHROME1', window: { centre: 2000, width: 1500, kind: 'SIGMOID' } },
    undefined,
    ['+Wi', '1', '+Wfs'],
  ],
  ['grey, 12 bits, big-endian', { ...MR, window: { centre: 2000, width: 1500 } }, ['dcmconv', '+te']],
  [
    'grey, 8 bits, big-endian',
    { ...size, width: 60, pixels: grey(8).subarray(0, 60 * height) },
    ['dcmconv', '+te'],
  ],
  ['grey, 12 bits, implicit', { ...MR, window: { centre: 2000, width: 1500 } }, ['dcmconv', '+ti']],
  ['grey, 12 bits, deflated', { ...MR, window: { centre: 2000, width: 1500 } }, ['dcmconv', '+td']],
  ['grey, 12 bits, run lengths', { ...MR, window: { centre: 2000, width: 1500 } }, ['dcmcrle']],
  ['grey, 12 bits, lossless JPEG', { ...MR, window: { centre: 2000, width: 1500 } }, ['dcmcjpeg', '+e1']],
  [
    'grey, 16 bits, lossless JPEG',
    { ...size, pixels: grey(16), allocated: 16 },
    ['dcmcjpeg', '+e1'],
    ['+Wm'],
  ],
  ...[2, 3, 4, 5, 6, 7].map(
    (predictor): Row =>
      [
        `grey, lossless JPEG, predictor ${predictor}`,
        { ...MR, window: { centre: 2000, width: 1500 } },
        ['dcmcjpeg', '+el', '+sv', String(predictor)],
      ] as const,
  ),
  ['grey, 8 bits, JPEG', { ...size, pixels: grey(8) }, ['dcmcjpeg', '+eb', '+q', '95']],
  [
    'grey, 8 bits, JPEG, window',
    { ...size, pixels: grey(8), window: { centre: 120, width: 80 } },
    ['dcmcjpeg', '+eb', '+q', '95', '-W'],
  ],
  ...['50', '95', '100'].map(
    (quality): Row => [
      `grey, 12 bits, JPEG of quality ${quality}`,
      { ...MR, window: { centre: 2000, width: 1500 } },
      ['dcmcjpeg', '+ee', '+q', quality, '-W'],
    ],
  ),
  [
    'grey, 12 bits, signed, JPEG',
    {
      ...MR,
      pixels: grey(12, { signed: true }),
      signed: true,
      intercept: -24,
      window: { centre: 0, width: 2500 },
    },
    ['dcmcjpeg', '+ee', '+q', '90', '-W'],
  ],
  ['grey, 12 bits, JPEG-LS', { ...MR, window: { centre: 2000, width: 1500 } }, ['dcmcjpls']],
  [
    'grey, 16 bits, signed, JPEG-LS',
    {
      ...size,
      pixels: grey(16, { signed: true }),
      allocated: 16,
      signed: true,
      window: { centre: 40, width: 9000 },
    },
    ['dcmcjpls'],
  ],
  ['colours, JPEG-LS', { ...COLOUR, pixels: rgb() }, ['dcmcjpls']],
  ['colours, JPEG-LS in planes', { ...COLOUR, pixels: rgb() }, ['dcmcjpls', '+in']],
  ['colours', { ...COLOUR, pixels: rgb() }],
  ['colours in planes', { ...COLOUR, planar: 1, pixels: planes() }],
  ['colours, YBR_FULL', { ...COLOUR, photometric: 'YBR_FULL', pixels: rgb() }],
  ['colours, run lengths', { ...COLOUR, pixels: rgb() }, ['dcmcrle']],
  ['colours, lossless JPEG', { ...COLOUR, pixels: rgb() }, ['dcmcjpeg', '+e1', '+cn']],
  ['colours, JPEG', { ...COLOUR, pixels: rgb() }, ['dcmcjpeg', '+eb', '+q', '95', '+s4']],
  ['colours, JPEG in RGB', { ...COLOUR, pixels: rgb() }, ['dcmcjpeg', '+eb', '+q', '95', '+cr']],
  [
    'palette',
    {
      ...size,
      pixels: grey(8),
      photometric: 'PALETTE COLOR',
      palette: [ramp(0, 255), ramp(255, 0), ramp(40, 200)],
    },
  ],
];

const named = ([name, wish, pack, options]: Row) => ({ name, wish, pack, options });

describe('DICOM', () => {
  it.each(FILES.map(named))('$name, is shown as DCMTK shows it', async ({ name, wish, pack, options }) => {
    const source = written(wish, pack);
    const window = options ?? (wish.window ? ['+Wi', '1'] : []);
    // Decoders of JPEG round in their own ways, and DCMTK its conversion of colours.
    const most = /^(?!.*12 bits).*(?<!lossless )JPEG(?!-LS)/.test(name) ? 3 : name.includes('YBR') ? 2 : 1;
    const file = pack?.[0] === 'dcmcjpls' ? unpacked(source) : source.file;
    expect(worst(await ours(source), await theirs({ ...source, file }, window))).toBeLessThanOrEqual(most);
  });

  it('keeps 16 bits where they are wanted', async () => {
    const source = written({
      ...size,
      pixels: grey(16),
      allocated: 16,
      window: { centre: 32_768, width: 65_536 },
    });
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', depth: 16 }) });
    const found = await sharp(data).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    const levels = new Set(Array.from({ length: found.length / 2 }, (_, i) => found.readUInt16LE(i * 2)));
    expect(levels.size).toBeGreaterThan(1000);
  });

  it.each([
    ['plain', undefined],
    ['run lengths', ['dcmcrle']],
    ['JPEG', ['dcmcjpeg', '+eb', '+q', '95']],
  ])('has frames as pages, %s', async (_name, pack) => {
    const pixels = Buffer.concat([grey(8), grey(8).map((level) => 255 - level)]);
    const source = written({ ...size, pixels, frames: 2 }, pack);
    expect(await imaging.probe(source)).toMatchObject({ ...size, pages: 2, format: 'dicom' });
    const second = await theirs(source, ['+F', '2']);
    expect(worst(await ours(source, { page: 2 }), second)).toBeLessThanOrEqual(
      pack?.[0] === 'dcmcjpeg' ? 3 : 1,
    );
    await expect(ours(source, { page: 3 })).rejects.toMatchObject({ status: 415 });
  });

  it.each([
    ['colours', 8, 'PPM', { ...COLOUR, photometric: 'YBR_RCT' }],
    ['grey', 16, 'PGM', { ...MR, window: { centre: 2000, width: 1500 } }],
  ] as const)('holds JPEG 2000 in %s of %i bits', async (_name, bits, kind, wish) => {
    // Netpbm has the upper byte first.
    const samples = bits === 8 ? rgb() : Buffer.from(MR.pixels).swap16();
    const file = join(folder, `j2k.${kind.toLowerCase()}`);
    const head = `P${kind === 'PPM' ? 6 : 5}\n${width} ${height}\n${bits === 8 ? 255 : 4095}\n`;
    writeFileSync(file, Buffer.concat([Buffer.from(head), samples]));
    execFileSync('/usr/bin/opj_compress', ['-i', file, '-o', join(folder, 'p.j2k')], { stdio: 'ignore' });
    const pixels = readFileSync(join(folder, 'p.j2k'));
    const packed = written({ ...wish, pixels, transferSyntax: '1.2.840.10008.1.2.4.90' });
    const plain = written(bits === 8 ? { ...COLOUR, pixels: rgb() } : { ...wish, pixels: MR.pixels });
    expect(worst(await ours(packed), await ours(plain))).toBeLessThanOrEqual(1);
    expect(await harmOf(readFileSync(packed.file))).toEqual([]);
  });

  it('tells technical facts and nothing of people', async () => {
    const facts = await describeFile(written({ ...MR, window: { centre: 2000, width: 1500 } }).file);
    expect(facts).toMatchObject({
      format: 'dicom',
      ...size,
      colour: 'Grey',
      depth: 12,
      pages: 1,
    });
    const names = facts.groups.flatMap(({ tags }) => tags.map(({ name }) => name));
    expect(names).toContain('Bits stored');
    const told = /^(?:Transfer|Photometric|Bits|Pixel|Window|Rescale) /;
    expect(names.filter((name) => !told.test(name))).toEqual([]);
    expect(JSON.stringify(facts)).not.toMatch(/secret|patient|4711/i);
  });

  const DAMAGED = FILES.filter(([name]) =>
    [
      'grey, 12 bits, no window',
      'grey, 12 bits, deflated',
      'grey, 12 bits, run lengths',
      'grey, 12 bits, lossless JPEG',
      'grey, 12 bits, JPEG of quality 95',
      'grey, 12 bits, JPEG-LS',
      'colours, JPEG',
      'palette',
    ].includes(name),
  );
  it.each(DAMAGED.map(named))(
    '$name, cut short or with turned bits is shown or refused',
    async ({ wish, pack }) => {
      expect(await harmOf(readFileSync(written(wish, pack).file))).toEqual([]);
    },
  );
});
