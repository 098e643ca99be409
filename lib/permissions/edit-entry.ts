import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, conflict, notFound } from '#lib/errors/error.ts';
import {
  changeEntry,
  findActiveFolder,
  findEntry,
  insertEntry,
  isGroup,
  type NamedEntry,
  type PermissionTables,
  removeEntry,
} from './store.ts';

const ROOT = '/';
const SYSTEM_GROUP = 1;

/** Gives a group a level on a folder. Throws 404 for the group or the folder, 409 when it has one there. */
export async function createEntry(
  db: Database,
  actor: Actor,
  fields: { folderId: number; groupId: number; access: number },
): Promise<NamedEntry> {
  return db.$transaction(async (tx) => {
    if (!(await isGroup(tx, fields.groupId))) throw notFound(`there is no group ${fields.groupId}`);
    const folder = await findActiveFolder(tx, { id: fields.folderId });
    if (!folder) throw notFound(`there is no folder ${fields.folderId}`);
    const created = await insertEntry(tx, fields);
    if (!created) throw conflict('this group has a permission on this folder already');
    await noteEntry(tx, actor, 'create', created, { after: { access: created.access } });
    return created;
  });
}

/** Changes the level of an entry; undefined keeps it. Throws 404, and 409 when it is not of the expected version any more. */
export async function updateEntry(
  db: Database,
  actor: Actor,
  id: number,
  access: number | undefined,
  expected: number | undefined,
): Promise<NamedEntry> {
  return db.$transaction(async (tx) => {
    const before = await knownEntry(tx, id);
    if (expected !== undefined && expected !== before.version) {
      throw await changedMeanwhile(tx, 'permission', id);
    }
    if (access === undefined || access === before.access) return before;
    const after = await changeEntry(tx, id, before.version, access);
    if (!after) throw await changedMeanwhile(tx, 'permission', id);
    await noteEntry(tx, actor, 'update', after, { before: { access: before.access }, after: { access } });
    return after;
  });
}

/** Removes an entry, so that the folder inherits. Throws 404, and 400 for a system group's on the root. */
export async function deleteEntry(db: Database, actor: Actor, id: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const before = await knownEntry(tx, id);
    requireRemovable(before);
    await removeEntry(tx, id);
    await noteEntry(tx, actor, 'delete', before, { before: { access: before.access } });
  });
}

/** An entry by its id. Throws 404. */
export async function knownEntry(db: PermissionTables, id: number): Promise<NamedEntry> {
  const found = await findEntry(db, id);
  if (!found) throw notFound(`there is no permission ${id}`);
  return found;
}

/** Throws 400 for the entry of a system group on the root, which has to stay. */
export function requireRemovable(entry: NamedEntry): void {
  if (isRemovable(entry.folder.path, entry.group.groupType)) return;
  throw badRequest('the permission of a system group on the root folder can only be changed');
}

/** Whether a group's entry on a folder may go, so that the folder inherits. */
export function isRemovable(folder: string, groupType: number): boolean {
  return folder !== ROOT || groupType !== SYSTEM_GROUP;
}

/** Writes down what happened to an entry, in the transaction in which it did. */
export function noteEntry(
  tx: PermissionTables,
  actor: Actor,
  verb: 'create' | 'update' | 'delete',
  { id, folder, group }: NamedEntry,
  levels: { before?: { access: number }; after?: { access: number } },
): Promise<void> {
  return recordAudit(tx, actor, {
    action: `permission.${verb}`,
    objectType: 'permission',
    objectId: id,
    objectName: folder.path,
    details: { folderId: folder.id, groupId: group.id, group: group.name, ...levels },
  });
}
