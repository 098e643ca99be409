import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Intent } from '#lib/transform/values.ts';
import type { ProfileRegistry } from '../profiles.ts';
import { loadProfiles } from '../profiles.ts';
import type { Raster, Space } from '../raster.ts';
import { channelCount } from '../raster.ts';
import type { Colour, Rgb } from './colour.ts';
import { createColour, needsColour } from './colour.ts';
import { srgbGreyProfile } from './icc.ts';

/** Installed by Debian's icc-profiles-free. */
const PROFILES = '/usr/share/color/icc';

/** sRGB patches; the expected numbers below are those of LittleCMS' transicc 2.14 for the same profiles. */
const PATCHES = [255, 0, 0, 0, 128, 64, 128, 128, 128, 0, 0, 0, 255, 255, 255, 200, 150, 100, 10, 20, 40];

let registry: ProfileRegistry;
let colour: Colour;

beforeAll(() => {
  for (const file of ['compatibleWithAdobeRGB1998.icc', 'Gray.icc', 'LStar-RGB.icc', 'CineLogCurve.icc']) {
    if (!existsSync(`${PROFILES}/${file}`)) {
      throw new Error(`${PROFILES}/${file} is missing: install the Debian package icc-profiles-free`);
    }
  }
  registry = loadProfiles(PROFILES);
  colour = createColour(registry);
});

type Extra = { alpha?: boolean; depth?: 8 | 16; icc?: Buffer | undefined };

function raster(
  space: Space,
  values: readonly number[],
  { alpha = false, depth = 8, icc }: Extra = {},
): Raster {
  const channels = channelCount(space, alpha);
  const data = depth === 8 ? Buffer.from(values) : words(values.map((level) => level * 257));
  return { data, width: values.length / channels, height: 1, channels, space, alpha, depth, icc };
}

