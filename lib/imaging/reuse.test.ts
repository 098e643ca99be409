import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, ImagingOptions, Source } from './imaging.ts';
import {
  imagingFor,
  open,
  photo,
  pixelsOf,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

const folder = scratch();
const engines: Imaging[] = [];

function engine(name: string, changes: Partial<ImagingOptions> = {}): Imaging {
  const made = imagingFor(join(folder, name), changes);
  engines.push(made);
  return made;
}

afterAll(async () => {
  for (const made of engines) await made.close();
  rmSync(folder, { recursive: true, force: true });
});

async function png(imaging: Imaging, source: Source, values: TransformValues) {
  return pixelsOf(
    (await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) })).data,
  );
}

/** A picture like a camera's is smoother from pixel to pixel than fresh noise. */
const softened = new Map<string, Promise<Buffer>>();
function softPhoto(width: number, height: number) {
  const size = `${width}x${height}`;
  const pixels = softened.get(size) ?? open(photo(width, height)).blur(0.8).raw().toBuffer();
  softened.set(size, pixels);
  return pixels.then((data) => open({ data, width, height, channels: 3 }));
}

const REQUESTS: TransformValues[] = [
  { width: 200 },
  { width: 400 },
  { width: 131 },
  { width: 800 },
  { width: 640, height: 640, fill: 'red' },
  { width: 100, height: 60, sizeFit: true },
  { width: 300, flip: 'h' },
  { width: 300, rotation: 90 },
  { width: 260, rotation: 33 },
  { width: 150, left: 0.103, right: 0.871, top: 0.077, bottom: 0.613 },
  { width: 90, left: 0.33333, right: 0.77777 },
  { width: 333, left: 0.5, sharpen: 50 },
  { width: 120, height: 120, gravity: 'e' },
  { width: 500, left: 0.25, right: 0.75, top: 0.25, bottom: 0.75, tile: { number: 2, grid: 4 } },
];

describe.each(['jpg', 'png', 'webp'])('what is kept of a %s picture', (extension) => {
  it.each(REQUESTS)('gives the pixels of a render from the original: %j', async (values) => {
    const pipeline = await softPhoto(1600, 1200);
    const data = await (extension === 'jpg'
      ? pipeline.jpeg({ quality: 92 })
      : extension === 'png'
        ? pipeline.png({ compressionLevel: 1 })
        : pipeline.webp({ quality: 92, effort: 0 })
    ).toBuffer();
    const source = sourceOf(folder, extension, data);
    const fresh = await png(engine('fresh', { baseMemoryBytes: 0 }), source, values);
    const reusing = engine('reusing');
    // Asked for twice, a picture is popular; then the ladder is walked down from a large size.
    for (const width of [900, 700, 350]) await png(reusing, source, { width });
    // Neighbouring sizes, asked for again and again, have levels of their own made.
    for (const wider of [4, 8]) await png(reusing, source, { ...values, width: (values.width ?? 0) + wider });
    expect(rms(await png(reusing, source, values), fresh)).toBeLessThan(3);
    expect(rms(await png(reusing, source, values), fresh)).toBeLessThan(3);
  });
});

