import { access, opendir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionOf } from '#lib/paths/image-path.ts';
import { drawSamples } from '#lib/samples/draw-samples.ts';
import { isReadable } from '#lib/transform/formats.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';

/** Folder of the sample pictures inside the repository. */
export const SAMPLES = 'samples';

const FIRST_SAMPLE = 'mountains.jpg';

/**
 * Draws the sample pictures into a repository that has nothing in it, in the background; leaves any other
 * alone.
 * @returns `example`: repository path of a picture to try, once it is there; undefined where none was found
 */
export async function fillEmptyRepository(
  imagesDir: string,
  onError: (error: unknown) => void,
): Promise<{ example: Promise<string | undefined> }> {
  const visible = (await readdir(imagesDir)).filter((name) => !name.startsWith('.'));
  // A folder of samples only may be one whose drawing was interrupted; what is there is not drawn again.
  if (visible.some((name) => name !== SAMPLES)) return { example: findPicture(imagesDir) };
  const sample = `${SAMPLES}/${FIRST_SAMPLE}`;
  const drawn = new Promise<void>((resolve) => {
    drawSamples(join(imagesDir, SAMPLES), (name) => {
      if (name === FIRST_SAMPLE) resolve();
    })
      .catch(onError)
      .finally(resolve);
  });
  const there = (await exists(join(imagesDir, sample))) ? Promise.resolve() : drawn;
  return { example: there.then(() => sample) };
}

/** Entries looked at in search of a picture to name, and folders below each other. */
const MAX_ENTRIES = 500;
const MAX_DEPTH = 3;

/** The first readable picture of a repository, sought only so far. */
async function findPicture(imagesDir: string): Promise<string | undefined> {
  const folders = [{ path: '', depth: 0 }];
  let seen = 0;
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    const entries = await opendir(join(imagesDir, folder.path)).catch(() => undefined);
    if (!entries) continue;
    for await (const entry of entries) {
      seen += 1;
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.isFile() && !entry.name.startsWith('.') && isReadable(extensionOf(entry.name))) return path;
      if (entry.isDirectory() && !entry.name.startsWith('.') && folder.depth < MAX_DEPTH) {
        folders.push({ path, depth: folder.depth + 1 });
      }
      if (seen >= MAX_ENTRIES) break;
    }
    if (seen >= MAX_ENTRIES) break;
  }
  return undefined;
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
  example: string | undefined,
  admin: { username: string; password: string | undefined } | undefined,
): string {
  const lines = ['', `  Emulsion is ready:   ${address}`];
  if (example !== undefined) {
    const parameters = { width: 800, height: 450, gravity: 'smart' };
    lines.push(`  A picture to try:    ${pictureUrl(`${address}/image`, example, parameters)}`);
  }
  if (admin) {
    lines.push('', `  Sign in:             ${address}/login/`, `  Administrator:       ${admin.username}`);
    lines.push(
      admin.password === undefined
        ? '  Password:            as set in ADMIN_PASSWORD'
        : `  Password:            ${admin.password}   (shown only now; to be changed at the first login)`,
    );
  }
  lines.push('');
  return lines.join('\n');
}
