import { PORTFOLIO_LEVEL, portfolioLevel } from '#lib/portfolios/access.ts';
import { findByHumanId } from '#lib/portfolios/store/portfolios.ts';
import { pageViewer } from './page-viewer.ts';
import { readerOf } from './picture-lane.ts';
import { shownPortfolio } from './resources/shared-portfolio.ts';

/**
 * A portfolio for its public page, with the images that the visitor may view; `missing` when there is none of this name,
 * `forbidden` when the visitor may not view it.
 */
export async function portfolioForPage(humanId: string) {
  const { parts, caller, links } = await pageViewer();
  const principal = readerOf(caller);
  const portfolio = await findByHumanId(parts.db, humanId);
  if (!portfolio) return 'missing';
  const access = portfolioLevel(portfolio, principal);
  if (access < PORTFOLIO_LEVEL.view) return 'forbidden';
  return {
    username: principal.username,
    mayEdit: access >= PORTFOLIO_LEVEL.edit,
    portfolio: await shownPortfolio({ parts, links }, portfolio, { principal, access, grant: '' }),
  };
}