function words(values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

/** Samples on the scale 0..255, whatever the depth. */
function levels({ data, depth }: Raster): number[] {
  if (depth === 8) return [...data];
  return Array.from({ length: data.length / 2 }, (_, i) => data.readUInt16LE(i * 2) / 257);
}

/** The same picture many times over, so that prepared tables are used instead of exact arithmetic. */
function tall(source: Raster, height: number): Raster {
  const data = Buffer.concat(new Array<Buffer>(height).fill(source.data));
  return { ...source, data, height };
}

function profile(name: string) {
  const found = registry.get(name);
  if (found === undefined) throw new Error(`no profile ${name}`);
  return found;
}

function fillOf(picture: Parameters<Colour['fill']>[0], rgb: Rgb): Promise<number[]> {
  return colour.fill(picture, rgb);
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
  expect(worst, `${actual.join(' ')}\n${expected.join(' ')}`).toBeLessThanOrEqual(tolerance);
}

describe('profile conversion against LittleCMS', () => {
  const CMYK: Array<[Intent, boolean, number[]]> = [
    [
      'relative',
      false,
      [
        0, 255, 255, 0, 206, 0, 233, 64, 4, 0, 3, 151, 23, 0, 162, 255, 0, 0, 0, 0, 0, 72, 148, 54, 239, 171,
        8, 234,
      ],
    ],
    [
      'relative',
      true,
      [
        0, 248, 254, 0, 193, 0, 216, 63, 2, 0, 1, 146, 30, 0, 143, 251, 0, 0, 0, 0, 0, 68, 139, 53, 136, 84,
        52, 230,
      ],
    ],
    [
      'saturation',
      false,
      [
        0, 251, 251, 1, 238, 0, 224, 121, 4, 0, 1, 154, 50, 0, 209, 253, 0, 0, 0, 0, 0, 80, 181, 48, 230, 157,
        5, 224,
      ],
    ],
    [
      'absolute',
      false,
      [
        0, 255, 255, 0, 205, 0, 235, 53, 2, 0, 5, 143, 23, 0, 162, 255, 0, 0, 2, 0, 0, 68, 146, 45, 243, 176,
        5, 233,
      ],
    ],
  ];

  it.each(CMYK)('sRGB to CMYK, %s, black point compensation %s', async (intent, bpc, expected) => {
    const result = await colour.apply(raster('rgb', PATCHES), {
      icc: profile('cmyk'),
      intent,
      bpc,
      strip: false,
    });
    expect(result.space).toBe('cmyk');
    expect(result.icc).toEqual(await registry.cmyk.read());
    expectClose(levels(result), expected, 1);
  });

  it('sRGB to CMYK, perceptual, which is also what an unset intent means', async () => {
    const expected = [
      0, 235, 248, 1, 203, 0, 221, 91, 6, 0, 2, 152, 50, 0, 209, 253, 0, 0, 0, 0, 0, 74, 160, 50,
    ];
    for (const intent of ['perceptual', undefined] as const) {
      const result = await colour.apply(raster('rgb', PATCHES.slice(0, 18)), {
        icc: profile('cmyk'),
        intent,
        strip: false,
      });
      expectClose(levels(result), expected, 1);
    }
  });

  it('ignores black point compensation for all intents but relative', async () => {
    for (const intent of ['perceptual', 'saturation', 'absolute'] as const) {
      const plan = { icc: profile('cmyk'), intent, strip: false };
      const without = await colour.apply(raster('rgb', PATCHES), { ...plan, bpc: false });
      const withBpc = await colour.apply(raster('rgb', PATCHES), { ...plan, bpc: true });
      expect(withBpc.data).toEqual(without.data);
    }
  });

  const MATRIX: Array<[string, Space, number[]]> = [
    [
      'compatiblewithadobergb1998',
      'rgb',
      [219, 0, 0, 72, 127, 70, 127, 127, 127, 0, 0, 0, 255, 255, 255, 186, 149, 102, 21, 27, 44],
    ],
    [
      'lstar-rgb',
      'rgb',
      [217, 31, 35, 80, 138, 73, 137, 137, 137, 0, 0, 0, 255, 255, 255, 191, 161, 113, 11, 15, 40],
    ],
    ['gray', 'gray', [57, 40, 55, 0, 255, 90, 2]],
    ['gray-cie_l', 'gray', [138, 119, 137, 0, 255, 169, 16]],
  ];

  it.each(MATRIX)(
    'sRGB to %s with every intent, both depths, few and many pixels',
    async (name, space, expected) => {
      for (const intent of ['perceptual', 'relative', 'saturation', 'absolute'] as const) {
        for (const depth of [8, 16] as const) {
          for (const height of [1, 700]) {
            const source = tall(raster('rgb', PATCHES, { depth }), height);
            const result = await colour.apply(source, { icc: profile(name), intent, strip: false });
            expect([result.space, result.depth]).toEqual([space, depth]);
            expectClose(levels(result).slice(-expected.length), expected, 1.5);
          }
        }
      }
    },
  );

  it('prepared tables give the colours of exact arithmetic', async () => {
    const source = raster('rgb', PATCHES);
    for (const intent of ['perceptual', 'relative', 'saturation', 'absolute'] as const) {
      const plan = { icc: profile('cmyk'), intent, strip: false };
      const few = await colour.apply(source, plan);
      const many = await colour.apply(tall(source, 40_000), plan);
      const part = { ...many, data: many.data.subarray(0, few.data.length), height: 1 };
      const back = { colorspace: 'rgb', strip: true } as const;
      expectClose(levels(await colour.apply(part, back)), levels(await colour.apply(few, back)), 1.5);
    }
  });

  it('applies an abstract profile and stays in the model of the picture', async () => {
    const effect = { icc: profile('cinelogcurve'), strip: false };
    const expected = [255, 0, 0, 0, 131, 0, 141, 141, 141, 0, 0, 0, 255, 255, 255, 255, 223, 104, 0, 0, 43];
    const result = await colour.apply(raster('rgb', PATCHES), effect);
    expectClose(levels(result), expected, 1);
    const cmyk = await colour.apply(raster('cmyk', [0, 0, 0, 0]), effect);
    expect([cmyk.space, cmyk.icc]).toEqual(['cmyk', await registry.cmyk.read()]);
    const grey = await colour.apply(raster('gray', [128]), effect);
    expect(grey.space).toBe('rgb');
    expectClose(levels(grey), [141, 141, 141], 1);
  });
});

describe('colour model', () => {
  /** Perceptual by transicc, from the built-in CMYK. */
  const INKS = [0, 255, 255, 0, 153, 0, 0, 0, 0, 0, 0, 255, 128, 102, 102, 26, 0, 0, 0, 0, 51, 179, 230, 77];
  const LIGHTS = [232, 0, 21, 46, 184, 235, 18, 4, 23, 120, 121, 124, 255, 255, 255, 148, 72, 38];

  it.each([8, 16] as const)('CMYK without a profile to rgb, %s bits', async (depth) => {
    const result = await colour.apply(raster('cmyk', INKS, { depth }), { colorspace: 'rgb', strip: false });
    expect([result.space, result.depth, result.icc]).toEqual(['rgb', depth, undefined]);
    expectClose(levels(result), LIGHTS, 1);
  });

  it('goes through the profile that was just applied', async () => {
    const plan = { icc: profile('cmyk'), intent: 'relative', bpc: true, strip: true } as const;
    const both = await colour.apply(raster('rgb', PATCHES), { ...plan, colorspace: 'rgb' });
    const printed = await colour.apply(raster('rgb', PATCHES), { ...plan, strip: false });
    const proof = await colour.apply(printed, { colorspace: 'rgb', strip: true });
    // Between the two it was rounded to 8 bits.
    expectClose(levels(both), levels(proof), 2);
    expect(both.icc).toBeUndefined();
    expect(both.data).not.toEqual(Buffer.from(PATCHES));
  });

  it.each([8, 16] as const)('gray is one channel of luminance, %s bits', async (depth) => {
    const source = raster('rgb', [255, 0, 0, 200, 0, 255, 0, 100, 0, 0, 255, 0, 90, 90, 90, 255], {
      alpha: true,
      depth,
    });
    const result = await colour.apply(source, { colorspace: 'gray', strip: false });
    expect([result.space, result.channels, result.alpha]).toEqual(['gray', 2, true]);
    expectClose(levels(result), [127, 200, 220, 100, 76, 0, 90, 255], 0.6);
  });

  it('grey to rgb has equal channels and keeps opacity', async () => {
    const result = await colour.apply(raster('gray', [0, 10, 128, 20, 255, 30], { alpha: true }), {
      colorspace: 'rgb',
      strip: true,
    });
    expect(levels(result)).toEqual([0, 0, 0, 10, 128, 128, 128, 20, 255, 255, 255, 30]);
  });

  it('the grey profile assumed for plain grey means what sRGB means', async () => {
    const icc = srgbGreyProfile();
    const result = await colour.apply(raster('gray', [0, 9, 50, 128, 255], { icc }), {
      colorspace: 'rgb',
      strip: true,
    });
    expectClose(
      levels(result),
      [0, 9, 50, 128, 255].flatMap((level) => [level, level, level]),
      1,
    );
  });

  it('grey with a profile of its own is converted, not copied', async () => {
    const icc = await profile('gray').read();
    const result = await colour.apply(raster('gray', [55], { icc }), { colorspace: 'rgb', strip: true });
    expectClose(levels(result), [128, 128, 128], 1.5);
  });

  it('opacity is untouched by profile conversions', async () => {
    const opacity = [0, 1, 127, 128, 254, 255, 77];
    const withAlpha = opacity.flatMap((a, i) => [...PATCHES.slice(i * 3, i * 3 + 3), a]);
    for (const name of ['cmyk', 'gray', 'lstar-rgb', 'cinelogcurve']) {
      for (const intent of ['perceptual', 'relative'] as const) {
        for (const depth of [8, 16] as const) {
          const plan = { icc: profile(name), intent, strip: false };
          const plain = await colour.apply(raster('rgb', PATCHES, { depth }), plan);
          const result = await colour.apply(raster('rgb', withAlpha, { alpha: true, depth }), plan);
          const step = result.channels;
          const samples = levels(result);
          expect(samples.filter((_, i) => i % step === step - 1)).toEqual(opacity);
          expectClose(
            samples.filter((_, i) => i % step !== step - 1),
            levels(plain),
            1,
          );
        }
      }
    }
  });
});

describe('strip', () => {
  it.each(['p3', 'compatiblewithadobergb1998'])('%s becomes sRGB before its profile goes', async (name) => {
    const wide = await colour.apply(raster('rgb', PATCHES), { icc: profile(name), strip: false });
    expect(wide.data).not.toEqual(Buffer.from(PATCHES));
    const stripped = await colour.apply(wide, { strip: true });
    expect(stripped.icc).toBeUndefined();
    expectClose(levels(stripped), PATCHES, 2);
    const converted = await colour.apply(wide, { icc: registry.srgb, strip: true });
    expect(stripped.data).toEqual(converted.data);
  });

  it('sRGB, grey and CMYK only lose the profile', async () => {
    const cases = [
      raster('rgb', PATCHES, { icc: await registry.srgb.read() }),
      raster('gray', [1, 2, 3], { icc: await profile('gray').read() }),
      raster('cmyk', [1, 2, 3, 4], { icc: await registry.cmyk.read() }),
    ];
    for (const source of cases) {
      expect(await colour.apply(source, { strip: true })).toEqual({ ...source, icc: undefined });
    }
  });

  it('ignores an embedded profile that is broken or of another model', async () => {
    for (const icc of [Buffer.alloc(300), Buffer.from('nonsense'), await registry.cmyk.read()]) {
      const result = await colour.apply(raster('rgb', PATCHES, { icc }), { strip: true });
      expect(levels(result)).toEqual(PATCHES);
    }
  });

  it('ignores an embedded profile whose tags are damaged', async () => {
    const icc = Buffer.from(await profile('lstar-rgb').read());
    icc.fill(0xff, 132);
    const result = await colour.apply(raster('rgb', PATCHES, { icc }), { strip: true });
    expect(levels(result)).toEqual(PATCHES);
    const wide = await colour.apply(raster('rgb', PATCHES, { icc }), {
      icc: profile('lstar-rgb'),
      intent: 'relative',
      strip: false,
    });
    expectClose(levels(wide).slice(0, 3), [217, 31, 35], 1);
    const picture = { space: 'rgb', depth: 8, icc } as const;
    expect(await fillOf(picture, { r: 9, g: 99, b: 199 })).toEqual([9, 99, 199]);
  });

  it('refuses a requested profile that is damaged, and works on', async () => {
    const good = profile('lstar-rgb');
    const bytes = Buffer.from(await good.read());
    bytes.fill(0xff, 132);
    const icc = { ...good, source: '/nowhere.icc', read: async () => bytes };
    for (const intent of ['perceptual', 'relative'] as const) {
      const result = colour.apply(raster('rgb', PATCHES), { icc, intent, strip: false });
      await expect(result).rejects.toMatchObject({ status: 415 });
    }
    const after = await colour.apply(raster('rgb', PATCHES), { icc: good, intent: 'relative', strip: false });
    expectClose(levels(after).slice(0, 3), [217, 31, 35], 1);
  });

  it('survives profiles with random damage', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor(seed / 65536) % below;
    };
    const spaces = ['rgb', 'cmyk', 'gray'] as const;
    for (const [i, name] of ['lstar-rgb', 'cmyk', 'gray'].entries()) {
      const good = await profile(name).read();
      for (let round = 0; round < 60; round++) {
        const icc = Buffer.from(good);
        for (let j = 0; j < 4; j++) icc[random(j % 2 === 0 ? 400 : icc.length)] = random(256);
        const source = raster(spaces[i] ?? 'rgb', new Array<number>(12).fill(100), { icc });
        const result = await colour.apply(source, { icc: profile('p3'), intent: 'relative', strip: true });
        expect([result.space, result.data.length]).toEqual(['rgb', source.width * 3]);
      }
    }
  });
});

