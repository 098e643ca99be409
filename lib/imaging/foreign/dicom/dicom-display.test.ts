import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { describeFile } from '../../describe-file.ts';
import { besideDcmtk, waves, worstLevel } from '../../testing/dcmtk.ts';
import type { DicomWish } from '../../testing/dicom-files.ts';
import { photo } from '../../testing/pictures.ts';

const [width, height] = [61, 37];
const size = { width, height };
const { ours, theirs, written, harmOf, close } = besideDcmtk();

afterAll(close);

const grey = (bits: number, signed = false) => waves({ ...size, bits }, { signed });
const MR = { ...size, pixels: grey(12), allocated: 16, stored: 12 } as const;
const SIGNED = { ...size, pixels: grey(16, true), allocated: 16, signed: true } as const;
const WINDOW = { centre: 2000, width: 1500 };

/** A table that rises in a bow, so that another one could not be taken for it. */
const bow = (first: number, count: number, bits: number) => ({
  first,
  bits,
  levels: Array.from({ length: count }, (_, i) => Math.round((i / (count - 1)) ** 1.7 * (2 ** bits - 1))),
});

/** A frame around the plane, a diagonal and something in its lower left, so that no turn of it looks alike. */
const drawing = (across: number, down: number) =>
  Array.from({ length: across * down }, (_, i) => {
    const [x, y] = [i % across, Math.floor(i / across)];
    const isEdge = x === 0 || y === 0 || x === across - 1 || y === down - 1;
    return isEdge || x === y || (x < 5 && y > down - 9);
  });
const plane = (across: number, down: number) => ({
  width: across,
  height: down,
  pixels: drawing(across, down),
});
const PLANE = plane(width, height);

const JPEG = ['dcmcjpeg', '+eb', '+q', '95', '+s4'] as const;
const RAMP = Array.from({ length: 256 }, (_, i) => i * 250);

/** Files, how DCMTK is to show them, and the tool of it that packs them. */
type Row = readonly [string, DicomWish, readonly string[], (readonly string[])?];

const FILES: readonly Row[] = [
  ['table of what values stand for', { ...MR, modalityTable: bow(0, 4096, 16) }, ['+Wm']],
  ['that table, then a window', { ...MR, modalityTable: bow(0, 4096, 12), window: WINDOW }, ['+Wi', '1']],
  [
    'that table and a slope, which it replaces',
    { ...MR, modalityTable: bow(0, 4096, 12), slope: 3, intercept: -9, window: WINDOW },
    ['+Wi', '1'],
  ],
  ['that table for values of less than 0', { ...SIGNED, modalityTable: bow(-20_000, 40_000, 16) }, ['+Wm']],
  ['that table in 8 bits', { ...size, pixels: grey(8), modalityTable: bow(20, 200, 8) }, ['-W']],
  ['table of what is shown', { ...MR, interestTable: bow(300, 3000, 10) }, ['+Wl', '1']],
  [
    'table of what is shown before a window, white is 0',
    { ...MR, photometric: 'MONOCHROME1', interestTable: bow(300, 3000, 16), window: WINDOW },
    ['+Wl', '1'],
  ],
  [
    'table of what is shown behind slope and intercept',
    {
      ...MR,
      slope: 2,
      intercept: -1024,
      interestTable: bow(-500, 7000, 12),
      signed: true,
      pixels: grey(12, true),
    },
    ['+Wl', '1'],
  ],
  [
    'both tables',
    { ...MR, modalityTable: bow(0, 4096, 12), interestTable: bow(100, 3900, 12) },
    ['+Wl', '1'],
  ],
  [
    'both tables, packed',
    { ...MR, modalityTable: bow(0, 4096, 12), interestTable: bow(100, 3900, 12) },
    ['+Wl', '1'],
    ['dcmcjpeg', '+e1'],
  ],
  [
    'both tables, implicit',
    { ...MR, modalityTable: bow(0, 4096, 12), interestTable: bow(100, 3900, 12) },
    ['+Wl', '1'],
    ['dcmconv', '+ti'],
  ],
  [
    'both tables, big-endian',
    { ...MR, modalityTable: bow(0, 4096, 12), interestTable: bow(100, 3900, 12) },
    ['+Wl', '1'],
    ['dcmconv', '+te'],
  ],
  ['behind a sequence of unknown kind', { ...MR, hasUnknown: true, window: WINDOW }, ['+Wi', '1']],
  ['graphics', { ...MR, window: WINDOW, overlays: [PLANE] }, ['+Wi', '1']],
  [
    'graphics, white is 0',
    { ...MR, photometric: 'MONOCHROME1', window: WINDOW, overlays: [PLANE] },
    ['+Wi', '1'],
  ],
  [
    'graphics that stand out on all sides, and smaller ones',
    {
      ...size,
      pixels: grey(8),
      overlays: [
        { ...plane(83, 55), origin: [-8, -10] },
        { ...plane(17, 13), origin: [12, 20] },
        { ...plane(30, 30), origin: [30, 50] },
      ],
    },
    [],
  ],
  ['graphics, big-endian', { ...MR, window: WINDOW, overlays: [PLANE] }, ['+Wi', '1'], ['dcmconv', '+te']],
  ['graphics, deflated', { ...MR, window: WINDOW, overlays: [PLANE] }, ['+Wi', '1'], ['dcmconv', '+td']],
  ['graphics on JPEG', { ...size, pixels: grey(8), overlays: [PLANE] }, [], ['dcmcjpeg', '+eb', '+q', '95']],
  [
    'region of interest, which is not drawn',
    { ...MR, window: WINDOW, overlays: [{ ...PLANE, type: 'R' }] },
    ['+Wi', '1', '-O'],
  ],
];

