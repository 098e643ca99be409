import { scopeSearch } from '#lib/catalog/image-filters.ts';
import { NO_IMAGE } from '#lib/catalog/image-parts.ts';
import { countImages, selectIds } from '#lib/catalog/store/browse-images.ts';
import { readImages } from '#lib/catalog/store/image-records.ts';
import { notFound } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { type BatchState, openBatch } from './batch-state.ts';
import { readChange } from './change-image.ts';
import { writeIds } from './id-runs.ts';
import type { ImageJobParts } from './image-job-parts.ts';
import { type ImageWish, readChangeWish, readImageWish } from './image-wish.ts';

/** Images for which rights are read once. */
const BATCH = 50;
/** Ids that a result tells one by one. */
const MOST_TOLD = 10_000;

/**
 * Task `change_images`: moves, deletes, edits or tags images, each with the rights that its person has at that moment; one
 * that fails does not stop the others. Begun again, it goes on where it was. Parameters: see image-wish.
 */
export function changeImagesJob(parts: ImageJobParts): TaskHandler {
  return async (params, context) => {
    const wish = readImageWish(params);
    const change = readChange(parts, readChangeWish(wish.change));
    const { userId } = context;
    const actor = await parts.actorOf(userId);
    const state = openBatch(context, await totalOf(parts, wish, userId), parts.onError);
    for (;;) {
      const rights = await parts.rightsOf(userId);
      const ids = await nextIds(parts, wish, rights.viewable, state.after);
      if (ids.length === 0) break;
      const records = await readImages(parts.db, ids);
      for (const [index, id] of ids.entries()) {
        const record = records[index];
        // What may not be seen is not there.
        const seen = record && rights.level(record.folder.path) >= LEVEL.view ? record : undefined;
        await state.one(
          id,
          () => seen?.src ?? '',
          async () => {
            if (!seen) throw notFound(NO_IMAGE);
            return change(seen, { userId, actor, rights, since: state.since });
          },
        );
      }
    }
    return resultOf(state);
  };
}

async function totalOf(parts: ImageJobParts, wish: ImageWish, userId: number | null): Promise<number> {
  if (wish.ids || !wish.search) return wish.ids?.length ?? 0;
  const { viewable } = await parts.rightsOf(userId);
  const search = { ...scopeSearch(wish.search, viewable), except: [...wish.except] };
  return (await countImages(parts.db, search)).images;
}

/** The next images in the order of their ids, which no change of them alters. */
async function nextIds(
  { db }: ImageJobParts,
  { ids, search, except, upTo }: ImageWish,
  viewable: Parameters<typeof scopeSearch>[1],
  after: number,
): Promise<number[]> {
  if (ids || !search) {
    const from = ids?.findIndex((id) => id > after) ?? -1;
    return from < 0 ? [] : (ids ?? []).slice(from, from + BATCH);
  }
  return selectIds(
    db,
    { ...scopeSearch(search, viewable), except: [...except] },
    { after, upTo, limit: BATCH },
  );
}

/** What was done. `trash` and `moved` name what can be taken back, as long as there is not too much of it. */
function resultOf({ done, failed, failures, trash = [], moved = new Map() }: BatchState) {
  const told = [...moved].map(([folder, ids]) => ({ folder, ids }));
  const isLong = told.reduce((sum, { ids }) => sum + ids.length, 0) > MOST_TOLD;
  return {
    done,
    failed,
    failures,
    trash: trash.length > MOST_TOLD ? [] : trash,
    trash_runs: writeIds(trash),
    moved: isLong ? [] : told,
  };
}
