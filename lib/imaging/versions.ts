import sharp from 'sharp';

/** Versions of the imaging library and of the libraries inside it, by name. */
export function imagingVersions(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sharp.versions).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
