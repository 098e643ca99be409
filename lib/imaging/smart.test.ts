import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, ImagingOptions, Source } from './imaging.ts';
import {
  imagingFor,
  open,
  type Pixels,
  pixelsOf,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

const folder = scratch();
const engines: Imaging[] = [];

function engine(changes: Partial<ImagingOptions> = {}): Imaging {
  const made = imagingFor(folder, { pyramidDir: join(folder, `pyramids-${engines.length}`), ...changes });
  engines.push(made);
  return made;
}

afterAll(async () => {
  for (const made of engines) await made.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Eight patches of a fine pattern, all the same but for their place between the pixels of a reduction: which
 * of them draws most attention depends on how the picture was made small.
 */
function rivals(width: number, height: number): Pixels {
  const data = Buffer.alloc(width * height * 3, 128);
  for (let patch = 0; patch < 8; patch++) {
    const left = Math.round(((patch % 4) + 0.3) * (width / 4)) + patch;
    const top = Math.round((Math.floor(patch / 4) + 0.3) * (height / 2)) + 3 * patch;
    for (let y = top; y < top + 160; y++) {
      for (let x = left; x < left + 160; x++) {
        const isRed = ((x - left) >> 2) % 2 === ((y - top) >> 2) % 2;
        data.set(isRed ? [230, 40, 30] : [20, 60, 220], (y * width + x) * 3);
      }
    }
  }
  return { data, width, height, channels: 3 };
}

async function drawn(imaging: Imaging, source: Source, values: TransformValues): Promise<Pixels> {
  const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
  return pixelsOf(data);
}

const smart: TransformValues = { width: 240, height: 240, gravity: 'smart' };

describe.each(['jpg', 'png', 'webp'])('gravity=smart of a %s picture', (extension) => {
  const pipeline = () => open(rivals(1600, 1000));
  const file = () =>
    (extension === 'jpg'
      ? pipeline().jpeg({ quality: 90 })
      : extension === 'png'
        ? pipeline().png({ compressionLevel: 1 })
        : pipeline().webp({ effort: 0 })
    ).toBuffer();

  it.each<[string, TransformValues[]]>([
    ['a large size', [{ width: 900 }, { width: 900 }]],
    ['many sizes', [{ width: 900 }, { width: 700 }, { width: 410 }, { width: 333 }]],
    ['a tile', [{ tile: { number: 1, grid: 4 } }, { tile: { number: 2, grid: 4 } }]],
    [
      'other shapes',
      [
        { ...smart, width: 500 },
        { ...smart, height: 100 },
      ],
    ],
  ])('shows the same part after %s', async (_name, before) => {
    const source = sourceOf(folder, extension, await file());
    const options = { pyramidThreshold: 1_000_000, baseMemoryBytes: 20_000_000 };
    const fresh = await drawn(engine({ ...options, pyramidThreshold: 0 }), source, smart);
    const used = engine(options);
    for (const values of before) await drawn(used, source, values);
    expect(rms(await drawn(used, source, smart), fresh)).toBeLessThan(9);
  });
});

/** Grey, with one patch of colour at the right; `turned` says so in EXIF. */
async function eyeCatcher(kind: string): Promise<Buffer> {
  const data = Buffer.alloc(400 * 200 * 3, 128);
  for (let y = 60; y < 140; y++) {
    for (let x = 310; x < 390; x++) {
      data.set((x >> 3) % 2 === (y >> 3) % 2 ? [230, 40, 30] : [255, 230, 190], (y * 400 + x) * 3);
    }
  }
  const pipeline = open({ data, width: 400, height: 200, channels: 3 });
  if (kind === 'cmyk') return pipeline.toColourspace('cmyk').jpeg().toBuffer();
  if (kind === 'gray') return pipeline.toColourspace('b-w').jpeg().toBuffer();
  return kind === 'turned'
    ? pipeline.withMetadata({ orientation: 6 }).jpeg().toBuffer()
    : pipeline.jpeg().toBuffer();
}

it.each<[string, TransformValues]>([
  ['rgb', {}],
  ['cmyk', {}],
  ['gray', {}],
  ['turned', {}],
  ['rgb', { flip: 'h' }],
  ['rgb', { rotation: 90 }],
  ['rgb', { rotation: 30 }],
])('gravity=smart finds what catches the eye: %s %j', async (kind, values) => {
  const source = sourceOf(folder, 'jpg', await eyeCatcher(kind));
  const { data, channels } = await drawn(engine({ autoOrient: true }), source, {
    ...smart,
    width: 100,
    height: 100,
    ...values,
  });
  let striking = 0;
  for (let at = 0; at < data.length; at += channels) striking += Math.abs((data[at] ?? 0) - 128) > 25 ? 1 : 0;
  // The patch is a sixth of what is shown, and half of it stands out in grey too.
  expect(striking / (data.length / channels)).toBeGreaterThan(0.07);
});
