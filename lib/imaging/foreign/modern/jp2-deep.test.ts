import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { describeFile } from '../../describe-file.ts';
import type { Source } from '../../imaging.ts';
import { imagingFor, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';

/** JPEG 2000 of more than 8 bits, written and read by opj_compress and opj_decompress. */
const folder = scratch();
const imaging = imagingFor(folder, { timeoutSeconds: 10, maxInputPixels: 1_000_000 });
const [WIDTH, HEIGHT] = [91, 60];

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 });

/** Channels one behind the other, each a slope of its own with a little that changes from pixel to pixel. */
function planes(channels: number, bits: number): Uint16Array {
  const most = 2 ** bits - 1;
  const samples = new Uint16Array(WIDTH * HEIGHT * channels);
  for (let i = 0; i < samples.length; i++) {
    const channel = Math.floor(i / (WIDTH * HEIGHT));
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH) % HEIGHT];
    const slope = [x / WIDTH, y / HEIGHT, 1 - x / WIDTH, 0.3 + 0.5 * (y / HEIGHT)][channel] ?? 0;
    samples[i] = Math.round(Math.min(1, slope + (((x * 7 + y * 13) % 17) / 17) * 0.05) * most);
  }
  return samples;
}

type Wish = {
  channels: number;
  bits: number;
  extension?: string;
  args?: readonly string[];
  /** Number of the colour model, in place of what the program writes. */
  model?: number;
};

let files = 0;

function packed({ channels, bits, extension = 'jp2', args = [], model }: Wish): {
  source: Source;
  planar: Uint16Array;
} {
  files += 1;
  const raw = join(folder, `${files}.rawl`);
  const file = join(folder, `${files}.${extension}`);
  writeFileSync(raw, new Uint8Array(planes(channels, bits).buffer));
  run('opj_compress', ['-i', raw, '-o', file, '-F', `${WIDTH},${HEIGHT},${channels},${bits},u`, ...args]);
  if (model !== undefined) {
    const written = readFileSync(file);
    written.writeUInt32BE(model, written.indexOf('colr') + 7);
    writeFileSync(file, written);
  }
  run('opj_decompress', ['-i', file, '-o', raw]);
  const planar = new Uint16Array(Uint8Array.from(readFileSync(raw)).buffer);
  return { source: { file, extension, key: `${file}:` }, planar };
}

/** A box of what the channels are for, behind the others that tell of the picture. */
function withChannels(
  file: Buffer,
  channels: ReadonlyArray<readonly [type: number, colour: number]>,
): Buffer {
  const box = Buffer.alloc(10 + channels.length * 6);
  box.writeUInt32BE(box.length, 0);
  box.write('cdef', 4, 'latin1');
  box.writeUInt16BE(channels.length, 8);
  for (const [i, [type, colour]] of channels.entries()) {
    for (const [at, value] of [i, type, colour].entries()) box.writeUInt16BE(value, 10 + i * 6 + at * 2);
  }
  const header = file.indexOf('jp2h') - 4;
  const end = header + file.readUInt32BE(header);
  const out = Buffer.concat([file.subarray(0, end), box, file.subarray(end)]);
  out.writeUInt32BE(end - header + box.length, header);
  return out;
}

/** Numbers of an answer, channel by channel as the program has them. */
async function levels(
  source: Source,
  format: string,
  space: 'rgb16' | 'grey16' | 'cmyk',
): Promise<Uint16Array> {
  const { data } = await imaging.render({ source, transform: transformOf({ format, depth: 16 }) });
  expect((await sharp(data).metadata()).bitsPerSample).toBe(16);
  const pipeline = sharp(data, { ignoreIcc: true });
  if (space === 'cmyk') pipeline.pipelineColourspace('cmyk');
  const { data: raw, info } = await pipeline
    .toColourspace(space)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const words = new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2);
  const pixels = WIDTH * HEIGHT;
  return Uint16Array.from(words, (_, i) => words[(i % pixels) * info.channels + Math.floor(i / pixels)] ?? 0);
}

function worst(a: Uint16Array, b: Uint16Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, level, i) => Math.max(most, Math.abs(level - (b[i] ?? 0))), 0);
}

const ofSixteen = (planar: Uint16Array, bits: number) =>
  planar.map((level) => Math.round((level * 65_535) / (2 ** bits - 1)));

