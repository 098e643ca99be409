import { imagesUnder } from '#lib/catalog/store/usage.ts';
import type { Database } from '#lib/db/client.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { folderParam } from './task-params.ts';

/** Images to one statement. */
const BATCH = 500;

/**
 * Task `uncache_folder_images` {path}: forgets the finished pictures of all images in a folder and below it. Result: how
 * many images those were.
 */
export function uncacheFolderImages(parts: {
  db: Database;
  purge: (image: { id: number; src: string }) => Promise<void>;
}): TaskHandler {
  return async (params, context) => {
    const path = folderParam(params);
    let images = 0;
    let after = '';
    for (;;) {
      const batch = await imagesUnder(parts.db, path, after, BATCH);
      for (const image of batch) {
        context.stopIfAsked();
        await parts.purge(image);
        images += 1;
        context.progress(images, 0, image.src);
      }
      after = batch.at(-1)?.src ?? after;
      if (batch.length < BATCH) return { images };
    }
  };
}
