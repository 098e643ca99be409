import type { Actor } from '#lib/audit/audit.ts';
import { deleteImage } from '#lib/catalog/delete-image.ts';
import { editImage } from '#lib/catalog/edit-image.ts';
import { NO_IMAGE } from '#lib/catalog/image-parts.ts';
import { changeTags, withoutTags, withTags } from '#lib/catalog/image-tags.ts';
import { moveImage } from '#lib/catalog/move-image.ts';
import { permittedMove } from '#lib/catalog/move-rights.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import { findTrashOf } from '#lib/catalog/store/trash.ts';
import type { ImageChange } from '#lib/contracts/image-changes.ts';
import { notFound } from '#lib/errors/error.ts';
import { baseName, normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { ImageJobParts } from './image-job-parts.ts';
import { needLevel, type PersonRights } from './person-rights.ts';

/** What can be taken back of a change. */
export type ChangeTrace = {
  /** The entry of the trash that was made. */
  trash?: number | undefined;
  /** The folder that the image was moved out of. */
  movedFrom?: string;
};

/** Who changes images, and since when. */
export type Doer = { userId: number | null; actor: Actor; rights: PersonRights; since: Date };

/** Changes one image of many. Throws what stands in the way. */
export type ChangeImage = (record: ImageRecord, doer: Doer) => Promise<ChangeTrace>;

const ACTIVE = 1;

/**
 * What is to be done with each image, with the rights that the same takes for it alone. To do it twice is harmless.
 */
export function readChange(parts: ImageJobParts, change: ImageChange): ChangeImage {
  switch (change.action) {
    case 'delete':
      return (record, doer) => remove(parts, record, doer);
    case 'move':
      return mover(parts, change.folder ?? '/');
    case 'edit':
      return editor(parts, change);
    case 'tag':
    case 'untag':
      return tagger(parts, change);
  }
}

async function remove(parts: ImageJobParts, record: ImageRecord, doer: Doer): Promise<ChangeTrace> {
  const { userId, since } = doer;
  const { id, status, folder } = record;
  if (status !== ACTIVE) {
    // By an earlier run that could not say so.
    const trash = await findTrashOf(parts.db, id, { userId, since });
    if (trash !== undefined) return { trash };
  }
  needLevel(doer.rights, folder.path, LEVEL.delete);
  await deleteImage(parts, id, doer.actor, parts.trashKeepDays);
  return { trash: await findTrashOf(parts.db, id, { userId, since }) };
}

function mover(parts: ImageJobParts, wanted: string): ChangeImage {
  const folder = normalizeFolderPath(wanted, 'folder');
  return async (record, { actor, rights }) => {
    requireActive(record);
    const path = `${folder === '/' ? '' : folder.slice(1)}/${baseName(record.src)}`;
    const move = { id: record.id, path, unicodeNames: parts.unicodeNames };
    const plan = await permittedMove(parts, move, (at, level) => needLevel(rights, at, level));
    if (plan.same) return {};
    await moveImage(parts, plan, actor);
    return { movedFrom: plan.fromFolder };
  };
}

function editor(parts: ImageJobParts, { title, description }: ImageChange): ChangeImage {
  return async (record, { actor, rights }) => {
    needLevel(rights, record.folder.path, LEVEL.edit);
    requireActive(record);
    const same =
      (title ?? record.title) === record.title && (description ?? record.description) === record.description;
    if (!same) await editImage(parts, record.id, { title, description }, undefined, actor);
    return {};
  };
}

function tagger(parts: ImageJobParts, { action, tags = [] }: ImageChange): ChangeImage {
  const change = action === 'tag' ? withTags(tags) : withoutTags(tags);
  return async (record, { actor, rights }) => {
    needLevel(rights, record.folder.path, LEVEL.edit);
    requireActive(record);
    await changeTags(parts, record.id, change, actor);
    return {};
  };
}

function requireActive({ status }: ImageRecord): void {
  if (status !== ACTIVE) throw notFound(NO_IMAGE);
}
