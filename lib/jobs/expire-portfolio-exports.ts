import { SYSTEM } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { dropExport } from '#lib/portfolios/exports.ts';
import { findExpired, knownFiles } from '#lib/portfolios/store/exports.ts';
import { findPortfolio } from '#lib/portfolios/store/portfolios.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';

/** Exports that are looked at together. */
const BATCH = 100;
/** Milliseconds after which a file that no export knows, or that is half written, is given up. */
const ABANDONED = 24 * 3_600_000;

/**
 * Task `expire_portfolio_exports`: deletes zips whose time is over, those that failed included, and files that killed
 * processes left behind. Those that are being made are left to the next run. Result: `{expired, abandoned}`.
 */
export function expirePortfolioExportsJob(parts: { db: Database; storage: Storage }): TaskHandler {
  const { db, storage } = parts;
  return async (_params, context) => {
    const count = { expired: 0, abandoned: 0 };
    for (;;) {
      const found = (await findExpired(db, new Date(), BATCH)).filter(({ task }) => task?.status !== 1);
      if (found.length === 0) break;
      for (const each of found) {
        context.stopIfAsked();
        const portfolio = await findPortfolio(db, each.folioId);
        if (portfolio) await dropExport(parts, SYSTEM, portfolio, each, 'Expired');
        count.expired += 1;
      }
    }
    for await (const { shelf, names } of storage.exports.aged(ABANDONED)) {
      const known = await knownFiles(db, names);
      for (const name of names.filter((each) => !known.has(each))) {
        await storage.exports.remove(shelf, name);
        count.abandoned += 1;
      }
    }
    return count;
  };
}
