import { forbidden } from '#lib/errors/error.ts';
import { PORTFOLIO_LEVEL, portfolioLevel } from '#lib/portfolios/access.ts';
import { noPortfolio } from '#lib/portfolios/edit-portfolio.ts';
import { findPortfolio, type StoredPortfolio } from '#lib/portfolios/store/portfolios.ts';
import type { Call } from '../door/endpoint.ts';

type Asked = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'params'>;

/** Throws forbidden unless the caller has a level on a portfolio; nobody is sent to sign in (contract of the original). */
export function requirePortfolioLevel(
  { caller }: Pick<Asked, 'caller'>,
  portfolio: StoredPortfolio,
  level: number,
): void {
  const has = portfolioLevel(portfolio, caller.principal);
  if (has < level) throw forbidden(`level ${level} needed on portfolio ${portfolio.id}, has ${has}`);
}

/** The portfolio that a path names. Throws not_found, then forbidden without the level on it. */
export async function portfolioFor(call: Asked, level: number): Promise<StoredPortfolio> {
  const found = await findPortfolio(call.parts.db, call.params.id);
  if (!found) throw noPortfolio(call.params.id);
  requirePortfolioLevel(call, found, level);
  return found;
}

/** A guard of operations on a portfolio: 404, then 403, before the values of the request are read. */
function guardPortfolio(level: number): (call: Asked) => Promise<void> {
  return async (call) => {
    await portfolioFor(call, level);
  };
}

/** What only owners and administrators of portfolios may do. */
export const guardEdit = guardPortfolio(PORTFOLIO_LEVEL.edit);
