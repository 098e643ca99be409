import type { Catalog } from '#lib/catalog/catalog.ts';
import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { ScheduledWish, TaskHandler, Tasks } from '#lib/tasks/task.ts';
import { compareTree } from './compare-tree.ts';
import { expirePortfolioExportsJob } from './expire-portfolio-exports.ts';
import { expireSignIns } from './expire-sign-ins.ts';
import { hashImages } from './hash-images.ts';
import { purgeAuditLog } from './purge-audit-log.ts';
import { purgeDeletedFolderData } from './purge-deleted-folder-data.ts';
import { purgeOldTrash } from './purge-old-trash.ts';
import { purgeStatistics } from './purge-statistics.ts';
import { rollUpStatistics } from './roll-up-statistics.ts';
import { settleFiles } from './settle-files.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the handlers of background tasks are made of. */
export type JobParts = {
  db: Database;
  storage: Storage;
  catalog: Pick<Catalog, 'find' | 'forget' | 'edited'>;
  /** Forgets what was derived from images that were replaced, deleted or purged; a few thousand at most at a time. */
  onImages: (images: ReadonlyArray<{ id: number; src: string }>) => Promise<void>;
  /** Days after which records are removed; 0 keeps them, but for the trash, which is emptied at once then. */
  keepDays: { statistics: number; audit: number; trash: number };
  /** Days after which statistics are kept by the day only; 0 never. */
  fineDays: number;
};

/**
 * Names the handlers of background tasks and what is done regularly.
 *
 * @param others further handlers by the names of their functions, such as folderJobs()
 */
export function registerJobs(
  tasks: Pick<Tasks, 'handle' | 'schedule'>,
  parts: JobParts,
  others: Readonly<Record<string, TaskHandler>> = {},
): void {
  const { db, keepDays } = parts;
  for (const [funcname, handler] of Object.entries(others)) tasks.handle(funcname, handler);
  tasks.handle('purge_system_stats', purgeStatistics(db, 'system'));
  tasks.handle('purge_image_stats', purgeStatistics(db, 'images'));
  tasks.handle('roll_up_stats', rollUpStatistics(db));
  tasks.handle('purge_audit_log', purgeAuditLog(db));
  tasks.handle('purge_old_trash', purgeOldTrash(parts));
  tasks.handle('expire_sign_ins', expireSignIns(db));
  tasks.handle('purge_deleted_folder_data', purgeDeletedFolderData(parts));
  tasks.handle('settle_files', settleFiles(parts));
  tasks.handle('sync_tree', compareTree(parts));
  tasks.handle('hash_images', hashImages(parts));
  tasks.handle('expire_portfolio_exports', expirePortfolioExportsJob(parts));

  const daily = (funcname: string, days: number, name: string) =>
    tasks.schedule(funcname, DAY, { name, priority: 30, params: () => ({ before_time: midnight(days) }) });
  if (keepDays.statistics > 0) {
    daily('purge_system_stats', keepDays.statistics, 'Delete old statistics of the system');
    daily('purge_image_stats', keepDays.statistics, 'Delete old statistics of images');
  }
  if (parts.fineDays > 0) daily('roll_up_stats', parts.fineDays, 'Merge old statistics by day');
  if (keepDays.audit > 0) daily('purge_audit_log', keepDays.audit, 'Delete old entries of the audit log');
  const wish = (name: string, params: ScheduledWish['params'] = {}): ScheduledWish => ({
    name,
    priority: 30,
    params,
  });
  tasks.schedule(
    'purge_old_trash',
    HOUR,
    wish('Delete for good what has been in the trash long enough', () => ({
      before_time: new Date(Date.now() - keepDays.trash * DAY).toISOString(),
    })),
  );
  tasks.schedule('hash_images', 10 * MINUTE, wish('Note what files contain, to recognise copies'));
  tasks.schedule('settle_files', 10 * MINUTE, wish('Finish what stopped servers left half done'));
  if ('settle_folders' in others) {
    tasks.schedule('settle_folders', 10 * MINUTE, wish('Finish changes of folders that were left half done'));
  }
  tasks.schedule('expire_portfolio_exports', HOUR, wish('Delete exports of portfolios whose time is over'));
  tasks.schedule('expire_sign_ins', HOUR, wish('Remove sessions and tokens that are over'));
}

/** The midnight (UTC) so many days ago. */
function midnight(days: number): string {
  const today = Math.floor(Date.now() / DAY) * DAY;
  return new Date(today - days * DAY).toISOString();
}
