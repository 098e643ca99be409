import sharp, { type Sharp } from 'sharp';
import { answerQuestions } from '../worker.ts';
import type { LoopJob, LoopPlan, LoopResult } from './sharp-loop.ts';

sharp.concurrency(1);

/** The plain way: one pass, in the light of the file. */
function gammaLight(job: LoopJob): Sharp {
  const pipeline = sharp(job.file);
  if (job.part) pipeline.extract(job.part);
  return pipeline.resize(job.width, job.height, { fit: 'fill', kernel: 'lanczos3' });
}

/**
 * Linear light without giving shrink-on-load away: first to twice the wanted size in the light of the file,
 * then the rest as floating point. A part is cut out in between for the same reason.
 */
async function linearLight({ file, source, part, width, height }: LoopJob): Promise<Sharp> {
  const shown = part ?? { left: 0, top: 0, width: source.width, height: source.height };
  const factor = Math.min(1, (2 * width) / shown.width);
  const rough = sharp(file);
  if (factor < 1) {
    rough.resize(Math.round(source.width * factor), Math.round(source.height * factor), {
      fit: 'fill',
      kernel: 'cubic',
    });
  }
  const { data, info } = await rough.raw().toBuffer({ resolveWithObject: true });
  const fine = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  if (part) {
    fine.extract({
      left: Math.round(part.left * factor),
      top: Math.round(part.top * factor),
      width: Math.min(info.width, Math.round(part.width * factor)),
      height: Math.min(info.height, Math.round(part.height * factor)),
    });
  }
  return fine
    .pipelineColourspace('scrgb')
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .toColourspace('srgb');
}

async function make(job: LoopJob, linear: boolean): Promise<void> {
  const pipeline = linear ? await linearLight(job) : gammaLight(job);
  // The encoders' settings are the server's.
  if (job.format === 'webp') pipeline.webp({ quality: job.quality, effort: 2 });
  else pipeline.jpeg({ quality: job.quality });
  await pipeline.toBuffer();
}

async function workOff(jobs: readonly LoopJob[], parallel: number, linear: boolean): Promise<void> {
  const rest = jobs.values();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (const job of rest) await make(job, linear);
    }),
  );
}

answerQuestions<LoopPlan, LoopResult>(async ({ jobs, warmup, parallel, linear }) => {
  await workOff(jobs.slice(0, warmup), parallel, linear);
  const cpu = process.cpuUsage();
  const start = performance.now();
  await workOff(jobs, parallel, linear);
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
});
