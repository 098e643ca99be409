import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawing } from '#lib/imaging/testing/pdf-files.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;

const RED = '1 0 0 rg 0 0 120 120 re f';
const BLUE = '0 0 1 rg 0 0 120 120 re f';
/** Of pages of 100 points at 36 dots per inch. */
const SIDE = 50;

beforeAll(async () => {
  server = await startApiServer(
    { PDF_BURST_DPI: '36', IMAGE_MAX_FRAMES: '3', LOG_LEVEL: 'warn' },
    async (imagesDir) => {
      await mkdir(join(imagesDir, 'docs'));
      await writeFile(join(imagesDir, 'docs/lying.pdf'), drawing([RED, BLUE]));
      await writeFile(join(imagesDir, 'docs/long.pdf'), drawing([RED, BLUE, RED, BLUE, RED]));
      await writeFile(join(imagesDir, 'docs/broken.pdf'), '%PDF-1.4 nothing');
    },
  );
});

afterAll(() => server?.stop());

const admin = (method: string, path: string, options = {}) =>
  server.call(method, `/api/v1${path}`, { token: server.admin, ...options });

async function burstTasks(src: string) {
  const tasks = await server.parts.tasks.list({ funcname: 'burst_pdf', limit: 200 });
  return tasks.filter(({ params }) => params.src === src);
}

/** What became of the newest task for a file. */
async function outcome(src: string) {
  const [task] = await burstTasks(src);
  if (!task) throw new Error(`there is no task for ${src}`);
  const done = await server.parts.tasks.wait(task.id, 30_000);
  if (!done || done === 'late') throw new Error(`the task is ${done}`);
  return { failed: done.failed, result: done.result };
}

const upload = (content: string, name: string) => {
  const multipart = new FormData();
  multipart.append('files', new Blob([content]), name);
  multipart.append('path', '/docs');
  multipart.append('overwrite', 'true');
  return admin('POST', '/upload/', { multipart });
};

const files = async (folder: string) => (await readdir(join(server.imagesDir, folder))).sort();

async function colourOf(file: string) {
  const { data, info } = await sharp(join(server.imagesDir, file))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { size: [info.width, info.height], colour: [...data.subarray(0, 3)] };
}

describe('the pages of a PDF', () => {
  it('become files and images when it arrives, anew when it is replaced', async () => {
    await upload(drawing([RED, BLUE]), 'up.pdf');
    expect(await outcome('docs/up.pdf')).toEqual({
      failed: false,
      result: { pages: 2, written: 2, skipped: 0 },
    });
    expect(await files('docs/up.pdf.d')).toEqual(['page-00001.png', 'page-00002.png']);
    expect(await colourOf('docs/up.pdf.d/page-00002.png')).toEqual({
      size: [SIDE, SIDE],
      colour: [0, 0, 255],
    });
    const { data } = await admin('GET', '/details/?src=docs/up.pdf.d/page-00001.png');
    expect(data).toMatchObject({ width: SIDE, height: SIDE });

    await upload(drawing([BLUE]), 'up.pdf');
    expect((await outcome('docs/up.pdf')).result).toEqual({ pages: 1, written: 1, skipped: 0 });
    expect(await files('docs/up.pdf.d')).toEqual(['page-00001.png']);
    expect((await colourOf('docs/up.pdf.d/page-00001.png')).colour).toEqual([0, 0, 255]);
    const gone = await admin('GET', '/details/?src=docs/up.pdf.d/page-00002.png');
    expect(gone.status).toBe(404);
  });

  it('become files when its details are looked at, unless they are there; reset makes them anew', async () => {
    expect((await server.get('/image?src=docs/lying.pdf')).status).not.toBe(500);
    expect(await burstTasks('docs/lying.pdf')).toEqual([]);
    const { data } = await admin('GET', '/details/?src=docs/lying.pdf');
    expect(data).toMatchObject({ width: SIDE, height: SIDE });
    await outcome('docs/lying.pdf');
    expect(await files('docs/lying.pdf.d')).toHaveLength(2);
    await writeFile(join(server.imagesDir, 'docs/lying.pdf.d/page-00001.png'), 'edited');
    await admin('GET', `/admin/images/${data.id}/details/`);
    expect(await burstTasks('docs/lying.pdf')).toHaveLength(1);
    await admin('POST', `/admin/images/${data.id}/reset/`);
    await outcome('docs/lying.pdf');
    expect((await colourOf('docs/lying.pdf.d/page-00001.png')).colour).toEqual([255, 0, 0]);
  });

  it('are cut only so many', async () => {
    await admin('GET', '/details/?src=docs/long.pdf');
    expect((await outcome('docs/long.pdf')).result).toEqual({ pages: 5, written: 3, skipped: 0 });
  });
});

describe('a file whose pages cannot be counted', () => {
  const whole = drawing([RED, BLUE]);
  it.each([
    ['nothing.pdf', '%PDF-1.4 nothing'],
    ['cut.pdf', whole.slice(0, 120)],
    ['noise.pdf', `%PDF-1.7\n${'\u0001<</Kids['.repeat(500)}`],
  ])('%s: its task fails once and in words, which is no error of the server', async (name, content) => {
    const src = `docs/${name}`;
    const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      expect((await upload(content, name)).status).toBe(200);
      expect(await outcome(src)).toMatchObject({
        failed: true,
        result: {
          code: 'unsupported',
          exception: {
            message: `${src} cannot be cut into pages: The image could not be processed: the PDF is damaged.`,
          },
        },
      });
      const lines = output.mock.calls.map(([line]) => JSON.parse(String(line)));
      expect(lines).toEqual([expect.objectContaining({ level: 'warn', funcname: 'burst_pdf' })]);
      expect(lines[0]).not.toHaveProperty('err');
      // A look at it does not try again; whoever resets the image does.
      const { data } = await admin('GET', `/details/?src=${src}`);
      await admin('GET', `/admin/images/${data.id}/details/`);
      const tasks = await burstTasks(src);
      expect(tasks.map(({ attempts }) => attempts)).toEqual([1]);
      expect(await files('docs')).not.toContain(`${name}.d`);
      await admin('POST', `/admin/images/${data.id}/reset/`);
      await outcome(src);
      const again = await burstTasks(src);
      expect(again.map(({ id }) => id)).not.toEqual(tasks.map(({ id }) => id));
      expect(again).toHaveLength(1);
    } finally {
      output.mockRestore();
    }
  });

  it('gets no task by being looked at', async () => {
    await admin('GET', '/details/?src=docs/broken.pdf');
    expect(await burstTasks('docs/broken.pdf')).toEqual([]);
  });
});
