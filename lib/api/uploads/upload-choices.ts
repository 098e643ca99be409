import type { ApiParts } from '#lib/boot/services.ts';
import type { Caller } from '#lib/identity/identity.ts';
import { uploadFolder } from './upload-target.ts';

/** A folder that the settings offer for uploads. */
export type UploadChoice = {
  /** Its number in IMAGE_UPLOAD_DIRS. */
  index: number;
  label: string;
  /** With today's date in it, where it has one. */
  folder: string;
  /** The viewer's level on it. */
  access: number;
};

/** The folders that the settings offer to somebody, in their order. */
export async function uploadChoices(parts: ApiParts, caller: Caller): Promise<UploadChoice[]> {
  await parts.refresh();
  return parts.settings.files.uploadFolders.map(({ label }, index) => {
    const folder = uploadFolder({ path_index: index }, parts);
    return { index, label, folder, access: parts.permissions.level(caller.principal, folder) };
  });
}
