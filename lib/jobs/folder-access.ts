import type { Actor } from '#lib/audit/audit.ts';
import type { Folders } from '#lib/catalog/folders.ts';
import { forbidden } from '#lib/errors/error.ts';

/** What the folder tasks work with. */
export type FolderJobParts = {
  folders: Folders;
  /** Whether a person has a level on a folder at this moment; null = the system. */
  allowed: (userId: number | null, folderPath: string, level: number) => Promise<boolean>;
  /** How a task's person is named in the audit log. */
  actorOf: (userId: number | null) => Promise<Actor>;
};

/** Throws forbidden unless the person has the level; the system may do everything. */
export async function requireLevel(
  { allowed }: FolderJobParts,
  userId: number | null,
  folderPath: string,
  level: number,
): Promise<void> {
  if (userId === null || (await allowed(userId, folderPath, level))) return;
  throw forbidden(`level ${level} needed on ${folderPath}`);
}