describe('how DICOM says that pixels are shown', () => {
  it.each(FILES.map(([name, wish, options, pack]) => ({ name, wish, options, pack })))(
    '$name: as DCMTK shows it',
    async ({ name, wish, options, pack }) => {
      const source = written(wish, pack);
      const most = name.includes('on JPEG') ? 3 : 1;
      expect(worstLevel(await ours(source), await theirs(source, options))).toBeLessThanOrEqual(most);
    },
  );

  it('bits above the stored ones change nothing', async () => {
    const pixels = Buffer.from(MR.pixels);
    for (let at = 1; at < pixels.length; at += 2) pixels[at] = (pixels[at] ?? 0) | ((at * 37) & 0xf0);
    const shown = await ours(written({ ...MR, pixels, window: WINDOW }));
    expect(worstLevel(shown, await ours(written({ ...MR, window: WINDOW })))).toBe(0);
  });

  it('a table of live X-rays that leads back to what is linear is not shown', async () => {
    const table = { modalityTable: bow(0, 4096, 16), window: WINDOW };
    const live = await ours(written({ ...MR, ...table, sopClass: '1.2.840.10008.5.1.4.1.1.12.1' }));
    expect(worstLevel(live, await ours(written({ ...MR, window: WINDOW })))).toBe(0);
  });

  it.each([
    ['colours', { samples: 3, photometric: 'RGB', pixels: photo(width, height).data }, undefined],
    ['JPEG in colours', { samples: 3, photometric: 'RGB', pixels: photo(width, height).data }, JPEG],
    ['palettes', { photometric: 'PALETTE COLOR', pixels: grey(8), palette: [RAMP, RAMP, RAMP] }, undefined],
  ] as const)('graphics lie in white on %s too', async (_name, wish, pack) => {
    const plain = await ours(written({ ...size, ...wish }, pack));
    const drawn = await ours(written({ ...size, ...wish, overlays: [PLANE] }, pack));
    const wanted = plain.map((level, i) => (PLANE.pixels[Math.floor(i / 3)] ? 255 : level));
    expect(worstLevel(drawn, Buffer.from(wanted))).toBeLessThanOrEqual(pack === undefined ? 0 : 3);
  });

  it('graphics of frames lie on those that they are counted for', async () => {
    const frames = 4;
    const all = { ...plane(20, 20), origin: [3, 30] } as const;
    const two = {
      ...plane(24, 12),
      pixels: [...drawing(24, 12), ...drawing(24, 12).map((isSet) => !isSet)],
      frames: 2,
      firstFrame: 2,
    };
    const wish = { ...size, pixels: waves({ ...size, bits: 8 }, { frames }), frames, overlays: [all, two] };
    const source = written(wish);
    for (let page = 1; page <= frames; page++) {
      const shown = await ours(source, { page });
      expect(worstLevel(shown, await theirs(source, ['+F', String(page)]))).toBe(0);
    }
  });

  it('a frame is shown as its own group says, else the group of all, else the file', async () => {
    const pixels = Buffer.concat([MR.pixels, MR.pixels, MR.pixels]);
    const enhanced = written({
      ...MR,
      pixels,
      frames: 3,
      window: { centre: 100, width: 100 },
      interestTable: bow(0, 4096, 12),
      sharedGroup: { slope: 2, intercept: -1000 },
      frameGroups: [
        { window: { centre: 2000, width: 3000 } },
        { window: { centre: 4000, width: 2500 }, slope: 3, intercept: -2000 },
        {},
      ],
    });
    const plain = written({ ...MR, slope: 2, intercept: -1000, interestTable: bow(0, 4096, 12) });
    const own = written({ ...MR, slope: 3, intercept: -2000 });
    const expected = [
      await theirs(plain, ['+Ww', '2000', '3000']),
      await theirs(own, ['+Ww', '4000', '2500']),
      await theirs(plain, ['+Wl', '1']),
    ];
    for (const [i, wanted] of expected.entries()) {
      expect(worstLevel(await ours(enhanced, { page: i + 1 }), wanted)).toBeLessThanOrEqual(1);
    }
    const { groups } = await describeFile(enhanced.file);
    const told = groups.flatMap(({ tags }) => tags.map(({ name, value }) => `${name}: ${value}`));
    expect(told).toContain('Window centre: 2000');
    expect(told).toContain('Rescale slope: 2');
  });

  it('thousands of frames may each say how they are shown', async () => {
    const frames = 60_000;
    const pixels = Buffer.alloc(frames * 4, 0);
    for (let i = 0; i < pixels.length; i += 4) pixels.writeUInt32BE(0x00_40_80_c0, i);
    const frameGroups = Array.from({ length: frames }, (_, i) => ({
      window: { centre: i === frames - 1 ? 32.5 : 128, width: i === frames - 1 ? 65 : 256 },
    }));
    const source = written({ width: 2, height: 2, pixels, frames, frameGroups });
    const shown = await ours(source, { page: frames });
    expect([...shown].filter((_, i) => i % 3 === 0)).toEqual([0, 255, 255, 255]);
  });

  it('names the way of packing that it refuses', async () => {
    const source = written({ ...MR, window: WINDOW }, ['dcmcjpeg', '+ep']);
    await expect(ours(source)).rejects.toMatchObject({
      status: 415,
      message: expect.stringContaining('its pixels are packed (1.2.840.10008.1.2.4.55) is not supported'),
    });
  });

  const DAMAGED: readonly (readonly [string, DicomWish, (readonly string[])?])[] = [
    ['both tables', { ...MR, modalityTable: bow(0, 300, 12), interestTable: bow(100, 300, 12) }],
    ['graphics', { ...size, pixels: grey(8), overlays: [PLANE, { ...plane(9, 9), frames: 1 }] }],
    ['graphics on JPEG', { ...size, pixels: grey(8), overlays: [PLANE] }, JPEG],
    [
      'groups of frames',
      {
        ...size,
        pixels: waves({ ...size, bits: 8 }, { frames: 2 }),
        frames: 2,
        sharedGroup: { slope: 2, intercept: 1 },
        frameGroups: [{ window: { centre: 100, width: 90 } }, { window: { centre: 90, width: 90 } }],
      },
    ],
  ];
  it.each(DAMAGED.map(([name, wish, pack]) => ({ name, wish, pack })))(
    '$name, cut short or with turned bits: shown or refused',
    async ({ wish, pack }) => {
      expect(await harmOf(readFileSync(written(wish, pack).file))).toEqual([]);
    },
  );
});
