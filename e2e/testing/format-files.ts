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
    run('convert', ['-size', `${width}x${height}`, 'xc:rgb(240,150,30)', '-depth', '8', at('one.png')]);
    for (const extension of ['bmp', 'ico', 'tga', 'ppm', 'psd'])
      run('convert', [at('one.png'), at(`one.${extension}`)]);
    run('convert', [at('one.png'), '-colorspace', 'CMYK', at('ink.tif')]);
    run('convert', [at('one.png'), '-depth', '16', '-define', 'png:bit-depth=16', at('deep.png')]);
    const names = ['book.pdf', 'book.tif', 'ink.tif', 'deep.png'];
    for (const extension of ['bmp', 'ico', 'tga', 'ppm', 'psd']) names.push(`one.${extension}`);
    return Object.fromEntries(names.map((name) => [name, readFileSync(at(name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