describe('depth=16', () => {
  it.each<[string, Wish, format: string]>([
    ['RGB of 16 bits', { channels: 3, bits: 16 }, 'png'],
    ['RGB of 12 bits', { channels: 3, bits: 12 }, 'tif'],
    ['RGB of 9 bits', { channels: 3, bits: 9 }, 'tif'],
    ['grey of 16 bits', { channels: 1, bits: 16 }, 'png'],
    ['grey of 10 bits', { channels: 1, bits: 10 }, 'tif'],
    ['lossy', { channels: 3, bits: 16, args: ['-I', '-r', '8'] }, 'png'],
    ['in tiles', { channels: 3, bits: 16, args: ['-t', '40,32'] }, 'png'],
    ['with an origin elsewhere', { channels: 3, bits: 16, args: ['-d', '7,5'] }, 'png'],
    ['by quality, in layers', { channels: 1, bits: 14, args: ['-r', '40,10,1', '-p', 'RPCL'] }, 'png'],
    ['a bare codestream', { channels: 3, bits: 16, extension: 'j2k' }, 'tif'],
  ])('%s', async (_name, wish, format) => {
    const { source, planar } = packed(wish);
    const space = wish.channels === 1 ? 'grey16' : 'rgb16';
    const theirs = ofSixteen(planar, wish.bits);
    expect(new Set(theirs).size).toBeGreaterThan(250);
    // What is lost may be rounded another way.
    expect(worst(await levels(source, format, space), theirs)).toBeLessThanOrEqual(
      wish.args?.[0] === '-I' ? 2 : 0,
    );
    expect(await describeFile(source.file)).toMatchObject({ depth: wish.bits, width: WIDTH, height: HEIGHT });
  });

  it('opacity and the order of channels are as the file says', async () => {
    const { source, planar } = packed({ channels: 4, bits: 16, args: ['-mct', '0'], model: 16 });
    const pixels = WIDTH * HEIGHT;
    // The second one is opacity, the colours stand behind each other backwards.
    const file = withChannels(readFileSync(source.file), [
      [0, 3],
      [1, 0],
      [0, 2],
      [0, 1],
    ]);
    const ours = await levels(sourceOf(folder, 'jp2', file), 'tif', 'rgb16');
    const at = (i: number) => [...planar.subarray(i * pixels, (i + 1) * pixels)];
    expect(worst(ours, Uint16Array.from([...at(3), ...at(2), ...at(0), ...at(1)]))).toBe(0);
  });

  it('grey with opacity', async () => {
    const { source, planar } = packed({ channels: 2, bits: 12 });
    const file = withChannels(readFileSync(source.file), [
      [0, 1],
      [1, 0],
    ]);
    const described = sourceOf(folder, 'jp2', file);
    const ours = await levels(described, 'png', 'rgb16');
    const deep = ofSixteen(planar, 12);
    const grey = [...deep.subarray(0, WIDTH * HEIGHT)];
    const theirs = Uint16Array.from([...grey, ...grey, ...grey, ...deep.subarray(WIDTH * HEIGHT)]);
    expect(worst(ours, theirs)).toBe(0);
    expect(await describeFile(described.file)).toMatchObject({ alpha: true, depth: 12 });
  });

  it('inks', async () => {
    const { source } = packed({ channels: 4, bits: 16, args: ['-mct', '0'], model: 12 });
    // The program would turn them into colours.
    expect(worst(await levels(source, 'tif', 'cmyk'), planes(4, 16))).toBe(0);
  });
});

it('colours in another model are converted as before', async () => {
  // Lightness and two differences of colour; read by ImageMagick in 8 bits.
  const { source } = packed({ channels: 3, bits: 12, args: ['-mct', '0'], model: 18 });
  const { data } = await imaging.render({
    source,
    transform: transformOf({ format: 'png', depth: 16 }),
  });
  expect((await sharp(data).metadata()).bitsPerSample).toBe(8);
});

describe('damaged files', () => {
  async function outcome(content: Buffer, extension: string): Promise<number> {
    try {
      const source = sourceOf(folder, extension, content);
      await imaging.render({ source, transform: transformOf({ format: 'png', width: 20, depth: 16 }) });
      return 200;
    } catch (error) {
      return error instanceof EmulsionError ? error.status : 500;
    }
  }

  it.each<[string, Wish]>([
    ['RGB', { channels: 3, bits: 16 }],
    ['RGB in tiles', { channels: 3, bits: 12, args: ['-t', '40,32'] }],
    ['four channels', { channels: 4, bits: 16, extension: 'j2k' }],
  ])('%s is refused wherever it is cut, and drawn or refused with turned bits', async (_name, wish) => {
    const { source } = packed(wish);
    const whole = readFileSync(source.file);
    const cut: number[] = [];
    for (let i = 0; i < 30; i++) {
      const piece = whole.subarray(0, Math.floor((whole.length * 0.95 * i) / 30));
      cut.push(await outcome(piece, source.extension));
    }
    expect(cut).toEqual(cut.map(() => 415));
    const turned: number[] = [];
    for (let i = 0; i < 60; i++) {
      const broken = Buffer.from(whole);
      // Most of them hit the header.
      const at = i % 4 === 3 ? (i * 7919) % whole.length : (i * 7) % Math.min(whole.length, 250);
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      turned.push(await outcome(broken, source.extension));
    }
    expect(turned.filter((status) => status !== 200 && status !== 415)).toEqual([]);
  });
});
