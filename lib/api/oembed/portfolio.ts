import { forbidden } from '#lib/errors/error.ts';
import { PORTFOLIO_LEVEL, portfolioLevel } from '#lib/portfolios/access.ts';
import { findByHumanId } from '#lib/portfolios/store/portfolios.ts';
import { tag } from '#lib/publisher/markup/escape.ts';
import type { Description, Question } from './question.ts';

/** Box of the gallery where there is room for it. */
const BOX = { width: 800, height: 600 };

/**
 * A portfolio by the address of its public page, as a gallery of its pictures.
 * @returns undefined when the address is about no portfolio, or one that is not there
 * @throws 403
 */
export async function describePortfolio(question: Question): Promise<Description | undefined> {
  const { path, limits, principal, parts, links } = question;
  const name = /^\/portfolios\/([^/]+)\/?$/.exec(path)?.[1];
  if (name === undefined) return undefined;
  const portfolio = await findByHumanId(parts.db, decode(name));
  if (!portfolio) return undefined;
  if (portfolioLevel(portfolio, principal) < PORTFOLIO_LEVEL.view) {
    throw forbidden('this portfolio may not be seen');
  }
  const width = Math.min(BOX.width, limits.width ?? BOX.width);
  const height = Math.min(BOX.height, limits.height ?? BOX.height);
  const script = tag('script', { type: 'module', src: links.to('/static/js/emulsion-viewers.js') });
  const gallery = tag('emulsion-gallery', {
    server: links.to('/'),
    portfolio: portfolio.humanId,
    label: portfolio.name,
    width,
    height,
  });
  return {
    type: 'rich',
    title: portfolio.name,
    html: `${script}</script>${gallery}</emulsion-gallery>`,
    width,
    height,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
