import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSamples } from '#lib/samples/draw-samples.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';

/** Folder of the sample pictures inside the repository. */
const SAMPLES = 'samples';

/** Draws the sample pictures into a repository that has nothing in it; leaves any other alone. */
export async function fillEmptyRepository(imagesDir: string): Promise<void> {
  const entries = await readdir(imagesDir);
  const visible = entries.filter((name) => !name.startsWith('.'));
  // A folder of samples only may be one whose drawing was interrupted; what is there is not drawn again.
  if (visible.length === 0 || (visible.length === 1 && visible[0] === SAMPLES)) {
    await drawSamples(join(imagesDir, SAMPLES));
  }
}

/** What the operator reads once the server listens. */
export function welcomeText(
  address: string,
  admin: { username: string; password: string | undefined } | undefined,
): string {
  const link = pictureUrl(`${address}/image`, `${SAMPLES}/mountains.jpg`, {
    width: 800,
    height: 450,
    gravity: 'smart',
  });
  const lines = ['', `  Emulsion is ready:   ${address}`, `  A picture to try:    ${link}`];
  if (admin) {
    lines.push('', `  Administrator:       ${admin.username}`);
    lines.push(
      admin.password === undefined
        ? '  Password:            as set in ADMIN_PASSWORD'
        : `  Password:            ${admin.password}   (shown only now; to be changed at the first login)`,
    );
  }
  lines.push('');
  return lines.join('\n');
}
