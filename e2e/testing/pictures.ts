import type { APIRequestContext } from '@playwright/test';
import sharp from 'sharp';

/** A small JPEG, different for each number. */
export function picture(number: number, width = 320, height = 240): Promise<Buffer> {
  const hue = (number * 47) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${hue} 60% 45%)"/>
    <circle cx="70%" cy="40%" r="20%" fill="hsl(${(hue + 150) % 360} 70% 70%)"/>
    <text x="10" y="${height - 12}" font-size="${height / 5}" fill="#fff">${number}</text></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}

/** Stores files in a folder, which is made first. `as` must be signed in and may upload there. */
export async function storePictures(
  as: APIRequestContext,
  folder: string,
  files: Readonly<Record<string, Buffer>>,
): Promise<void> {
  const { data: me } = await (await as.get('/api/v1/whoami/')).json();
  const headers = { 'X-CSRF-Token': me.csrf_token };
  await as.post('/api/v1/admin/filesystem/folders/', { headers, data: { path: folder } });
  for (const [name, buffer] of Object.entries(files)) {
    const answer = await as.post('/api/v1/upload/', {
      headers,
      multipart: { path: folder, overwrite: 'true', files: { name, mimeType: 'image/jpeg', buffer } },
    });
    if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
  }
}
