import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { parentOf, requireFree, requireShort, targetPath } from './folder-target.ts';
import type { FolderKind, FolderWork, FolderWorkshop } from './folder-work.ts';
import { followFiles } from './follow-files.ts';
import { ACTION } from './store/codes.ts';
import { auditFolder, type FolderOperation } from './store/folder-session.ts';
import {
  ensureFolderRows,
  measureTree,
  moveFolderRows,
  moveImageRows,
  purgeRows,
  readFolder,
} from './store/folder-tree.ts';
import { requireFolder } from './store/folders.ts';
import type { FolderRecord } from './store/image-records.ts';

type Move = Extract<FolderOperation, { kind: 'move' }>;

/** Names noted to know a folder again by. */
const NAMES = 200;

/** What is to be moved where, for a decision about rights. Paths with a leading slash. */
export type MovePlan = { folder: FolderRecord; from: string; to: string };

export type MoveWish = {
  folderId: number;
  /** New path, as a person wrote it. */
  path: string;
  actor: Actor;
  /** Whether names outside ASCII may be made. */
  unicode: boolean;
  /** Throws when the actor may not. */
  permit: (plan: MovePlan) => Promise<void>;
};

/** Parts of moving a folder; see FolderKind. */
export function moveKind(storage: Storage): FolderKind<Move> {
  return {
    rename: ({ from, to }) => storage.moveFolder(from.slice(1), to.slice(1)),

    async renamed({ from, to, names }) {
      const [left, arrived] = await Promise.all([from, to].map((path) => storage.list(path.slice(1))));
      if (!left || !arrived) return !left && arrived !== undefined;
      // Both are there: one of them was made meanwhile, and holds little of what was noted.
      const held = ({ files, folders }: { files: string[]; folders: string[] }) => {
        const there = new Set([...files, ...folders]);
        return names.filter((name) => there.has(name)).length;
      };
      return held(arrived) > 0 && held(arrived) >= held(left);
    },

    recorded: async (client, { folderId, to }) => (await readFolder(client, { id: folderId }))?.path === to,

    async rows(client, { folderId, from, to, actor }, work, late) {
      const { images } = late ? { images: 0 } : await measureTree(client, from);
      let done = 0;
      await purgeRows(client, to);
      const parentId = await ensureFolderRows(client, parentOf(to));
      await moveFolderRows(client, from, to, parentId);
      const verb = parentOf(from) === parentOf(to) ? 'renamed' : 'moved';
      const note = {
        userId: actor.userId,
        action: ACTION.moved,
        info: `Folder ${verb} from ${from} to ${to}`,
      };
      await moveImageRows(client, from, to, note, (count) => {
        done += count;
        work.progress(done, images, 'moving records');
        work.stopIfAsked();
      });
      if (late) await followFiles(client, storage, to);
      await auditFolder(client, actor, { action: 'folder.move', folderId, path: to, details: { from, to } });
    },
  };
}

/**
 * Moves or renames a folder with everything below it; see folder-work.ts. Throws 404, 400 and 409 as the contract of the
 * original says, and what `permit` throws; the same path changes nothing.
 */
export async function moveFolder(
  parts: { db: Database; storage: Storage; workshop: FolderWorkshop },
  wish: MoveWish,
  work: FolderWork,
): Promise<FolderRecord> {
  const { db, storage, workshop } = parts;
  await workshop.run(work, async (client) => {
    const folder = await readFolder(client, { id: wish.folderId });
    if (!folder) throw notFound('The folder was not found.');
    const listing = await storage.list(folder.path.slice(1));
    if (!listing) throw notFound('The folder was not found.', `${folder.path} is not on the disk`);
    const from = folder.path;
    const to = await targetPath(storage, wish.path, wish.unicode);
    if (from === '/') throw badRequest('The root folder cannot be moved.');
    if (to === from) return { result: undefined };
    if (parentFolders(to).includes(from)) throw badRequest('path: a folder cannot be moved into itself');
    await wish.permit({ folder, from, to });
    await requireFree(storage, to);
    await requireShort(client, from, to);
    await storage.makeFolder(parentOf(to).slice(1));
    const names = [...listing.files, ...listing.folders].slice(0, NAMES);
    const { folderId, actor } = wish;
    return { operation: { kind: 'move', folderId, actor, from, to, names }, result: undefined };
  });
  return requireFolder(db, wish.folderId);
}
