import { services } from '#lib/boot/services.ts';
import { EmulsionError } from '#lib/errors/error.ts';
import type { Principal } from '#lib/identity/principal.ts';
import {
  extensionOf,
  folderOfImage,
  normalizeFolderPath,
  normalizeImagePath,
} from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { isReadable } from '#lib/transform/formats.ts';

/** Pictures of a folder that the playground offers. */
const MOST = 100;
/** Pictures of a folder that the guides of the viewers show. */
const BESIDE = 12;

/** What the playground shows: its pictures, or why it has none. */
export type DemoPictures =
  | { pictures: string[]; problem?: undefined }
  | { pictures?: undefined; problem: string };

/**
 * The pictures of DEMO_IMAGE_PATH that somebody may see: the file itself, or the readable files of the folder, at most a
 * hundred. Never rejects for a wrong setting.
 */
export async function demoPictures(setting: string, principal: Principal): Promise<DemoPictures> {
  const { api } = await services();
  try {
    await api.refresh();
    const isPicture = isReadable(extensionOf(setting));
    const path = isPicture ? normalizeImagePath(setting) : normalizeFolderPath(setting);
    const folder = isPicture ? folderOfImage(path) : path;
    if (api.permissions.level(principal, folder) < LEVEL.view) {
      return { problem: 'its pictures are not visible to everyone' };
    }
    if (isPicture) return { pictures: [path] };
    const listing = await api.listings.look(folder);
    const names = listing?.names.filter((name) => isReadable(extensionOf(name))).slice(0, MOST) ?? [];
    if (names.length === 0) return { problem: 'there is no picture in its folder' };
    const prefix = folder === '/' ? '' : `${folder.slice(1)}/`;
    return { pictures: names.map((name) => prefix + name) };
  } catch (error) {
    if (error instanceof EmulsionError) return { problem: 'its path is not one of a picture or folder' };
    throw error;
  }
}

/**
 * A picture with others of its folder, those of its format first: what the guides of the viewers show. At most a dozen;
 * none when somebody may not see them, when the picture is not there, or when it is no path of one. A folder stands for
 * its first picture.
 */
export async function picturesBeside(setting: string, principal: Principal): Promise<string[]> {
  const { pictures: [src] = [] } = await demoPictures(setting, principal);
  if (src === undefined) return [];
  const { api } = await services();
  const folder = folderOfImage(src);
  const listing = await api.listings.look(folder);
  const prefix = folder === '/' ? '' : `${folder.slice(1)}/`;
  const names = listing?.names.filter((name) => isReadable(extensionOf(name))) ?? [];
  const all = names.map((name) => prefix + name);
  if (!all.includes(src)) return [];
  const [alike, others] = [true, false].map((same) =>
    all.filter((each) => each !== src && (extensionOf(each) === extensionOf(src)) === same),
  );
  return [src, ...(alike ?? []), ...(others ?? [])].slice(0, BESIDE);
}
