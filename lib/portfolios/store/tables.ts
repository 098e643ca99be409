import type { Database } from '#lib/db/client.ts';

/** The database, or a transaction on it. */
export type PortfolioTables = Pick<
  Database,
  | 'portfolio'
  | 'portfolioImage'
  | 'portfolioPermission'
  | 'portfolioAudit'
  | 'portfolioExport'
  | 'portfolioLink'
  | 'auditEntry'
  | '$queryRaw'
  | '$executeRaw'
>;

/** Actions of a portfolio's history (contract of the original). */
export const FOLIO_ACTION = {
  created: 1,
  edited: 2,
  images: 3,
  published: 4,
  downloaded: 5,
  unpublished: 6,
} as const;
