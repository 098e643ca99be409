import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { type FolderJobParts, requireLevel } from './folder-access.ts';
import { begunWith, folderParams } from './folder-params.ts';
import { folderResult } from './folder-result.ts';

/**
 * Task `restore_folder` {trash_id, to}: puts a deleted folder back, where it was when `to` is "" or absent. Its person must
 * be allowed to create folders there. Begun again, it finds what it has done.
 */
export function restoreFolderJob(parts: FolderJobParts): TaskHandler {
  return async (params, context) => {
    const { id, text } = folderParams(params);
    const { userId } = context;
    const folder = await parts.folders.restore(
      {
        trashId: id('trash_id'),
        to: text('to', '') || undefined,
        actor: await parts.actorOf(userId),
        begun: begunWith(context.checkpoint),
        onBegin: (begun) => context.saveCheckpoint({ begun }),
        async permit(to) {
          const nearest = await parts.folders.nearest(parentFolders(to)[1] ?? '/');
          await requireLevel(parts, userId, nearest, LEVEL.createFolder);
        },
      },
      context,
    );
    return folderResult(folder);
  };
}
