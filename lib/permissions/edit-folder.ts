import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import type { Database } from '#lib/db/client.ts';
import { conflict, editConflict, notFound } from '#lib/errors/error.ts';
import { noteEntry, requireRemovable } from './edit-entry.ts';
import { listOwnEntries } from './store/folder-rights.ts';
import { changeEntry, findActiveFolder, findEntry, insertEntry, isGroup, removeEntry } from './store.ts';

/** The wish for one group. */
export type LevelWish = {
  groupId: number;
  /** null: no entry of its own, the folder inherits. */
  access: number | null;
  /** Version of the entry that the caller has seen; 0: there was none; undefined when it does not matter. */
  version?: number | undefined;
};

/**
 * Sets and removes entries of one folder, all or none. Throws 404 for the folder or a group, 409 when an entry is not
 * as the caller has seen it any more, 400 for removing a system group's from the root.
 */
export async function changeFolderEntries(
  db: Database,
  actor: Actor,
  folderId: number,
  wishes: readonly LevelWish[],
): Promise<void> {
  await db.$transaction(async (tx) => {
    const folder = await findActiveFolder(tx, { id: folderId });
    if (!folder) throw notFound(`there is no folder ${folderId}`);
    const own = await listOwnEntries(tx, folderId);
    for (const { groupId, access, version } of wishes) {
      const entry = own.get(groupId);
      if (version !== undefined && version !== (entry?.version ?? 0)) {
        throw entry
          ? await changedMeanwhile(tx, 'permission', entry.id)
          : editConflict('by somebody else, who removed it; read it again first');
      }
      if (access === null) {
        const before = entry && (await findEntry(tx, entry.id));
        if (!before) continue;
        requireRemovable(before);
        await removeEntry(tx, before.id);
        await noteEntry(tx, actor, 'delete', before, { before: { access: before.access } });
      } else if (!entry) {
        if (!(await isGroup(tx, groupId))) throw notFound(`there is no group ${groupId}`);
        const created = await insertEntry(tx, { folderId, groupId, access });
        if (!created) throw conflict('this group has a permission on this folder already');
        await noteEntry(tx, actor, 'create', created, { after: { access } });
      } else if (entry.access !== access) {
        const after = await changeEntry(tx, entry.id, entry.version, access);
        if (!after) throw await changedMeanwhile(tx, 'permission', entry.id);
        await noteEntry(tx, actor, 'update', after, { before: { access: entry.access }, after: { access } });
      }
    }
  });
}
