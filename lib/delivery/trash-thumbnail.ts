import type { RenderQueue } from '#lib/cache/render-queue.ts';
import type { Imaging } from '#lib/imaging/imaging.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { normalize } from '#lib/transform/normalize.ts';
import type { RenderLane } from './picture.ts';

/** Pixels of the box that it fits into. */
const BOX = 320;
const THUMBNAIL = normalize(
  { width: BOX, height: BOX, sizeFit: true, format: 'jpg', quality: 75, colorspace: 'rgb', strip: true },
  // Of no file: also a small JPEG is written anew.
  '',
);

/**
 * Draws small JPEGs of images in the trash, in the queue that all pictures wait in. Nothing is kept: what is deleted is
 * in no cache. Throws not_found without the file, unsupported for what is no picture, busy when too many wait.
 */
export function createTrashThumbnails(parts: {
  storage: Storage;
  imaging: Imaging;
  queue: RenderQueue<RenderLane>;
}): (entry: { store: string; path: string }) => Promise<Buffer> {
  const { storage, imaging, queue } = parts;
  return async ({ store, path }) => {
    const key = `trash/${store}`;
    const source = { file: await storage.trash.localFile(store), extension: extensionOf(path), key };
    try {
      await imaging.prepare({ source, transform: THUMBNAIL });
      return await queue.run(
        'render',
        async () => (await imaging.render({ source, transform: THUMBNAIL })).data,
      );
    } finally {
      await imaging.forget(key);
    }
  };
}
