import type { Catalog, HeldImage } from '#lib/catalog/catalog.ts';
import type { Principal } from '#lib/identity/principal.ts';
import { folderOfImage } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import type { PictureGrant } from './request.ts';

/**
 * The image at a path, for somebody who has the level on its folder or a grant that opens it. Rights come first: whether a
 * file exists is told to those only who may look there. Throws 403, then 404.
 *
 * @returns also when the right is over, where a grant gave it
 */
export async function permittedImage(
  parts: { catalog: Catalog; permissions: Permissions },
  principal: Principal,
  src: string,
  level: number,
  grant: PictureGrant | undefined,
): Promise<{ image: HeldImage; until: number | undefined }> {
  const { permissions } = parts;
  const folder = folderOfImage(src);
  const isOpen = (path: string) => permissions.level(principal, path) >= level;
  if (!isOpen(folder) && grant && (await grant.opens(src, level))) {
    const image = await parts.catalog.find(src);
    // A record of another folder is none that the grant was asked about.
    if (image.image.folder !== folder) permissions.require(principal, image.image.folder, level);
    return { image, until: grant.until };
  }
  permissions.require(principal, folder, LEVEL.view);
  const image = await parts.catalog.find(src);
  permissions.require(principal, image.image.folder, level);
  return { image, until: undefined };
}
