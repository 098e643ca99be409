import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSvgSize, readSafeSvg } from './svg.ts';
import { scratch } from './testing/pictures.ts';

const folder = scratch();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(body: string, lead = '') {
  const text = `${lead}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${body}</svg>`;
  const file = join(folder, 'drawing.svg');
  writeFileSync(file, text);
  return readSafeSvg(file, text.length);
}

describe('references out of the file', () => {
  it.each([
    '<style>@import "x.css";</style>',
    '<style>rect{fill:url( "x.svg#a" )}</style>',
    '<style>rect{fill:u\\72l(x.svg#a)}</style>',
    '<style><![CDATA[rect{fill:url(x.svg#a)}]]></style>',
    '<rect style="fill:url(&#104;ttp://127.0.0.1/a)"/>',
    '<rect style="fill:&#x75;rl(x.svg#a)"/>',
    "<image href='x.png'/>",
    '<image xlink:href = "x.png"/>',
    '<image href="#a" xlink:href="x.png"/>',
    '<image href="&#x78;.png"/>',
    '<use href="x.svg#a"/>',
    '<a href="#a"><image href="x.png"/></a>',
    '<g xml:base="file:///etc/"><use href="#a"/></g>',
    '<image alt="a > b" href="x.png"/>',
  ])('are refused: %s', async (body) => {
    await expect(read(body)).rejects.toMatchObject({ status: 415 });
  });

  it.each(['utf-7', 'UTF-16', 'IBM037'])('are not looked for in %s', async (encoding) => {
    await expect(read('', `<?xml version="1.0" encoding="${encoding}"?>`)).rejects.toMatchObject({
      status: 415,
    });
  });

  it.each([
    '<a href="https://example.org/"><rect/></a>',
    '<use xlink:href="#a"/><rect fill="url(#b)" style="stroke: url(\'#c\')"/>',
    '<image href="data:image/png;base64,AAAA"/>',
    '<!-- <image href="x.png"/> --><text>a url(x) in words</text>',
  ])('are none: %s', async (body) => {
    await expect(read(body)).resolves.toBeDefined();
  });
});

describe('cost', () => {
  it('counts what is used as often as it is used', async () => {
    const { cost } = await read(
      '<defs><g id="a"><rect/><rect/></g></defs><use href="#a"/><use href="#a"/><rect fill="url(#none)"/>',
    );
    expect(cost.elements).toBe(1 + 1 + 3 + 2 * 4 + 1);
  });

  it('ends with elements that use each other in circles', async () => {
    await expect(read('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')).resolves.toBeDefined();
  });

  it('refuses uses that multiply', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`,
    );
    await expect(read(`<rect id="a0"/>${levels.join('')}`)).rejects.toMatchObject({ status: 415 });
  });

  it('weighs filters and layers against the size', async () => {
    const shadow = '<filter id="f"><feGaussianBlur stdDeviation="3"/><feOffset dx="2"/></filter>';
    const { cost } = await read(`${shadow}<g opacity="0.5"><rect filter="url(#f)"/></g>`);
    expect(() => checkSvgSize(cost, 1_000_000)).not.toThrow();
    const many = await read(`${shadow}${'<rect filter="url(#f)"/>'.repeat(100)}`);
    expect(() => checkSvgSize(many.cost, 1_000_000)).toThrow(/filters/);
    const nested = await read(`${'<g opacity=".9">'.repeat(100)}<rect/>${'</g>'.repeat(100)}`);
    expect(() => checkSvgSize(nested.cost, 16_000_000)).toThrow(/layers/);
    const styled = await read(`${shadow}<style>rect{filter:url(#f)}</style>${'<rect/>'.repeat(100)}`);
    expect(() => checkSvgSize(styled.cost, 1_000_000)).toThrow(/filters/);
  });
});

describe('time', () => {
  // Each of these once took from half a minute to for ever: it must not depend on what the text holds.
  const n = 300_000;
  it.each([
    ['one long word', 'a'.repeat(n)],
    ['references that never close', 'url('.repeat(n)],
    ['a reference of blanks', `<style>url(${' '.repeat(n)}</style>`],
    ['attributes without end', `<a ${' href="#"'.repeat(n / 4)}/>`],
    ['names without values', `<a ${' b'.repeat(n)}/>`],
    ['blanks in a tag', `<a ${' '.repeat(n)}b ${' '.repeat(n)}/>`],
    ['tags that never close', '<a'.repeat(n)],
    ['comments that never close', '<!--'.repeat(n)],
    ['quotes that never close', '<a b="'.repeat(n)],
    ['deep nesting', '<g>'.repeat(90_000)],
    ['ampersands', `<text>${'&#'.repeat(n)}</text>`],
    ['rules for many elements', `<style>${'a{fill:url(#x)}'.repeat(9000)}</style>${'<a/>'.repeat(40_000)}`],
  ])('is short for %s', async (_name, body) => {
    const start = performance.now();
    await read(body).catch((error: unknown) => expect(error).toMatchObject({ status: 415 }));
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

describe('embedded pictures', () => {
  const blank = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } });
  const base64 = async (width: number, height: number) =>
    `data:image/png;base64,${(await blank(width, height).png().toBuffer()).toString('base64')}`;
  /** Every byte as an escape. */
  const escaped = (text: string) =>
    text.replace(/[^]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);

  it('of few pixels are drawn', async () => {
    const url = await base64(1000, 1000);
    await expect(read(`<image href="${url}"/>`.repeat(20))).resolves.toMatchObject({
      cost: { pixels: 20_000_000 },
    });
  });

  it.each<[string, () => Promise<string>]>([
    ['one', async () => `<image href="${await base64(7000, 6000)}"/>`],
    ['an old reference', async () => `<image xlink:href="${await base64(7000, 6000)}"/>`],
    ['a filter', async () => `<filter id="f"><feImage href="${await base64(7000, 6000)}"/></filter>`],
    [
      'JPEG',
      async () =>
        `<image href="data:image/jpeg;base64,${(await blank(7000, 6000).jpeg().toBuffer()).toString('base64')}"/>`,
    ],
    [
      'several',
      async () => `<image href="${await base64(4000, 3000)}"/><image href="${await base64(5000, 6000)}"/>`,
    ],
    [
      'one that is used often',
      async () => `<image id="a" href="${await base64(3000, 3000)}"/>${'<use href="#a"/>'.repeat(5)}`,
    ],
    ['line breaks', async () => `<image href="${(await base64(7000, 6000)).replace(/.{76}/g, '$&&#10;')}"/>`],
    [
      'escapes',
      async () => {
        const [lead, body = ''] = (await base64(7000, 6000)).split(',');
        return `<image href="${lead},${escaped(body)}"/>`;
      },
    ],
    [
      'bytes as they are',
      async () => {
        const png = await blank(7000, 6000).png().toBuffer();
        return `<image href="data:image/png,${escaped(png.toString('latin1'))}"/>`;
      },
    ],
  ])('of too many pixels are refused: %s', async (_name, body) => {
    await expect(read(await body())).rejects.toMatchObject({
      status: 415,
      publicMessage: expect.stringContaining('pixels'),
    });
  });

  it('are refused when there are hundreds', async () => {
    const png = (await blank(1, 1).png().toBuffer()).toString('latin1');
    const many = Array.from({ length: 501 }, (_, i) => `<image href="data:image/png,${escaped(png + i)}"/>`);
    await expect(read(many.join(''))).rejects.toMatchObject({ status: 415 });
    await expect(read(many.slice(1).join(''))).resolves.toBeDefined();
  });
});