describe('formats that cannot hold it', () => {
  it('turns CMYK into sRGB for PNG but not for JPEG', async () => {
    const source = raster('cmyk', [0, 255, 255, 0]);
    expect((await colour.apply(source, { strip: false, format: 'jpg' })).space).toBe('cmyk');
    expect((await colour.apply(source, { strip: false, format: 'png' })).space).toBe('rgb');
  });

  it('turns wide RGB into sRGB for GIF, which has no profile', async () => {
    const icc = await profile('p3').read();
    const gif = await colour.apply(raster('rgb', [234, 51, 34], { icc }), { strip: false, format: 'gif' });
    expectClose(levels(gif), [255, 0, 0], 2);
    const webp = await colour.apply(raster('rgb', [234, 51, 34], { icc }), { strip: false, format: 'webp' });
    expect(webp.icc).toBe(icc);
  });
});

describe('needsColour', () => {
  it('says no exactly where apply() changes nothing', async () => {
    const srgb = await registry.srgb.read();
    const p3 = await profile('p3').read();
    const grey = await profile('gray').read();
    const pictures = [
      raster('rgb', [10, 200, 30]),
      raster('rgb', [10, 200, 30], { icc: srgb }),
      raster('rgb', [10, 200, 30], { icc: p3 }),
      raster('gray', [10]),
      raster('gray', [10], { icc: grey }),
      raster('cmyk', [10, 200, 30, 0]),
    ];
    const plans = [
      { strip: false },
      { strip: true },
      { colorspace: 'rgb', strip: true },
      { colorspace: 'gray', strip: false },
      { strip: false, format: 'gif' },
      { strip: false, format: 'jpg' },
    ] as const;
    const outcomes = new Set<boolean>();
    for (const picture of pictures) {
      for (const plan of plans) {
        const needed = needsColour(picture, plan);
        outcomes.add(needed);
        const result = await colour.apply(picture, plan);
        if (!needed) expect([result.space, result.data]).toEqual([picture.space, picture.data]);
        else expect(result).not.toEqual(picture);
      }
    }
    expect(outcomes.size).toBe(2);
  });
});

