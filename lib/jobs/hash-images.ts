import { createHash } from 'node:crypto';
import { findUnhashed, storeHash, type Unhashed } from '#lib/catalog/store/image-hashes.ts';
import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskContext, TaskHandler } from '#lib/tasks/task.ts';

/** Records that are read at a time. */
const BATCH = 200;
/** Bytes after which a run ends and leaves the rest to the next one: a few minutes of reading. */
const MOST_BYTES = 20 * 1024 ** 3;

/**
 * Fills in the SHA-256 of images whose files have none on record, so that an upload of the same content is recognised.
 * Files that have changed since they were recorded, or that cannot be read, are left out. Result: `{hashed}`.
 */
export function hashImages({ db, storage }: { db: Database; storage: Storage }): TaskHandler {
  return async (_params, context) => {
    let { after, hashed } = { after: 0, hashed: 0, ...(context.checkpoint as object | undefined) };
    let bytes = 0;
    for (;;) {
      const images = await findUnhashed(db, after, BATCH);
      if (images.length === 0) return { hashed };
      for (const image of images) {
        if (await hashOne({ db, storage }, image, context)) {
          hashed += 1;
          bytes += image.fileSize;
        }
        after = image.id;
        if (bytes >= MOST_BYTES) return { hashed };
        context.stopIfAsked();
      }
      context.progress(hashed, 0);
      await context.saveCheckpoint({ after, hashed });
    }
  };
}

async function hashOne(
  { db, storage }: { db: Database; storage: Storage },
  image: Unhashed,
  { signal }: TaskContext,
): Promise<boolean> {
  const facts = await storage.stat(image.src);
  if (facts?.size !== image.fileSize || facts.time !== image.fileTime) return false;
  const hash = createHash('sha256');
  try {
    const { stream } = await storage.read(image.src);
    for await (const chunk of stream) {
      hash.update(chunk as Buffer);
      if (signal.aborted) return false;
    }
  } catch {
    // It was moved or deleted meanwhile, or cannot be read: the next run tries again, and the others are not kept waiting.
    return false;
  }
  const still = await storage.stat(image.src);
  if (still?.version !== facts.version) return false;
  await storeHash(db, image, hash.digest('hex'));
  return true;
}
