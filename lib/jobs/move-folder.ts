import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { type FolderJobParts, requireLevel } from './folder-access.ts';
import { folderParams } from './folder-params.ts';
import { folderResult } from './folder-result.ts';

/**
 * Task `move_folder` {folder_id, path}: moves or renames a folder with the rights of the task's person (contract of the
 * original): creating folders at the target's nearest folder and, when the parent changes, deleting folders in the old
 * parent. Begun again, it finds what it has done.
 */
export function moveFolderJob(parts: FolderJobParts): TaskHandler {
  return async (params, context) => {
    const { id, text } = folderParams(params);
    const { userId } = context;
    const folder = await parts.folders.move(
      {
        folderId: id('folder_id'),
        path: text('path'),
        actor: await parts.actorOf(userId),
        async permit({ from, to }) {
          const [source = '/', target = '/'] = [from, to].map((path) => parentFolders(path)[1]);
          const nearest = await parts.folders.nearest(target);
          await requireLevel(parts, userId, nearest, LEVEL.createFolder);
          if (source !== target) await requireLevel(parts, userId, source, LEVEL.deleteFolder);
        },
      },
      context,
    );
    return folderResult(folder);
  };
}
