import sharp from 'sharp';
import { WORDMARK } from './wordmark.ts';

/** Three sheets of film over each other, one for each ink. */
export const EMBLEM_SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" viewBox="0 0 64 64">
<title>Emulsion</title>
<defs>
<linearGradient id="c" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#5cc8f2"/><stop offset="1" stop-color="#1479c9"/></linearGradient>
<linearGradient id="m" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f58bb4"/><stop offset="1" stop-color="#d3246e"/></linearGradient>
<linearGradient id="y" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#ffe17a"/><stop offset="1" stop-color="#f2a51d"/></linearGradient>
</defs>
<g stroke-linejoin="round" stroke-width="3">
<path d="M32 29 54 40 32 51 10 40Z" fill="url(#y)" stroke="url(#y)"/>
<path d="M32 21 54 32 32 43 10 32Z" fill="url(#m)" stroke="url(#m)" opacity=".88"/>
<path d="M32 13 54 24 32 35 10 24Z" fill="url(#c)" stroke="url(#c)" opacity=".9"/>
</g>
<path d="M21 22.5 32 17 43 22.5" fill="none" stroke="#fff" stroke-opacity=".75" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
`;

/** The word mark in white with a soft shadow on nothing: readable over light and dark. 600 x 160, PNG with alpha. */
export async function drawWatermark(): Promise<Buffer> {
  const scale = 1.08;
  const left = (600 - WORDMARK.width * scale) / 2;
  const base = 160 / 2 - (WORDMARK.top + WORDMARK.height / 2) * scale;
  const letters = `<g transform="translate(${left} ${base}) scale(${scale})" fill="none" stroke-width="${WORDMARK.stroke}" stroke-linecap="round" stroke-linejoin="round">${WORDMARK.strokes.map((d) => `<path d="${d}"/>`).join('')}<circle cx="${WORDMARK.dot.x}" cy="${WORDMARK.dot.y}" r="${WORDMARK.dot.radius}" stroke="none"/></g>`;
  const sheet = (body: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="160">${body}</svg>`);
  const dotFilled = (ink: string) => letters.replace('<circle', `<circle fill="${ink}"`);
  const shadow = await sharp(sheet(`<g stroke="#000" opacity=".55">${dotFilled('#000')}</g>`))
    .blur(6)
    .png()
    .toBuffer();
  return sharp(shadow)
    .composite([{ input: sheet(`<g stroke="#fff" opacity=".86">${dotFilled('#fff')}</g>`) }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}
