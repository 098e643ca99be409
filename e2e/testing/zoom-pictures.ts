import sharp from 'sharp';

/**
 * A picture of which each part looks different: a slow change of colours under numbered squares, so that anything that
 * is missing, shifted or turned shows. Of few colours, which JPEG blurs.
 */
export function mappedPicture(width: number, height: number): Promise<Buffer> {
  const side = Math.round(Math.max(width, height) / 16);
  const squares: string[] = [];
  for (let row = 0; row * side < height; row++) {
    for (let column = 0; column * side < width; column++) {
      const grey = 30 + ((row * 53 + column * 101) % 45);
      const [x, y] = [column * side, row * side];
      squares.push(
        `<rect x="${x + side / 8}" y="${y + side / 8}" width="${side * 0.75}" height="${side * 0.75}" fill="hsl(30 12% ${grey}%)"/>` +
          `<text x="${x + side / 5}" y="${y + side * 0.65}" font-family="sans-serif" font-size="${side * 0.4}" fill="#fff">${row * 16 + column}</text>`,
      );
    }
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <linearGradient id="g" x2="1" y2="1"><stop stop-color="#204060"/><stop offset="1" stop-color="#e0c080"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#g)"/>${squares.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer();
}
