import type { Actor } from '#lib/audit/audit.ts';
import { restoreImage } from '#lib/catalog/restore-image.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import { readTrash, type TrashRecord } from '#lib/catalog/store/trash.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { folderOfImage, parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { TaskContext, TaskHandler } from '#lib/tasks/task.ts';
import { openBatch } from './batch-state.ts';
import { readIds } from './id-runs.ts';
import type { ImageJobParts } from './image-job-parts.ts';
import { needLevel, type PersonRights } from './person-rights.ts';

/** Entries for which rights are read once. */
const BATCH = 50;
const NOT_THERE = 'The trash does not hold this any more.';

/**
 * Task `restore_trash` {ids}: brings entries of the trash back to where they were, each with the rights that its person has
 * at that moment. Begun again, it goes on where it was.
 */
export function restoreTrashJob(parts: ImageJobParts): TaskHandler {
  return async (params, context) => {
    if (typeof params.ids !== 'string') throw badRequest('ids: ids of entries are expected');
    const ids = readIds(params.ids);
    const { userId } = context;
    const actor = await parts.actorOf(userId);
    const state = openBatch(context, ids.length, parts.onError);
    for (;;) {
      const from = ids.findIndex((id) => id > state.after);
      if (from < 0) break;
      const rights = await parts.rightsOf(userId);
      for (const id of ids.slice(from, from + BATCH)) {
        const entry = await readableTrash(parts, rights, id);
        await state.one(
          id,
          () => entry?.path ?? '',
          async () => {
            if (!entry) throw notFound(NOT_THERE);
            if (entry.kind === 'folder') await restoreFolder(parts, entry, rights, actor, context);
            else await restoreTrashedImage(parts, entry, rights, actor);
            return {};
          },
        );
      }
    }
    const { done, failed, failures } = state;
    return { done, failed, failures };
  };
}

/** An entry of the trash for whoever may see it, which is whoever might have deleted it; undefined otherwise. */
export async function readableTrash(
  { db }: Pick<ImageJobParts, 'db'>,
  rights: Pick<PersonRights, 'level'>,
  id: number,
): Promise<TrashRecord | undefined> {
  const entry = await readTrash(db, id);
  if (!entry) return undefined;
  const [folder, needed] =
    entry.kind === 'image'
      ? [folderOfImage(entry.path), LEVEL.delete]
      : [parentFolders(entry.path)[1] ?? '/', LEVEL.deleteFolder];
  return rights.level(folder) >= needed ? entry : undefined;
}

/** Brings an image back to where it was. Throws forbidden without the rights that this takes, and conflict. */
export async function restoreTrashedImage(
  parts: Pick<ImageJobParts, 'db' | 'storage' | 'catalog' | 'purge'> & {
    folders: Pick<ImageJobParts['folders'], 'nearest'>;
  },
  entry: TrashRecord,
  rights: Pick<PersonRights, 'level'>,
  actor: Actor,
): Promise<ImageRecord> {
  const target = folderOfImage(entry.path);
  needLevel(rights, target, LEVEL.upload);
  // A folder that is gone is made anew.
  if (!(await parts.storage.hasFolder(target.slice(1)))) {
    needLevel(rights, await parts.folders.nearest(target), LEVEL.createFolder);
  }
  return restoreImage(parts, entry.id, actor);
}

async function restoreFolder(
  parts: ImageJobParts,
  entry: TrashRecord,
  rights: PersonRights,
  actor: Actor,
  context: TaskContext,
): Promise<void> {
  await parts.folders.restore(
    {
      trashId: entry.id,
      to: undefined,
      actor,
      // What is cut short between disk and records is finished by whoever looks after folders.
      onBegin: async () => undefined,
      async permit(to) {
        const nearest = await parts.folders.nearest(parentFolders(to)[1] ?? '/');
        needLevel(rights, nearest, LEVEL.createFolder);
      },
    },
    // How far it is within one folder is not how far it is.
    { progress: () => undefined, stopIfAsked: context.stopIfAsked },
  );
}