describe('fill colours', () => {
  const ORANGE = { r: 255, g: 128, b: 0 };

  it.each([
    ['rgb', 8, undefined, [255, 128, 0]],
    ['rgb', 16, undefined, [65535, 32896, 0]],
    ['gray', 8, undefined, [163]],
    ['cmyk', 8, undefined, undefined],
    ['rgb', 8, 'compatiblewithadobergb1998', [227, 127, 30]],
  ] as const)('%s at %s bits in %s', async (space, depth, name, expected) => {
    const icc = name === undefined ? undefined : await profile(name).read();
    const picture = { space, depth, icc };
    const filled = await fillOf(picture, ORANGE);
    if (expected !== undefined) expectClose(filled, expected, 2);
    else {
      const back = await colour.apply(raster(space, filled), { colorspace: 'rgb', strip: true });
      expectClose(levels(back), [246, 128, 16], 24);
    }
  });

  it.each(['gray', 'rgb', 'cmyk'] as const)('white is paper white in %s', async (space) => {
    const picture = { space, depth: 8, icc: undefined } as const;
    const white = await fillOf(picture, { r: 255, g: 255, b: 255 });
    expect(white).toEqual(space === 'cmyk' ? [0, 0, 0, 0] : space === 'gray' ? [255] : [255, 255, 255]);
  });
});

