import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from '../../bin/testing/find-program.ts';

/** Colours of the pages of the book, the first first: red, green, blue. */
export const PAGE_COLOURS = [
  [220, 40, 40],
  [40, 170, 60],
  [40, 80, 200],
] as const;

const PIXMAPS = ['bmp', 'ico', 'tga', 'ppm', 'psd'];
const SIDE = { width: 120, height: 90 };

function run(program: string, args: readonly string[]): void {
  const found = findProgram(program);
  if (found === undefined) throw new Error(`${program} is missing: bin/prepare-tests.ts names its package`);
  execFileSync(found, args, { stdio: 'ignore' });
}

/**
 * Files as other programs write them: a book of three coloured pages of 2 x 3 inches as PDF and as TIFF, and orange
 * pictures of 120 x 90 pixels in many formats. By their names.
 */
export function formatFiles(): Record<string, Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'emulsion-formats-'));
  const at = (name: string) => path.join(folder, name);
  try {
    const pages = PAGE_COLOURS.map(
      (colour) => `${colour.map((level) => level / 255).join(' ')} setrgbcolor 0 0 144 216 rectfill showpage`,
    );
    writeFileSync(at('book.ps'), `%!PS\n<< /PageSize [144 216] >> setpagedevice\n${pages.join('\n')}\n`);
    run('gs', [
      '-q',
      '-dBATCH',
      '-dNOPAUSE',
      '-sDEVICE=pdfwrite',
      `-sOutputFile=${at('book.pdf')}`,
      at('book.ps'),
    ]);
    const sheets = PAGE_COLOURS.map((colour) => `xc:rgb(${colour.join(',')})`);
    run('convert', ['-size', '80x120', ...sheets, at('book.tif')]);
    const { width, height } = SIDE;
    // Not of a palette, which some of the programs below misread.
    run('convert', ['-size', `${width}x${height}`, 'xc:rgb(240,150,30)', `png24:${at('one.png')}`]);
    for (const extension of PIXMAPS) run('convert', [at('one.png'), at(`one.${extension}`)]);
    run('convert', [at('one.png'), '-colorspace', 'CMYK', at('ink.tif')]);
    run('convert', [at('one.png'), '-depth', '16', '-define', 'png:bit-depth=16', at('deep.png')]);
    run('convert', [at('one.png'), '-quality', '95', at('one.jpg')]);
    run('heif-enc', ['-q', '90', at('one.png'), '-o', at('one.heic')]);
    run('cjxl', [at('one.png'), at('one.jxl')]);
    // Of a PNG with a gamma it would write linear light.
    run('opj_compress', ['-i', at('one.ppm'), '-o', at('one.jp2')]);
    run('img2dcm', [at('one.jpg'), at('one.dcm')]);
    const box = `%%BoundingBox: 0 0 ${width} ${height}`;
    writeFileSync(
      at('one.eps'),
      `%!PS-Adobe-3.0 EPSF-3.0\n${box}\n%%EndComments\n0.94 0.59 0.12 setrgbcolor 0 0 ${width} ${height} rectfill\n%%EOF\n`,
    );
    const ones = [...PIXMAPS, 'heic', 'jxl', 'jp2', 'dcm', 'eps'].map((extension) => `one.${extension}`);
    const names = ['book.pdf', 'book.tif', 'ink.tif', 'deep.png', ...ones];
    return Object.fromEntries(names.map((name) => [name, readFileSync(at(name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
