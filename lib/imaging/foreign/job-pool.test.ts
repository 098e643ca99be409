import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { drawing } from '../testing/pdf-files.ts';
import { scratch, sourceOf } from '../testing/pictures.ts';
import { createJobPool, TIME_IS_UP } from './job-pool.ts';
import type { DecoderJob, DecodeTraffic } from './protocol.ts';
import { inProcess, onThread, THREAD_OPTIONS } from './workplaces.ts';

const script = new URL('./decode-worker.ts', import.meta.url);
const folder = scratch();

const jobOf = (file: string, job: Partial<DecoderJob> = {}): DecoderJob => ({
  file,
  kind: 'pnm',
  maxPixels: 1e8,
  page: 1,
  dpi: undefined,
  output: undefined,
  ...job,
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['a process', () => inProcess(fileURLToPath(script))],
  // As in a bundle, which holds no program for a process.
  ['a thread', () => onThread(new Worker(script, THREAD_OPTIONS))],
])('%s that reads files', (_name, open) => {
  const read = createJobPool<DecodeTraffic>(open, 1);
  const picture = () => sourceOf(folder, 'ppm', Buffer.from('P6 2 1 255\nabcdef', 'latin1')).file;

  it('answers in turn what they hold', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => read(jobOf(picture()), 20)));
    for (const reply of replies) {
      expect(reply).toMatchObject({ facts: { width: 2, height: 1, space: 'rgb', depth: 8, pages: 1 } });
    }
  });

  it('tells why one is refused, and what the system says', async () => {
    expect(await read(jobOf(picture(), { maxPixels: 1 }), 20)).toMatchObject({
      refusal: expect.stringContaining('more than the allowed 1'),
    });
    expect(await read(jobOf(join(folder, 'missing.ppm')), 20)).toMatchObject({ code: 'ENOENT' });
  });

  it('is ended when its time is over, and another reads the next', async () => {
    const { file } = sourceOf(folder, 'pdf', drawing(['0 0 120 120 re f '.repeat(400_000)]));
    const output = join(folder, `${_name}.tif`);
    const endless = jobOf(file, { kind: 'pdf', dpi: 1000, output });
    const replies = await Promise.all([read(endless, 0.5), read(jobOf(picture()), 20)]);
    expect(replies).toMatchObject([{ code: TIME_IS_UP }, { facts: { width: 2 } }]);
  });
});