describe('border colour', () => {
  /** A frame of one colour, noisy by one level, around something else, with a few stray pixels. */
  function framed(space: Space, frame: readonly number[], inside: readonly number[]): Raster {
    const pixels: number[] = [];
    for (let y = 0; y < 20; y++) {
      for (let x = 0; x < 30; x++) {
        const edge = x === 0 || y === 0 || x === 29 || y === 19;
        const stray = y === 0 && x < 9;
        const noise = (x + y) % 2;
        pixels.push(...(edge && !stray ? frame.map((level) => Math.max(0, level - noise)) : inside));
      }
    }
    return { ...raster(space, pixels), width: 30, height: 20 };
  }

  it.each([
    ['rgb', [201, 60, 30], [0, 0, 255], { r: 200.5, g: 59.5, b: 29.5 }],
    ['gray', [91], [255], { r: 90.5, g: 90.5, b: 90.5 }],
    ['cmyk', [0, 0, 0, 0], [0, 0, 0, 255], { r: 255, g: 255, b: 255 }],
  ] as const)('finds the frame of a picture in %s', async (space, frame, inside, expected) => {
    const found = await colour.border(framed(space, frame, inside));
    expectClose([found.r, found.g, found.b], [expected.r, expected.g, expected.b], 1);
  });

  it('takes a single pixel, and white where all is transparent', async () => {
    expect(await colour.border(raster('rgb', [9, 8, 7]))).toEqual({ r: 9, g: 8, b: 7 });
    const clear = raster('rgb', [9, 8, 7, 0], { alpha: true });
    expect(await colour.border(clear)).toEqual({ r: 255, g: 255, b: 255 });
  });
});

it('lets others have their turn during a conversion, and serves two side by side', async () => {
  const source = tall(raster('rgb', PATCHES), 100_000);
  const plan = { icc: profile('lstar-rgb'), intent: 'relative', strip: false } as const;
  let running = true;
  let turns = 0;
  const others = (async () => {
    while (running) {
      await nextTurn();
      turns += 1;
    }
  })();
  const [one, two, grey] = await Promise.all([
    colour.apply(source, plan),
    colour.apply(source, { ...plan, icc: profile('compatiblewithadobergb1998') }),
    colour.apply(source, { colorspace: 'gray', strip: true }),
  ]);
  running = false;
  await others;
  expect(turns).toBeGreaterThan(10);
  expectClose(levels({ ...one, data: one.data.subarray(0, 3) }), [217, 31, 35], 1);
  expectClose(levels({ ...two, data: two.data.subarray(-3) }), [21, 27, 44], 1);
  expectClose(levels({ ...grey, data: grey.data.subarray(-7, -5) }), [127, 111], 2);
});
