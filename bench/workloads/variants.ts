import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { milliseconds, perSecond } from '../figures.ts';
import { PHOTO, photo, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf } from '../load/generator.ts';
import { withProcessorTime } from '../process-tree.ts';
import { type LoopJob, startSharpLoop } from '../reference/sharp-loop.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { atLeast, bounded, compared, type Row, type Workload } from '../workload.ts';

const CONNECTIONS = 4;
const ROUNDS = 2;
const QUALITY = 80;
/** RMS between a picture made from a base and one made from the original, in levels of 255. */
const LARGEST_RMS = 3;

type Variant = {
  width: number;
  format: 'jpg' | 'webp';
  /** Part that is shown, as fractions. */
  crop?: { left: number; top: number; right: number; bottom: number };
};

const widths = Array.from({ length: 100 }, (_, i) => 100 + i * 3);

const KINDS: Readonly<Record<string, readonly Variant[]>> = {
  'widths, JPEG': widths.map((width) => ({ width, format: 'jpg' })),
  'crops, JPEG': widths.map((width, i) => {
    const shift = (i % 20) / 100;
    return {
      width,
      format: 'jpg',
      crop: { left: 0.1 + shift, top: 0.05 + shift, right: 0.6 + shift, bottom: 0.55 + shift },
    };
  }),
  'widths, WebP': widths.map((width) => ({ width, format: 'webp' })),
};

/** Many sizes, crops and formats of one picture. */
export const variants: Workload = {
  title: 'Repeated variants of one picture, 100 to 397 px wide, 4 connections',
  run: async ({ load }) => {
    let names: string[] = [];
    const fill = async (imagesDir: string) => {
      await placeProbe(imagesDir);
      names = await placeMany(imagesDir, 'variants', ROUNDS, photo);
    };
    return withServer(fill, async (server) => {
      const loop = await startSharpLoop();
      try {
        const rows: Row[] = [];
        const sums = { pictures: 0, ours: 0, reference: 0, ourCpu: 0, referenceCpu: 0 };
        for (const [kind, wanted] of Object.entries(KINDS)) {
          let ours = 0;
          let reference = 0;
          for (const name of names) {
            const jobs = wanted.map((variant) => loopJob(join(server.imagesDir, name), variant));
            const made = await loop.run(jobs, 'linear');
            reference += made.seconds;
            sums.referenceCpu += made.cpuSeconds;
            const paths = wanted.map((variant) => urlOf(server, name, variant));
            const { value: answers, cpuSeconds } = await withProcessorTime(server.pid, () =>
              load.run({ port: server.port, connections: CONNECTIONS, paths }),
            );
            sums.ourCpu += cpuSeconds;
            if (groupOf(answers).fromCache > 0) throw new Error('a variant was cached already');
            ours += answers.seconds;
          }
          const pictures = wanted.length * names.length;
          sums.pictures += pictures;
          sums.ours += ours;
          sums.reference += reference;
          rows.push(
            compared({
              what: kind,
              ours: pictures / ours,
              reference: pictures / reference,
              unit: perSecond,
              against: 'bare sharp, same light',
            }),
          );
        }
        rows.push(
          compared({
            what: 'all of them',
            ours: sums.pictures / sums.ours,
            reference: sums.pictures / sums.reference,
            unit: perSecond,
            against: 'bare sharp, same light',
            goal: atLeast(3),
          }),
          compared({
            what: 'processor time per picture',
            ours: (sums.ourCpu / sums.pictures) * 1000,
            reference: (sums.referenceCpu / sums.pictures) * 1000,
            unit: milliseconds,
            against: 'bare sharp, same light',
          }),
          bounded(
            'largest RMS against a render from the original',
            await largestRms(server, names[0] ?? ''),
            LARGEST_RMS,
            (rms) => rms.toFixed(2),
          ),
        );
        return rows;
      } finally {
        await loop.stop();
      }
    });
  },
};

function urlOf(server: ServerProcess, name: string, { width, format, crop }: Variant): string {
  return server.url(name, { ...crop, width, format, quality: QUALITY });
}

function loopJob(file: string, { width, format, crop }: Variant): LoopJob {
  const { left, top, right, bottom } = crop ?? { left: 0, top: 0, right: 1, bottom: 1 };
  const part = {
    left: Math.round(left * PHOTO.width),
    top: Math.round(top * PHOTO.height),
    width: Math.round((right - left) * PHOTO.width),
    height: Math.round((bottom - top) * PHOTO.height),
  };
  return {
    file,
    source: PHOTO,
    width,
    height: Math.round((width * part.height) / part.width),
    ...(crop ? { part } : {}),
    format: format === 'webp' ? 'webp' : 'jpeg',
    quality: QUALITY,
  };
}

/**
 * Asks a server that has been busy with a picture for pictures without loss, and draws the same from all
 * pixels of the original in one pass; answers the largest difference.
 */
async function largestRms(server: ServerProcess, name: string): Promise<number> {
  const wanted = [...(KINDS['widths, JPEG'] ?? []), ...(KINDS['crops, JPEG'] ?? [])].filter(
    (_, i) => i % 7 === 0,
  );
  const file = join(server.imagesDir, name);
  let largest = 0;
  for (const variant of wanted) {
    const { body } = await server.get(
      server.url(name, { ...variant.crop, width: variant.width, format: 'png' }),
    );
    const { width, height } = await sharp(body).metadata();
    const { part } = loopJob(file, variant);
    const original = sharp(file);
    if (part) original.extract(part);
    original.pipelineColourspace('scrgb').resize(width, height, { fit: 'fill', fastShrinkOnLoad: false });
    const [a, b] = await Promise.all([pixels(sharp(body)), pixels(original)]);
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
    largest = Math.max(largest, Math.sqrt(sum / a.length));
  }
  return largest;
}

async function pixels(picture: Sharp): Promise<Buffer> {
  return picture.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer();
}
