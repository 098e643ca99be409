import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { describeFile } from '../../describe-file.ts';
import type { Imaging, Source } from '../../imaging.ts';
import {
  imagingFor,
  pixelAt,
  pixelsOf,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from '../../testing/pictures.ts';

/** The one of Debian's package ghostscript. */
const GHOSTSCRIPT = '/usr/bin/gs';
const folder = scratch();
let imaging: Imaging;

const BOX = '%%BoundingBox: 10 20 110 80';
const SHAPES = `1 0 0 setrgbcolor 10 20 50 60 rectfill
0 0 1 setrgbcolor 60 50 30 0 360 arc fill
/Helvetica findfont 20 scalefont setfont 0 setgray 15 45 moveto (Emulsion) show`;
const eps = (program: string, box = BOX) =>
  `%!PS-Adobe-3.0 EPSF-3.0\n${box}\n%%EndComments\n${program}\nshowpage\n%%EOF\n`;

/** Two pages of other sizes, the second half green. */
const DOCUMENT = `%!PS-Adobe-3.0
%%Pages: 2
<</PageSize [200 100]>> setpagedevice 1 0 0 setrgbcolor 0 0 200 100 rectfill showpage
<</PageSize [60 120]>> setpagedevice 0 1 0 setrgbcolor 0 0 60 60 rectfill showpage
`;

/** As programs for DOS write it: a table, the text, a preview. */
function dos(text: string): Buffer {
  const table = Buffer.alloc(30);
  table.write('\xc5\xd0\xd3\xc6', 'latin1');
  table.writeUInt32LE(30, 4);
  table.writeUInt32LE(text.length, 8);
  table.writeUInt32LE(30 + text.length, 20);
  table.writeUInt32LE(40, 24);
  return Buffer.concat([table, Buffer.from(text, 'latin1'), Buffer.from('II*\0'.repeat(10), 'latin1')]);
}

beforeAll(() => {
  if (!existsSync(GHOSTSCRIPT)) throw new Error('gs is missing: install the Debian package ghostscript');
  imaging = imagingFor(folder, { maxInputPixels: 2_000_000 });
});

afterEach(() => void vi.unstubAllEnvs());

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (content: Buffer | string, extension = 'eps') => sourceOf(folder, extension, content);

async function draw(source: Source, values: TransformValues = {}) {
  const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
  return pixelsOf(data);
}

/** What Ghostscript makes of the file by itself. */
function theirs({ file }: Source, dpi: number) {
  const args = ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-dEPSCrop', `-r${dpi}`, '-sDEVICE=png16m'];
  const smooth = ['-dTextAlphaBits=4', '-dGraphicsAlphaBits=4', '-sOutputFile=%stdout', file];
  return pixelsOf(execFileSync(GHOSTSCRIPT, [...args, ...smooth], { maxBuffer: 2 ** 26 }));
}

describe('encapsulated PostScript', () => {
  it.each([
    ['plain', eps(SHAPES), 150],
    ['fine', eps(SHAPES), 300],
    ['with a finer box', eps(SHAPES, `${BOX}\n%%HiResBoundingBox: 10.4 20.4 109.5 79.5`), 220],
    ['of DOS', dos(eps(SHAPES)), 150],
    ['below and left of the origin', eps('-20 -30 40 50 rectfill', '%%BoundingBox: -30 -40 30 30'), 72],
  ])('%s is drawn as Ghostscript crops it', async (_name, content, dpi) => {
    const source = put(content);
    expect(rms(await draw(source, { dpi }), await theirs(source, dpi))).toBeLessThan(1);
  });

  it('may state its box at the end', async () => {
    const late = put(eps(`${SHAPES}\n%%Trailer\n${BOX}`, '%%BoundingBox: (atend)'));
    expect(await draw(late)).toEqual(await draw(put(eps(SHAPES))));
  });

  it('says its size without being drawn', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const facts = { format: 'eps', width: 208, height: 125, pages: 1, dpi: 150, colour: 'RGB' };
    expect(await describeFile(put(eps('{} loop')).file)).toMatchObject(facts);
  });

  it('with more pixels than allowed is refused before it is drawn', async () => {
    const outcome = draw(put(eps(SHAPES, '%%BoundingBox: 0 0 90000 90000')));
    await expect(outcome).rejects.toMatchObject({ status: 415, message: expect.stringMatching(/allowed/) });
  });
});

