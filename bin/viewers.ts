import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listSources } from './viewers/list-sources.ts';
import { writePackage } from './viewers/package.ts';
import { drawPictures } from './viewers/pictures.ts';
import { pinFiles } from './viewers/pinned.ts';
import { bundleScripts, type StaticFile } from './viewers/scripts.ts';

/** Everything below /static/, made in memory from the sources in viewers/. */
export async function makeViewers(root: string): Promise<StaticFile[]> {
  const [scripts, styles, pictures] = await Promise.all([
    bundleScripts(root),
    readStyles(root),
    drawPictures(root),
  ]);
  const files = [...scripts, ...styles, ...pictures];
  return [...files, ...pinFiles(files)];
}

async function readStyles(root: string): Promise<StaticFile[]> {
  const sheets = (await listSources(root, 'viewers/styles')).filter((file) => file.endsWith('.css'));
  return Promise.all(
    sheets.map(async (sheet) => ({
      path: sheet.replace(/^viewers\//, ''),
      content: await readFile(path.join(root, sheet)),
    })),
  );
}

/** Writes them to public/static, from where they are served. What was there before is removed. */
export async function writeViewers(root: string): Promise<void> {
  const target = path.join(root, 'public/static');
  const files = await makeViewers(root);
  await rm(target, { recursive: true, force: true });
  for (const file of files) {
    const place = path.join(target, file.path);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, file.content);
  }
}

if (import.meta.main) {
  const root = path.join(import.meta.dirname, '..');
  const [what = 'static', target] = process.argv.slice(2);
  if (what === 'package')
    await writePackage(root, path.resolve(target ?? path.join(root, 'dist/emulsion-viewers')));
  else await writeViewers(root);
}
