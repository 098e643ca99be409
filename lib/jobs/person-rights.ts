import { EmulsionError, notFound, refused } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Regions } from '#lib/permissions/regions.ts';

/** What a person may do with folders at this moment. */
export type PersonRights = {
  /** Level on a folder (path with a leading slash). */
  level(folder: string): number;
  /** Where the person may look. */
  viewable: Regions;
};

/** Everything, for the system. */
export const ALL_RIGHTS: PersonRights = {
  level: () => LEVEL.deleteFolder,
  viewable: { root: true, turns: [] },
};

/** Nothing, for somebody who is no longer there. */
export const NO_RIGHTS: PersonRights = { level: () => LEVEL.none, viewable: { root: false, turns: [] } };

const NAMES = new Map<number, string>([
  [LEVEL.view, 'View'],
  [LEVEL.download, 'Download'],
  [LEVEL.edit, 'Edit'],
  [LEVEL.upload, 'Upload'],
  [LEVEL.delete, 'Delete'],
  [LEVEL.createFolder, 'Create folders'],
  [LEVEL.deleteFolder, 'Delete folders'],
]);

/**
 * Throws forbidden unless a person has a level on a folder, with its name for those who may look there; what others may
 * not see is not found.
 */
export function needLevel(rights: Pick<PersonRights, 'level'>, folder: string, needed: number): void {
  const level = rights.level(folder);
  if (level >= needed) return;
  if (level < LEVEL.view) throw notFound('It was not found.');
  throw refused(`This needs the right “${NAMES.get(needed) ?? needed}” on ${folder}.`);
}

/** Something that could not be done, as results of tasks tell of it. */
export type Failure = { id: number; src: string; status: number; message: string };

/** What went wrong with one of many; what is unexpected is told to `onError`. */
export function failureOf(
  thrown: unknown,
  id: number,
  src: string,
  onError: (error: unknown) => void,
): Failure {
  if (thrown instanceof EmulsionError)
    return { id, src, status: thrown.status, message: thrown.publicMessage };
  onError(thrown);
  return {
    id,
    src,
    status: 500,
    message: 'Something unexpected went wrong; the log of the server tells more.',
  };
}
