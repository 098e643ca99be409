import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { type FolderJobParts, requireLevel } from './folder-access.ts';
import { begunWith, folderParams } from './folder-params.ts';
import { folderResult } from './folder-result.ts';

/**
 * Task `delete_folder` {folder_id}: deletes a folder with the rights of the task's person, who must be allowed to delete
 * folders in its parent (contract of the original). Begun again, it finds what it has done.
 */
export function deleteFolderJob(parts: FolderJobParts): TaskHandler {
  return async (params, context) => {
    const { id } = folderParams(params);
    const folder = await parts.folders.delete(
      {
        folderId: id('folder_id'),
        actor: await parts.actorOf(context.userId),
        begun: begunWith(context.checkpoint),
        onBegin: (begun) => context.saveCheckpoint({ begun }),
        permit: ({ path }) =>
          requireLevel(parts, context.userId, parentFolders(path)[1] ?? '/', LEVEL.deleteFolder),
      },
      context,
    );
    return folderResult(folder);
  };
}
