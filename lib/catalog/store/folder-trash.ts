import type { Client } from 'pg';
import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import type { FolderOperation } from './folder-session.ts';

/** A deleted folder that can be restored. */
export type FolderEntry = {
  id: number;
  /** Path that it had, with a leading slash. */
  path: string;
  /** null = it is being deleted for good. */
  folderId: number | null;
  /** Where it lies in the trash. */
  store: string;
  /** ISO 8601 with milliseconds; the history of each image that was deleted with it has this time. */
  at: string;
};

/** Adds the trash entry of a deletion, in its transaction. */
export async function addFolderEntry(
  client: Client,
  operation: Extract<FolderOperation, { kind: 'delete' }>,
): Promise<void> {
  const { from, folderId, files, bytes, store, at, actor } = operation;
  await client.query(
    `INSERT INTO trash (kind, path, folder_id, files, bytes, store, settled, deleted_at, deleted_by)
     VALUES ('folder', $1, $2, $3, $4, $5, true, $6, $7)`,
    [from, folderId, files, bytes, store, at, actor.userId ?? null],
  );
}

/** The entry of a deleted folder; undefined when there is none. */
export async function findEntry(client: Client, where: { id: number } | { store: string }) {
  const [column, value] = 'id' in where ? ['id', where.id] : ['store', where.store];
  const { rows } = await client.query<Omit<FolderEntry, 'at'> & { at: Date }>(
    `SELECT id, path, folder_id AS "folderId", store, deleted_at AS at FROM trash
     WHERE kind = 'folder' AND ${column} = $1`,
    [value],
  );
  return rows[0] && { ...rows[0], at: rows[0].at.toISOString() };
}

/** Takes an entry away in the transaction that restores it; false when it is gone or being deleted for good. */
export async function takeEntry(client: Client, id: number): Promise<boolean> {
  const { rowCount } = await client.query(
    "DELETE FROM trash WHERE id = $1 AND kind = 'folder' AND folder_id IS NOT NULL",
    [id],
  );
  return rowCount === 1;
}

/** Notes that an entry is deleted for good, from when on it cannot be restored. Returns where its files lie. */
export async function markForPurge(
  db: Database,
  where: { id: number } | { store: string },
): Promise<string | undefined> {
  const id = 'id' in where ? where.id : undefined;
  const store = 'store' in where ? where.store : undefined;
  const rows = await db.$queryRaw<Array<{ store: string }>>`
    UPDATE trash SET folder_id = NULL
    WHERE kind = 'folder' AND (id = ${id ?? null}::int OR store = ${store ?? null}::text) RETURNING store`;
  return rows[0]?.store;
}

/** Takes an entry away whose files are gone, and notes who did that. */
export async function dropFolderEntry(db: Database, store: string, actor: Actor): Promise<void> {
  await db.$transaction(async (tx) => {
    const entry = await tx.trashEntry.findUnique({ where: { store } });
    if (!entry) return;
    await tx.trashEntry.delete({ where: { store } });
    const { path, files, bytes } = entry;
    await recordAudit(tx, actor, {
      action: 'folder.purge',
      objectType: 'folder',
      // Taken off the entry when the deletion began.
      objectId: '',
      objectName: path,
      details: { files, bytes: Number(bytes) },
    });
  });
}
