import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Source } from '../imaging.ts';
import { type DicomWish, dicomFile } from './dicom-files.ts';
import { imagingFor, scratch, sourceOf, transformOf } from './pictures.ts';

/** Of Debian's package dcmtk. */
const tool = (name: string) => `/usr/bin/${name}`;

/** DICOM files in a folder of their own, as our reader and as DCMTK show them. */
export function besideDcmtk() {
  if (!existsSync(tool('dcmj2pnm'))) throw new Error('dcmtk is missing: install the Debian package dcmtk');
  const folder = scratch();
  const imaging = imagingFor(folder, { timeoutSeconds: 10, maxInputPixels: 1_000_000 });
  let made = 0;

  async function ours(source: Source, values: TransformValues = {}): Promise<Buffer> {
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
    return levels(data);
  }

  return {
    folder,
    imaging,
    /** The picture as RGB of 8 bits. */
    ours,
    async theirs({ file }: Source, options: readonly string[]): Promise<Buffer> {
      const png = join(folder, 'theirs.png');
      execFileSync(tool('dcmj2pnm'), ['+on', ...options, file, png], { stdio: 'ignore' });
      return levels(readFileSync(png));
    },
    /** Writes a file, packed by a tool of DCMTK. */
    written(wish: DicomWish, pack?: readonly string[]): Source {
      const plain = sourceOf(folder, 'dcm', dicomFile(wish));
      if (pack === undefined) return plain;
      made += 1;
      const file = join(folder, `packed-${made}.dcm`);
      const [name = '', ...args] = pack;
      execFileSync(tool(name), [...args, plain.file, file]);
      return { ...plain, file, key: `${plain.key}packed` };
    },
    /** JPEG-LS unpacked, which the viewer of DCMTK leaves to another of its tools. */
    unpacked({ file }: Source): string {
      const plain = join(folder, 'unpacked.dcm');
      execFileSync(tool('dcmdjpls'), [file, plain]);
      return plain;
    },
    /** What comes of a file that is cut short or whose bits are turned, beside being shown or refused. */
    async harmOf(whole: Buffer): Promise<unknown[]> {
      const found = new Set<unknown>();
      for (let i = 0; i < 54; i++) {
        const isCut = i % 3 === 0;
        const broken = isCut ? whole.subarray(0, Math.floor((whole.length * i) / 54)) : Buffer.from(whole);
        // The last ones hit the header of pixels.
        const at = 300 + ((i * 7919) % Math.max(1, i > 27 ? broken.length - 300 : 700));
        if (at < broken.length) broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
        const outcome = ours(sourceOf(folder, 'dcm', broken), { width: 20 });
        found.add(
          await outcome.then(
            () => 200,
            (error: { status?: number }) => error.status,
          ),
        );
      }
      return [...found].filter((status) => status !== 200 && status !== 415);
    },
    async close(): Promise<void> {
      await imaging.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function levels(picture: Uint8Array): Promise<Buffer> {
  return sharp(picture).toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer();
}

/** The largest difference between levels of two pictures; none fits to a picture of another size. */
export function worstLevel(a: Buffer, b: Buffer): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}

/** Samples of so many bits, in bytes or little-endian words: a slope with waves in it. */
export function waves(
  { width, height, bits }: { width: number; height: number; bits: number },
  { signed = false, frames = 1 } = {},
): Buffer {
  const range = 2 ** bits;
  const bytes = bits > 8 ? 2 : 1;
  const out = Buffer.alloc(width * height * frames * bytes);
  for (let i = 0; i < width * height * frames; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const level = Math.floor(
      (0.1 + 0.8 * ((x / width + (y % height) / height) / 2) + 0.08 * Math.sin(x + y)) * range,
    );
    const value = Math.max(0, Math.min(range - 1, level)) - (signed ? range / 2 : 0);
    if (bytes === 1) out[i] = value & 0xff;
    else out.writeUInt16LE(value & 0xffff, i * 2);
  }
  return out;
}
