import { purgeDeletedData } from '#lib/catalog/purge-deleted.ts';
import { requireFolder } from '#lib/catalog/store/folders.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import type { JobParts } from './register-jobs.ts';
import { taskActor } from './task-actor.ts';
import { folderParam } from './task-params.ts';

/**
 * Removes for good what is deleted in a folder and below it. Parameter: `folder_id` as in the contract of the
 * original, or `path`. Result: how many trash entries, images and folders.
 */
export function purgeDeletedFolderData({ db, storage, onImages }: JobParts): TaskHandler {
  return async (params, context) => {
    const { folder_id: id } = params;
    const path = typeof id === 'number' ? (await requireFolder(db, id)).path : folderParam(params);
    const actor = await taskActor(db, context.userId);
    return purgeDeletedData({ db, storage, onPurge: onImages }, path, actor, context);
  };
}
