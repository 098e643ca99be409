import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Imaging } from '#lib/imaging/imaging.ts';
import { normalize } from '#lib/transform/normalize.ts';

/** A red PNG of 4 x 4 pixels. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==',
  'base64',
);

/** Reads, resizes and encodes a picture of a few pixels, kept in `folder`. Rejects when any of that fails. */
export async function renderTinyPicture(imaging: Imaging, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'tiny.png');
  await writeFile(file, PICTURE);
  const transform = normalize({ width: 2, format: 'jpg' }, 'png');
  await imaging.render({ source: { file, extension: 'png', key: 'readiness' }, transform });
}
