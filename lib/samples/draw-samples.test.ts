import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawDahlia } from './dahlia.ts';
import { drawSamples } from './draw-samples.ts';
import { develop } from './frame.ts';

let dir: string;
let written: string[];
const KEPT = 'night-city.jpg';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'emulsion-samples-'));
  await writeFile(join(dir, KEPT), await dot());
  written = await drawSamples(dir);
}, 120_000);

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

function dot(): Promise<Buffer> {
  return sharp({ create: { width: 7, height: 5, channels: 3, background: '#123456' } })
    .jpeg()
    .toBuffer();
}

test.each([
  ['mountains.jpg', 2400, 1600],
  ['coast.jpg', 2400, 1600],
  ['still-life.jpg', 1600, 1200],
  ['dunes.jpg', 1200, 1600],
  ['wide-gamut.jpg', 900, 900],
])('%s is a picture of %i by %i, with contrast, credit and a modest size', async (name, width, height) => {
  const bytes = await readFile(join(dir, name));
  const meta = await sharp(bytes).metadata();
  expect([meta.format, meta.width, meta.height]).toEqual(['jpeg', width, height]);
  expect(bytes.length).toBeLessThan(1_500_000);
  expect(meta.exif?.toString('latin1')).toContain('Emulsion');
  const { channels, entropy } = await sharp(bytes).stats();
  expect(entropy).toBeGreaterThan(5.5);
  for (const channel of channels) expect(channel.stdev).toBeGreaterThan(20);
});

test('the overlay is white with soft edges on nothing', async () => {
  const mark = sharp(join(dir, 'watermark.png'));
  const meta = await mark.metadata();
  expect([meta.format, meta.width, meta.height, meta.hasAlpha]).toEqual(['png', 600, 160, true]);
  const { data } = await mark.extractChannel('alpha').raw().toBuffer({ resolveWithObject: true });
  expect(data[0]).toBe(0);
  expect(data.some((a) => a > 200)).toBe(true);
  expect(data.some((a) => a > 10 && a < 120)).toBe(true);
});

test('the emblem is drawn by any SVG reader', async () => {
  const meta = await sharp(join(dir, 'emblem.svg')).metadata();
  expect([meta.format, meta.width, meta.height]).toEqual(['svg', 640, 640]);
});

test('the contact sheet has three different pages', async () => {
  const path = join(dir, 'contact-sheet.tif');
  expect((await sharp(path).metadata()).pages).toBe(3);
  const pages = await Promise.all([0, 1, 2].map((page) => sharp(path, { page }).raw().toBuffer()));
  expect(new Set(pages.map((page) => page.toString('base64'))).size).toBe(3);
});

test('the wide-gamut picture carries Display P3 and colours beyond sRGB', async () => {
  const picture = sharp(join(dir, 'wide-gamut.jpg'));
  const { icc } = await picture.metadata();
  expect(icc?.subarray(36, 40).toString('latin1')).toBe('acsp');
  // Read as they are the reds are strong; brought into sRGB they run into the end of the scale.
  const raw = await sharp(join(dir, 'wide-gamut.jpg'), { ignoreIcc: true }).raw().toBuffer();
  const fitted = await picture.toColourspace('srgb').raw().toBuffer();
  const at = (bytes: Buffer, x: number, y: number) => [
    ...bytes.subarray((y * 900 + x) * 3, (y * 900 + x) * 3 + 3),
  ];
  const [own, seen] = [at(raw, 450, 300), at(fitted, 450, 300)];
  expect(seen[0]).toBeGreaterThan(own[0] as number);
  expect(seen[1]).toBeLessThan(own[1] as number);
});

test('the animation has twelve frames and repeats', async () => {
  const meta = await sharp(join(dir, 'loop.gif'), { animated: true }).metadata();
  expect([meta.format, meta.pages, meta.loop]).toEqual(['gif', 12, 0]);
});

test('a file that was there is left alone, and drawing again writes nothing', async () => {
  expect(written).not.toContain(KEPT);
  expect(await readFile(join(dir, KEPT))).toEqual(await dot());
  const before = await stamps();
  expect(await drawSamples(dir)).toEqual([]);
  expect(await stamps()).toEqual(before);
  expect(before.filter(([name]) => name.startsWith('.'))).toEqual([]);
  expect(before.length).toBe(written.length + 1);
});

test('the same numbers come out every time', async () => {
  const [first, second] = await Promise.all([drawDahlia(90, 90), drawDahlia(90, 90)]);
  const finish = { exposure: 1, vignette: 0, saturation: 1 };
  expect(await develop(first, finish)).toEqual(await develop(second, finish));
});

async function stamps(): Promise<[string, number][]> {
  const names = (await readdir(dir)).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, number]> => [name, (await stat(join(dir, name))).mtimeMs]),
  );
}