describe('a document of PostScript', () => {
  it('has pages, which keep their own sizes', async () => {
    const source = put(DOCUMENT, 'ps');
    expect(await imaging.probe(source)).toMatchObject({ width: 417, height: 208, pages: 2, format: 'eps' });
    const second = await draw(source, { page: 2, dpi: 72 });
    expect([second.width, second.height]).toEqual([60, 120]);
    expect([pixelAt(second, 30, 30), pixelAt(second, 30, 90)]).toEqual([
      [255, 255, 255],
      [0, 255, 0],
    ]);
    await expect(draw(source, { page: 3 })).rejects.toMatchObject({ status: 415 });
  });
});

describe('a hostile program', () => {
  it.each([
    ['reads a file', '(/etc/passwd) (r) file 100 string readstring'],
    ['runs a program', '(%pipe%id) (r) file'],
    ['writes a file', `(${folder}/written) (w) file (x) writestring`],
    ['reads the environment', '(PATH) getenv {(%stdout) (w) file exch writestring} {1 0 div} ifelse'],
    ['never ends', '{} loop'],
    ['takes all memory', '/a [ {1000000 array} loop'],
    ['prints for ever', '{(printed) print} loop'],
    ['draws no page and stops', 'quit'],
    ['draws in another size', '<</PageSize [9000 9000]>> setpagedevice 1 0 div'],
  ])('that %s is refused, and nothing is left of it', async (_name, program) => {
    const quick = imagingFor(folder, { timeoutSeconds: 1, pyramidDir: join(folder, 'quick') });
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('postscript-'));
    const source = put(eps(program));
    const outcome = quick.render({ source, transform: transformOf({ format: 'png' }) });
    await expect(outcome).rejects.toMatchObject({ status: 415 });
    expect(existsSync(join(folder, 'written'))).toBe(false);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('postscript-'))).toEqual(before);
    expect(processesAtWork()).toEqual([]);
    await quick.close();
  });

  it('that was refused is so again without a try, until it is forgotten', async () => {
    const quick = imagingFor(folder, { timeoutSeconds: 2, pyramidDir: join(folder, 'again') });
    const source = put(eps('{} loop'));
    const drawn = (width: number) =>
      quick.render({ source, transform: transformOf({ format: 'png', width }) });
    await expect(drawn(50)).rejects.toMatchObject({ status: 415 });
    // Another version would have another key: this one stands for whatever may have been wrong meanwhile.
    writeFileSync(source.file, eps(SHAPES));
    await expect(drawn(51)).rejects.toMatchObject({ status: 415 });
    await quick.forget(source.key);
    await expect(pixelsOf((await drawn(52)).data)).resolves.toMatchObject({ width: 52 });
    await quick.close();
  });

  it('cut short or with turned bits is drawn or refused', async () => {
    const whole = Buffer.from(eps(SHAPES));
    const found = await Promise.all(
      Array.from({ length: 24 }, async (_, i) => {
        const broken = i % 4 === 0 ? whole.subarray(0, (whole.length * i) / 24) : Buffer.from(whole);
        const at = (i * 7919) % Math.max(1, broken.length);
        broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
        return draw(put(broken), { width: 20 }).then(
          () => 200,
          (error: { status?: number }) => error.status,
        );
      }),
    );
    expect(found.filter((status) => status !== 200 && status !== 415)).toEqual([]);
  });
});

it('without Ghostscript is refused with the name of what is missing', async () => {
  vi.resetModules();
  vi.stubEnv('PATH', '/nowhere');
  const { decodeForeign } = await import('../decoder-pool.ts');
  const { file } = put(DOCUMENT, 'ps');
  const job = { file, kind: 'eps', page: 1, dpi: undefined, maxPixels: 1e6, output: undefined } as const;
  await expect(decodeForeign(job, 5)).rejects.toMatchObject({
    status: 415,
    message: expect.stringMatching(/Ghostscript, which is not installed: put gs on the PATH/),
  });
});

/** Command lines of Ghostscript that are still drawing, as started by us. */
function processesAtWork(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'latin1');
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes('-dSAFER') && line.includes('page.ppm'));
}
