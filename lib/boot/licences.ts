import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package that this server is made of. */
export type Licence = { name: string; version: string; licence: string; text: string };

/** This server's own licence, and everything that it is made of. */
export type Licences = { own: string; packages: readonly Licence[] };

/** Where the build leaves the list, below the folder of the server. */
export const LICENCES_FILE = '.next/licences.json';

let read: Promise<Licences> | undefined;

/** The licences of what is installed, as the build has listed them; empty where nothing has been built. */
export function readLicences(): Promise<Licences> {
  read ??= readFile(
    /* turbopackIgnore: true */ join(import.meta.dirname, '../..', LICENCES_FILE),
    'utf8',
  ).then(
    (text) => JSON.parse(text) as Licences,
    () => ({ own: '', packages: [] }),
  );
  return read;
}