describe('pyramids', () => {
  const values: TransformValues[] = [
    { width: 200 },
    { width: 500, left: 0.31, right: 0.56, top: 0.2, bottom: 0.45 },
    { tile: { number: 6, grid: 16 } },
    { width: 900, tile: { number: 3, grid: 4 } },
    { rotation: 90, tile: { number: 2, grid: 9 } },
    { rotation: 12, width: 300 },
  ];
  const options = { pyramidThreshold: 1_000_000, baseMemoryBytes: 8_000_000 };

  it.each([
    ['png', 0.01],
    ['jpg', 2],
  ])('of a %s picture give the same pixels', async (extension, exact) => {
    const pipeline = await softPhoto(1500, 1100);
    const data = await (extension === 'png' ? pipeline.png() : pipeline.jpeg({ quality: 92 })).toBuffer();
    const source = sourceOf(folder, extension, data);
    const plain = engine('plain', { baseMemoryBytes: 0 });
    const dir = join(folder, `pyramids-${extension}`);
    const building = engine('building', { ...options, pyramidDir: dir });
    await png(building, source, { tile: { number: 1, grid: 4 } });
    await building.close();
    expect(readdirSync(dir).filter((name) => name.endsWith('.tif'))).toHaveLength(1);

    const using = engine('using', { ...options, pyramidDir: dir });
    for (const each of values) {
      const difference = rms(await png(using, source, each), await png(plain, source, each));
      expect(difference, JSON.stringify(each)).toBeLessThan(each.width === undefined ? exact : 3);
    }
  });

  it('may be deleted at any time', async () => {
    const source = sourceOf(folder, 'png', await (await softPhoto(1300, 1000)).png().toBuffer());
    const dir = join(folder, 'deleted');
    const imaging = engine('deleting', { ...options, baseMemoryBytes: 0, pyramidDir: dir });
    const before = await png(imaging, source, { tile: { number: 4, grid: 9 } });
    rmSync(dir, { recursive: true, force: true });
    expect(rms(await png(imaging, source, { tile: { number: 4, grid: 9 } }), before)).toBe(0);
    expect((await png(imaging, source, { width: 100 })).width).toBe(100);
  });

  it('leave when the disk limit is reached, and when their picture is forgotten', async () => {
    const dir = join(folder, 'limited');
    const imaging = engine('limiting', { ...options, pyramidDiskBytes: 1000, pyramidDir: dir });
    const sources = [];
    for (let i = 0; i < 3; i++) {
      const source = sourceOf(
        folder,
        'png',
        await (await softPhoto(1200, 900)).png({ compressionLevel: 1 }).toBuffer(),
      );
      await png(imaging, source, { tile: { number: 1, grid: 4 } });
      sources.push(source);
      expect(readdirSync(dir)).toHaveLength(1);
    }
    await imaging.forget(sources.at(-1)?.key ?? '');
    expect(readdirSync(dir)).toHaveLength(0);
  });

  it('that a process died over are swept away, but not those being written', async () => {
    const source = sourceOf(folder, 'png', await (await softPhoto(1200, 900)).png().toBuffer());
    const dir = join(folder, 'swept');
    mkdirSync(dir);
    const left = (name: string, minutes: number) => {
      const time = Date.now() / 1000 - minutes * 60;
      writeFileSync(join(dir, name), 'half');
      utimesSync(join(dir, name), time, time);
    };
    left('a.pyramid.tif.1.2.part', 61);
    left('b.pyramid.tif.1.2.part', 20);
    await png(engine('sweeping', { ...options, pyramidDir: dir }), source, { tile: { number: 1, grid: 4 } });
    const names = readdirSync(dir);
    expect(names.filter((name) => name.endsWith('.part'))).toEqual(['b.pyramid.tif.1.2.part']);
    expect(names).toHaveLength(2);
  });

  it('are done without where the folder cannot be written', async () => {
    const source = sourceOf(
      folder,
      'png',
      await (await softPhoto(1200, 900)).png({ compressionLevel: 1 }).toBuffer(),
    );
    const imaging = engine('unwritable', { ...options, pyramidDir: join(source.file, 'not-a-folder') });
    expect((await png(imaging, source, { tile: { number: 4, grid: 4 } })).width).toBe(600);
  });
});

it('forgets what it kept of a picture that has changed', async () => {
  const imaging = engine('forgetting');
  const source = sourceOf(folder, 'png', await (await softPhoto(400, 300)).png().toBuffer());
  for (const width of [100, 110, 120]) await png(imaging, source, { width });
  const other = await open(photo(500, 100)).png().toBuffer();
  writeFileSync(source.file, other);
  await imaging.forget(source.key);
  expect(await imaging.probe(source)).toMatchObject({ width: 500, height: 100 });
  expect((await png(imaging, source, { width: 100 })).height).toBe(20);
});
