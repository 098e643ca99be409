import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Imaging, Source } from '../../imaging.ts';
import { imagingFor, photo, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';

/** Of the Debian package liblcms2-utils. */
const TRANSICC = '/usr/bin/transicc';
const folder = scratch();
const [width, height] = [40, 24];
let imaging: Imaging;

beforeAll(() => {
  if (!existsSync(TRANSICC))
    throw new Error('transicc is missing: install the Debian package liblcms2-utils');
  imaging = imagingFor(folder, { timeoutSeconds: 5, maxInputPixels: 1_000_000 });
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

type Depth = 8 | 16 | 32;
type Wish = {
  mode: number;
  channels: Buffer[];
  depth?: Depth;
  compression?: number;
  size?: [number, number];
};

/** A Photoshop file whose channels are given as rows of big-endian samples. */
function psd({ mode, channels, depth = 8, compression = 0, size = [width, height] }: Wish): Buffer {
  const head = Buffer.from('8BPS\0\x01\0\0\0\0\0\0', 'latin1');
  const numbers = Buffer.alloc(14);
  numbers.writeUInt16BE(channels.length, 0);
  numbers.writeUInt32BE(size[1], 2);
  numbers.writeUInt32BE(size[0], 6);
  numbers.writeUInt16BE(depth, 10);
  numbers.writeUInt16BE(mode, 12);
  const stride = (size[0] * depth) / 8;
  const rows = channels.flatMap((channel) =>
    Array.from({ length: size[1] }, (_, y) => channel.subarray(y * stride, (y + 1) * stride)),
  );
  const whole = Buffer.concat(compression === 3 ? rows.map((row) => differences(row, depth)) : rows);
  const packed = compression >= 2 ? deflateSync(whole) : whole;
  return Buffer.concat([head, numbers, Buffer.alloc(12), Buffer.from([0, compression]), packed]);
}

/** A row as the differences of its samples; of 32 bits as those of its bytes, by weight. */
function differences(row: Buffer, depth: Depth): Buffer {
  const out = Buffer.from(row);
  if (depth === 32) {
    const samples = row.length / 4;
    for (let i = 0; i < row.length; i++) out[(i & 3) * samples + (i >> 2)] = row[i] ?? 0;
  }
  if (depth === 16) {
    for (let i = out.length - 2; i >= 2; i -= 2) {
      out.writeUInt16BE((out.readUInt16BE(i) - out.readUInt16BE(i - 2)) & 0xffff, i);
    }
    return out;
  }
  for (let i = out.length - 1; i >= 1; i--) out[i] = (out[i] ?? 0) - (out[i - 1] ?? 0);
  return out;
}

/** The three channels of a photograph; as light for 32 bits. */
function channelsOf(depth: Depth): Buffer[] {
  const { data } = photo(width, height);
  return [0, 1, 2].map((c) => {
    const out = Buffer.alloc((width * height * depth) / 8);
    for (let i = 0; i < width * height; i++) {
      const level = data[i * 3 + c] ?? 0;
      if (depth === 8) out[i] = level;
      else if (depth === 16) out.writeUInt16BE(level * 257, i * 2);
      else out.writeFloatBE(light(level / 255), i * 4);
    }
    return out;
  });
}

const light = (level: number) => (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4);

async function pixels(source: Source): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf({ format: 'png' }) });
  return sharp(data).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
}

const draw = (wish: Wish) => pixels(sourceOf(folder, 'psd', psd(wish)));

function worst(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, level, i) => Math.max(most, Math.abs(level - (b[i] ?? 0))), 0);
}

const KINDS = [8, 16, 32].flatMap((depth) =>
  [0, 2, 3].map((compression) => [depth, compression] as [Depth, number]),
);

describe('a Photoshop file', () => {
  it.each(KINDS)('of %i bits with compression %i gives its pixels', async (depth, compression) => {
    const found = await draw({ mode: 3, channels: channelsOf(depth), depth, compression });
    expect(worst(found, photo(width, height).data)).toBeLessThanOrEqual(1);
  });

  it.each([8, 16] as const)('in Lab of %i bits has the colours of LittleCMS', async (depth) => {
    const patches = [
      [50, 20, -30],
      [80, -20, 40],
      [30, 5, 5],
      [95, 0, 0],
      [60, 40, 30],
      [10, -2, 3],
    ] as const;
    const encode = (value: number, channel: number) => {
      const most = depth === 16 ? 65_535 : 255;
      const level = channel === 0 ? (value * most) / 100 : (value + 128) * (depth === 16 ? 256 : 1);
      return Math.round(level);
    };
    const channels = [0, 1, 2].map((c) => {
      const out = Buffer.alloc((patches.length * depth) / 8);
      for (const [i, patch] of patches.entries()) {
        const level = encode(patch[c] ?? 0, c);
        if (depth === 8) out[i] = level;
        else out.writeUInt16BE(level, i * 2);
      }
      return out;
    });
    const found = await draw({ mode: 9, channels, depth, size: [patches.length, 1] });
    const input = `${patches.map((patch) => patch.join(' ')).join('\n')}\n`;
    const told = execFileSync(TRANSICC, ['-i*Lab', '-o*sRGB', '-n', '-t1'], {
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();
    const expected = told
      .trim()
      .split('\n')
      .flatMap((line) => line.trim().split(/\s+/).map(Number));
    // Lab of 8 bits knows whole steps only.
    expect(worst(found, Buffer.from(expected.map(Math.round)))).toBeLessThanOrEqual(depth === 8 ? 3 : 1);
  });

  it.each([
    [4, [255, 0, 0, 0]],
    [3, [255, 0, 0]],
  ])('of %i inks shows the first as those of CMYK', async (count, inks) => {
    const channels = inks.map((ink) => Buffer.alloc(width * height, 255 - ink));
    const found = await draw({ mode: 7, channels });
    const plain = await draw({
      mode: 4,
      channels: [...channels, Buffer.alloc(width * height, 255)].slice(0, 4),
    });
    expect(found).toEqual(plain);
    expect(count).toBe(inks.length);
  });

  it.each([
    [8, 2],
    [16, 3],
    [32, 3],
  ] as [Depth, number][])(
    'of %i bits, compression %i, cut short or with turned bits is drawn or refused',
    async (depth, compression) => {
      const whole = psd({ mode: 3, channels: channelsOf(depth), depth, compression });
      const found = await Promise.all(
        Array.from({ length: 60 }, async (_, i) => {
          const broken = i % 3 === 0 ? whole.subarray(0, (whole.length * i) / 60) : Buffer.from(whole);
          const at = i < 40 ? i : (i * 7919) % Math.max(1, broken.length);
          if (at < broken.length) broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
          return pixels(sourceOf(folder, 'psd', broken)).then(
            () => 200,
            (error: { status?: number }) => error.status,
          );
        }),
      );
      expect(found.filter((status) => status !== 200 && status !== 415)).toEqual([]);
    },
  );
});
