import type { TaskHandler } from '#lib/tasks/task.ts';
import { changeImagesJob } from './change-images.ts';
import type { ImageJobParts } from './image-job-parts.ts';
import { restoreTrashJob } from './restore-trash.ts';

/** Handlers of the tasks on many images by the names of their functions. */
export function imageJobs(parts: ImageJobParts): Record<string, TaskHandler> {
  return {
    change_images: changeImagesJob(parts),
    restore_trash: restoreTrashJob(parts),
  };
}
