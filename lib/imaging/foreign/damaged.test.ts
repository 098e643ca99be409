import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import type { Imaging, Source } from '../imaging.ts';
import { imagingFor, open, photo, pixelsOf, scratch, sourceOf, transformOf } from '../testing/pictures.ts';

/** The one of Debian's package imagemagick. */
const MAGICK = '/usr/bin/convert';
const CUTS = 40;
const FLIPS = 80;

const folder = scratch();
let imaging: Imaging;

beforeAll(async () => {
  imaging = imagingFor(folder, { timeoutSeconds: 5, maxInputPixels: 1_000_000 });
  await open(photo(60, 40)).ensureAlpha(0.5).png().toFile(join(folder, 'original.png'));
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

function whole(extension: string, args: readonly string[], prefix = ''): Buffer {
  const file = join(folder, `whole.${extension}`);
  execFileSync(MAGICK, [join(folder, 'original.png'), ...args, `${prefix}${file}`]);
  return readFileSync(file);
}

async function outcome(source: Source): Promise<number> {
  try {
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', width: 20 }) });
    return (await pixelsOf(data)).width <= 20 ? 200 : 500;
  } catch (error) {
    return error instanceof EmulsionError ? error.status : 500;
  }
}

const KINDS: ReadonlyArray<readonly [string, string, readonly string[], string]> = [
  ['BMP', 'bmp', [], ''],
  ['BMP with run lengths', 'bmp', ['-alpha', 'off', '-colors', '30', '-compress', 'RLE'], 'bmp3:'],
  ['ICO', 'ico', [], ''],
  ['TGA', 'tga', [], ''],
  ['TGA with run lengths', 'tga', ['-compress', 'RLE'], ''],
  ['PPM', 'ppm', ['-alpha', 'off'], ''],
  ['PPM as text', 'ppm', ['-alpha', 'off', '-compress', 'None'], ''],
  ['PAM', 'pam', [], ''],
  ['PSD', 'psd', [], ''],
  ['PSD without compression', 'psd', ['-compress', 'None'], ''],
];

describe.each(KINDS)('%s', (_name, extension, args, prefix) => {
  it('cut short is refused wherever it ends', async () => {
    const content = whole(extension, args, prefix);
    // Behind the pixels some formats have a few bytes that nobody needs.
    const pieces = Array.from({ length: CUTS }, (_, i) =>
      content.subarray(0, Math.floor((content.length * 0.9 * i) / CUTS)),
    );
    const found = await Promise.all(pieces.map((piece) => outcome(sourceOf(folder, extension, piece))));
    expect(found).toEqual(pieces.map(() => 415));
  });

  it('with turned bits is drawn or refused', async () => {
    const content = whole(extension, args, prefix);
    const found = new Set<number>();
    for (let i = 0; i < FLIPS; i++) {
      const broken = Buffer.from(content);
      // The first ones hit each byte of the header in turn.
      const at = i < FLIPS / 2 ? i : (i * 7919) % content.length;
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      found.add(await outcome(sourceOf(folder, extension, broken)));
    }
    expect([...found].filter((status) => status !== 200 && status !== 415)).toEqual([]);
  });
});

it('refuses what states too many pixels before it sets memory aside, and goes on', async () => {
  const header = Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\x08\0\x03', 'latin1');
  header.writeUInt32BE(29_999, 14);
  header.writeUInt32BE(29_999, 18);
  const huge = Buffer.concat([header, Buffer.alloc(16)]);
  expect(await outcome(sourceOf(folder, 'psd', huge))).toBe(415);
  expect(await outcome(sourceOf(folder, 'bmp', whole('bmp', [])))).toBe(200);
});
