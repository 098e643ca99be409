import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSamples } from '#lib/samples/draw-samples.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';

/** Folder of the sample pictures inside the repository. */
const SAMPLES = 'samples';

const FIRST_SAMPLE = 'mountains.jpg';

/**
 * Draws the sample pictures into a repository that has nothing in it, in the background; leaves any other
 * alone.
 * @returns `first`: resolves once the picture that the welcome names is there or will not come
 */
export async function fillEmptyRepository(
  imagesDir: string,
  onError: (error: unknown) => void,
): Promise<{ first: Promise<void> }> {
  const visible = (await readdir(imagesDir)).filter((name) => !name.startsWith('.'));
  // A folder of samples only may be one whose drawing was interrupted; what is there is not drawn again.
  const ours = visible.length === 0 || (visible.length === 1 && visible[0] === SAMPLES);
  if (!ours || (await exists(join(imagesDir, SAMPLES, FIRST_SAMPLE)))) {
    if (ours) drawSamples(join(imagesDir, SAMPLES)).catch(onError);
    return { first: Promise.resolve() };
  }
  const first = new Promise<void>((resolve) => {
    drawSamples(join(imagesDir, SAMPLES), (name) => {
      if (name === FIRST_SAMPLE) resolve();
    })
      .catch(onError)
      .finally(resolve);
  });
  return { first };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** What the operator reads once the server listens. */
export function welcomeText(
  address: string,
  admin: { username: string; password: string | undefined } | undefined,
): string {
  const link = pictureUrl(`${address}/image`, `${SAMPLES}/${FIRST_SAMPLE}`, {
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
