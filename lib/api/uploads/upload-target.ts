import { requireKnownFormat } from '#lib/catalog/check-content.ts';
import { targetPath } from '#lib/catalog/folder-target.ts';
import { badRequest, notFound, refused } from '#lib/errors/error.ts';
import { datedFolder } from '#lib/paths/dated-folder.ts';
import { requireFileName, sanitizeFileName } from '#lib/paths/file-name.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Call } from '../door/endpoint.ts';

/** Whoever wants to store something. */
export type Uploader = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'requireLevel'>;

/** Where somebody wants files to go: a folder that exists, or the number of one in IMAGE_UPLOAD_DIRS. */
export type WantedFolder = { path?: string | undefined; path_index: number };

/** The folder that is meant, `/` or `/a/b`; one of the settings with today's date in it. Throws 400. */
export function uploadFolder(
  { path, path_index: index }: WantedFolder,
  parts: Pick<Uploader['parts'], 'settings'>,
): string {
  if (index < 0) {
    if (path === undefined) throw badRequest('expected path or path_index');
    return normalizeFolderPath(path);
  }
  const listed = parts.settings.files.uploadFolders[index];
  if (!listed) {
    throw badRequest(`path_index: expected a number below ${parts.settings.files.uploadFolders.length}`);
  }
  return normalizeFolderPath(datedFolder(listed.path, new Date()));
}

/** The name under which a file is stored. Throws 400 for a name that cannot be, 415 for one of no known format. */
export function storedName(sent: string, { parts }: Pick<Uploader, 'parts'>): string {
  const name = sanitizeFileName(sent.slice(sent.lastIndexOf('/') + 1), parts.settings.files.unicodeNames);
  requireFileName(name);
  requireKnownFormat(name);
  return name;
}

/**
 * The folder that a file is to be stored in, with the right to do so. Throws 403 without that, 404 when the chosen folder
 * does not exist.
 *
 * @param below folders below the chosen one that the file brings along, `` or `a/b`. They are made when they are missing,
 *   which takes the right to create folders.
 */
export async function permittedTarget(
  uploader: Uploader,
  wanted: WantedFolder,
  below: string,
): Promise<string> {
  const { parts, caller } = uploader;
  const chosen = uploadFolder(wanted, parts);
  if (wanted.path_index < 0) {
    // Whether a folder exists is told to those only who may look there.
    uploader.requireLevel(chosen, LEVEL.view);
    if (!(await parts.storage.hasFolder(chosen.slice(1)))) throw notFound(`there is no folder ${chosen}`);
  }
  const level = (folder: string) => parts.permissions.level(caller.principal, folder);
  if (below === '') {
    if (level(chosen) < LEVEL.upload) throw refused(`the level Upload is needed on ${chosen}`);
    return chosen;
  }
  const target = await targetPath(
    parts.storage,
    `${chosen === '/' ? '' : chosen}/${below}`,
    parts.settings.files.unicodeNames,
  );
  // Whether a folder exists is told to those only who may look there.
  if (level(target) < LEVEL.view) throw refused(`the level Upload is needed on ${target}`);
  if (await parts.storage.hasFolder(target.slice(1))) {
    if (level(target) < LEVEL.upload) throw refused(`the level Upload is needed on ${target}`);
  } else if (level(await parts.folders.nearest(target)) < LEVEL.createFolder) {
    throw refused(`there is no folder ${target}, and making it takes the level Create folders on ${chosen}`);
  }
  return target;
}
