/** An SVG text around a body. */
function svg(body: string, attributes = 'width="60" height="40"', lead = ''): string {
  return `${lead}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${body}</svg>`;
}

const FULL = '<rect width="4000" height="4000"';
const LARGE = 'width="4000" height="4000"';

const filtered = (primitives: string) =>
  svg(`<filter id="f" width="1" height="1">${primitives}</filter>${FULL} filter="url(#f)"/>`, LARGE);

const multiplied = Array.from(
  { length: 30 },
  (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`,
).join('');

/** Drawings that must be refused, by what is wrong with them. `address` is one that must never be called. */
export function refusedDrawings(address: string): Record<string, string> {
  const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`);
  return {
    'image-address': svg(`<image href="${address}" width="9" height="9"/>`),
    'image-xlink': svg(`<image xlink:href="${address}" width="9" height="9"/>`),
    'image-file': svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    'image-beside': svg('<image href="good.jpg" width="9" height="9"/>'),
    'image-svg-data': svg('<image href="data:image/svg+xml,&lt;svg/&gt;" width="9" height="9"/>'),
    'two-references': svg(`<image href="#a" xlink:href="${address}" width="9" height="9"/>`),
    'use-outside': svg('<use href="good.svg#a"/>'),
    'image-in-link': svg(`<a href="#a"><image href="${address}" width="9" height="9"/></a>`),
    import: svg(`<style>@import url("${address}");</style>`),
    'import-cdata': svg(`<style><![CDATA[@import "${address}";]]></style>`),
    'escaped-import': svg(`<style>@im\\70ort "${address}";</style>`),
    'escaped-address': svg(`<rect width="9" height="9" style="fill:u&#114;l(${address})"/>`),
    font: svg(`<style>@font-face{font-family:x;src:url(${address})}</style><text>x</text>`),
    filter: svg(`<filter id="f"><feImage href="${address}"/></filter>`),
    include: svg('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
    base: svg('<g xml:base="file:///etc/"><use href="#a"/></g>'),
    sheet: svg('<rect/>', '', `<?xml-stylesheet href="${address}"?>`),
    entity: svg('<text>&x;</text>', '', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    laughs: svg('<text>&e9;</text>', '', `<!DOCTYPE svg [<!ENTITY e0 "ha">${entities.join('')}]>`),
    utf7: svg('<rect/>', '', '<?xml version="1.0" encoding="UTF-7"?>'),
    deep: svg(`${'<g>'.repeat(90_000)}<rect/>${'</g>'.repeat(90_000)}`),
    elements: svg('<rect width="9" height="9"/>'.repeat(200_000)),
    uses: svg(`<defs><rect id="a0" width="9" height="9"/>${multiplied}</defs><use href="#a30"/>`),
    turbulence: filtered('<feTurbulence baseFrequency=".5" numOctaves="50"/>'.repeat(50)),
    blur: filtered('<feGaussianBlur stdDeviation="500"/>'.repeat(100)),
    morphology: filtered('<feMorphology operator="dilate" radius="500"/>'),
    convolution: filtered(`<feConvolveMatrix order="100" kernelMatrix="${'1 '.repeat(10_000)}"/>`),
    layers: svg(`${'<g opacity=".9">'.repeat(200)}${FULL}/>${'</g>'.repeat(200)}`, LARGE),
    text: svg(`<text y="50">${'hello '.repeat(20_000)}</text>`),
    endless: svg('<rect/>', 'viewBox="0 0 1e30 1e30"'),
    negative: svg('<rect/>', 'width="-5" height="40"'),
    nothing: svg('<rect/>', 'width="0" height="0"'),
    unfinished: '<svg xmlns="http://www.w3.org/2000/svg" width="60"',
    word: svg('a'.repeat(1_000_000)),
    blanks: svg(`<style>url(${' '.repeat(1_000_000)}</style>`, 'width="0"'),
    addresses: svg('url('.repeat(1_000_000), 'width="0"'),
  };
}

/** Drawings that look dangerous and are not, or are made harmless by being drawn without a browser. */
export const HARMLESS_DRAWINGS: Readonly<Record<string, string>> = {
  script: svg('<script>while(true);</script><rect width="9" height="9" onload="alert(1)"/>'),
  foreign: svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">hello</p></foreignObject>'),
  link: svg('<a href="https://example.org/"><rect width="9" height="9"/></a>'),
  circle: svg('<g id="a"><use href="#a"/></g><rect width="9" height="9"/>'),
  dashes: svg('<path d="M0 0L60 40" stroke="red" stroke-dasharray="0.00001"/>'),
};
