import type { Principal } from '#lib/identity/principal.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';

/** What somebody may do with a portfolio; a higher one includes the lower ones (contract of the original). */
export const PORTFOLIO_LEVEL = { none: 0, view: 10, download: 20, edit: 30, delete: 50 } as const;

/** Group of the people that "internal access" is about. */
export const NORMAL_USERS = 2;

/** What decides about a portfolio. */
export type Guarded = {
  ownerId: number;
  permissions: ReadonlyArray<{ groupId: number; access: number }>;
};

/** Whether somebody may do everything with every portfolio. */
export function administersPortfolios({ flags }: Pick<Principal, 'flags'>): boolean {
  return flags.has('admin_folios');
}

/**
 * The level that somebody has on a portfolio: its owner and administrators of portfolios have all, others the most that
 * the Public group and their own groups have (contract of the original).
 */
export function portfolioLevel(
  { ownerId, permissions }: Guarded,
  principal: Pick<Principal, 'userId' | 'groupIds' | 'flags'>,
): number {
  if (principal.userId === ownerId || administersPortfolios(principal)) return PORTFOLIO_LEVEL.delete;
  return permissions
    .filter(({ groupId }) => groupId === PUBLIC_GROUP || principal.groupIds.includes(groupId))
    .reduce<number>((most, { access }) => Math.max(most, access), PORTFOLIO_LEVEL.none);
}
