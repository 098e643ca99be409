import { describe, expect, it } from 'vitest';
import { knownExtensions } from '#lib/transform/formats.ts';
import { checkContent, requireKnownFormat } from './check-content.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const BINARY = `\x02\x00\x01${'\x00\xff\x10'.repeat(20)}`;

/** Beginnings of real files. */
const CONTENTS: Readonly<Record<string, string>> = {
  jpeg: '\xff\xd8\xff\xe0\0\x10JFIF\0',
  png: '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
  gif: 'GIF89a\x01\0\x01\0',
  webp: 'RIFF\x24\0\0\0WEBPVP8 ',
  tiff: 'II*\0\x08\0\0\0',
  avif: '\0\0\0\x20ftypavif\0\0\0\0avifmif1',
  heic: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
  cr3: '\0\0\0\x18ftypcrx \0\0\0\x01crx isom',
  mp4: '\0\0\0\x18ftypisom\0\0\x02\0isomiso2',
  bmp: 'BM\x36\0\0\0\0\0\0\0\x36\0\0\0',
  ico: '\0\0\x01\0\x01\0\x10\x10',
  psd: '8BPS\0\x01\0\0\0\0\0\0',
  xcf: 'gimp xcf v011\0',
  pnm: 'P6\n1 1\n255\nabc',
  jxl: '\xff\x0a\x7f\0',
  jp2: '\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ',
  pdf: '%PDF-1.7\n%\xe2\xe3',
  eps: '%!PS-Adobe-3.0 EPSF-3.0\n',
  dosEps: '\xc5\xd0\xd3\xc6\x20\0\0\0',
  svg: SVG,
  binary: BINARY,
  text: 'hello there, this is only text\n',
  page: '<!DOCTYPE html><html><body>x</body></html>',
  pageWithSvg: `<html><body>${SVG}<script>alert(1)</script></body></html>`,
  hiddenPage: `\0\x01\x02<script>alert(1)</script>${BINARY}`,
  php: '<?php echo 1; ?>',
  script: '#!/bin/sh\nrm -rf x\n',
  elf: '\x7fELF\x02\x01\x01\0',
  exe: 'MZ\x90\0\x03\0\0\0',
  zip: 'PK\x03\x04\x14\0\0\0',
  gzip: '\x1f\x8b\x08\0\0\0',
};

/** Name -> the contents that it may have. All others are refused. */
const ALLOWED: ReadonlyArray<readonly [string, string]> = [
  ['a.jpg a.JPEG a.jpe a.jfif a.jif a.pjpg a.pjpeg', 'jpeg'],
  ['a.png', 'png'],
  ['a.gif', 'gif'],
  ['a.webp', 'webp'],
  ['a.tif a.TIFF', 'tiff'],
  ['a.avif', 'avif'],
  ['a.heic a.heif a.hif', 'heic avif'],
  ['a.cr3', 'cr3 binary'],
  ['a.bmp', 'bmp'],
  ['a.ico a.cur', 'ico'],
  ['a.psd', 'psd'],
  ['a.xcf', 'xcf'],
  ['a.ppm a.pgm a.pam', 'pnm'],
  ['a.jxl', 'jxl'],
  ['a.jp2 a.j2k a.jpf', 'jp2'],
  ['a.pdf', 'pdf'],
  ['a.eps a.ps', 'eps dosEps'],
  ['a.ai', 'pdf eps dosEps'],
  ['a.svg', 'svg'],
  ['a.nef a.cr2 a.dng', 'tiff binary'],
  ['a.tga', 'binary ico'],
  ['a.dcm', 'binary'],
  ['a.txt a.html a.exe a', ''],
];

describe.each(
  ALLOWED.flatMap(([names, kinds]) => names.split(' ').map((name) => [name, kinds.split(' ')] as const)),
)('%s', (name, kinds) => {
  it.each(Object.keys(CONTENTS))('holding %s', (content) => {
    const check = () => checkContent(name, bytes(CONTENTS[content] ?? ''));
    if (kinds.includes(content)) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ status: 415 }));
  });
});

it('names both when they differ', () => {
  expect(() => checkContent('a.png', bytes(CONTENTS['jpeg'] ?? ''))).toThrow(
    'The file is named .png, but its content is jpeg.',
  );
});

it.each([
  `\uFEFF  <?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" [<!ENTITY a "b">]>\n${SVG}`,
  '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"></svg:svg>',
  `<?xml version="1.0"?><!--${'x'.repeat(20_000)}-->${SVG}`,
])('takes a drawing with a prologue', (text) => {
  expect(() => checkContent('a.svg', Buffer.from(text))).not.toThrow();
});

it.each([
  `<html>${SVG}</html>`,
  `text ${SVG}`,
  `<!--${SVG}`,
  `<?xml ${SVG}`,
  `<!DOCTYPE html>${SVG.replace('svg ', 'body ')}`,
  '<svgx/>',
  '<!DOCTYPE a ['.repeat(5000),
])('refuses what only looks like a drawing', (text) => {
  expect(() => checkContent('a.svg', Buffer.from(text))).toThrow(expect.objectContaining({ status: 415 }));
});

it('has a rule for each extension that can be uploaded', () => {
  for (const extension of knownExtensions()) {
    expect(() => requireKnownFormat(`a.${extension}`)).not.toThrow();
    const passing = Object.values(CONTENTS).filter((content) => {
      try {
        checkContent(`a.${extension}`, bytes(content));
        return true;
      } catch {
        return false;
      }
    });
    const own = ['raf', 'x3f'].includes(extension);
    expect(passing.length, extension).toBeGreaterThan(own ? -1 : 0);
    expect(passing.length, extension).toBeLessThan(4);
  }
});
