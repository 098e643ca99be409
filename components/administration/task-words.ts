import { countOf } from '#lib/format/numbers.ts';
import type { Task } from './shapes.ts';

/** What functions do, as people read it. */
export const FUNCTION_NAMES: Readonly<Record<string, string>> = {
  change_images: 'Change of images',
  move_folder: 'Move of a folder',
  delete_folder: 'Deletion of a folder',
  restore_folder: 'Restoration of a folder',
  restore_trash: 'Restoration from the trash',
  sync_tree: 'Comparison with the disk',
  hash_images: 'Check sums of images',
  burst_pdf: 'Cutting of a file into its pages',
  export_portfolio: 'Export of a portfolio',
  expire_portfolio_exports: 'Removing expired exports',
  uncache_folder_images: 'Clearing of cached pictures',
  purge_deleted_folder_data: 'Removal of deleted data',
  roll_up_stats: 'Merging of old statistics',
  purge_image_stats: 'Removal of image statistics',
  purge_system_stats: 'Removal of system statistics',
  purge_audit_log: 'Removal of old audit entries',
  purge_old_trash: 'Emptying of the trash',
  expire_sign_ins: 'Removal of old sessions',
  settle_files: 'Tidying up of files',
  settle_folders: 'Tidying up of folders',
};

/** The kind of a task; of an unknown one, its function in words. */
export function taskKind(funcname: string): string {
  const known = FUNCTION_NAMES[funcname];
  if (known !== undefined) return known;
  const words = funcname.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export type TaskState = 'waiting' | 'running' | 'stopping' | 'done' | 'failed' | 'cancelled';

type Facts = Pick<Task, 'status' | 'failed' | 'cancel_requested' | 'result'>;

export function taskState({ status, failed, cancel_requested, result }: Facts): TaskState {
  if (status === 0) return 'waiting';
  if (status === 1) return cancel_requested ? 'stopping' : 'running';
  if (!failed) return 'done';
  return exceptionOf(result)?.type === 'CancelledError' ? 'cancelled' : 'failed';
}

export const STATE_NAMES: Readonly<Record<TaskState, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  stopping: 'Stopping',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export function isUnderWay({ status }: Pick<Task, 'status'>): boolean {
  return status !== 2;
}

/** How results count things: what stands in them, and its words for one and for many. */
const COUNTS: ReadonlyArray<readonly [key: string, one: string, many: string]> = [
  ['done', 'image done', 'images done'],
  ['folders', 'folder', 'folders'],
  ['files', 'file', 'files'],
  ['images', 'image', 'images'],
  ['created', 'new', 'new'],
  ['revived', 'back again', 'back again'],
  ['changed', 'changed', 'changed'],
  ['deleted', 'gone', 'gone'],
  ['restored', 'restored', 'restored'],
  ['trash', 'thing of the trash', 'things of the trash'],
  ['purged', 'thing removed', 'things removed'],
  ['written', 'page', 'pages'],
  ['skipped', 'page left out', 'pages left out'],
  ['hashed', 'image read', 'images read'],
  ['sessions', 'session', 'sessions'],
  ['tokens', 'token', 'tokens'],
  ['failures', 'failure', 'failures'],
];

/** What came of a task, in a line; undefined while nothing has, or when there is nothing to say. */
export function resultWords({ status, failed, result }: Facts): string | undefined {
  if (status !== 2) return undefined;
  if (failed) return exceptionOf(result)?.message ?? 'It failed; the log of the server says why.';
  if (typeof result !== 'object' || result === null) return undefined;
  const parts = COUNTS.flatMap(([key, one, many]) => {
    const value = (result as Record<string, unknown>)[key];
    const count = Array.isArray(value) ? value.length : value;
    if (typeof count !== 'number') return [];
    return count === 0 && key !== 'files' && key !== 'images' ? [] : [countOf(count, one, many)];
  });
  if (parts.length > 0) return parts.join(', ');
  return 'path' in result && typeof result.path === 'string' ? result.path : undefined;
}

function exceptionOf(result: unknown): { type: string; message: string } | undefined {
  if (typeof result !== 'object' || result === null || !('exception' in result)) return undefined;
  return result.exception as { type: string; message: string };
}
