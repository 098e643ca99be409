import type { TaskHandler } from '#lib/tasks/task.ts';
import { deleteFolderJob } from './delete-folder.ts';
import type { FolderJobParts } from './folder-access.ts';
import { moveFolderJob } from './move-folder.ts';
import { restoreFolderJob } from './restore-folder.ts';

/** Handlers of the folder tasks by the names of their functions. */
export function folderJobs(parts: FolderJobParts): Record<string, TaskHandler> {
  return {
    move_folder: moveFolderJob(parts),
    delete_folder: deleteFolderJob(parts),
    restore_folder: restoreFolderJob(parts),
    settle_folders: async () => {
      await parts.folders.settle();
      return null;
    },
  };
}
