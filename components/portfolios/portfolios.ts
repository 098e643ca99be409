import type { z } from 'zod';
import type {
  folio,
  folioDetails,
  folioExport,
  folioImage,
  folioLink,
  sharedFolio,
} from '#lib/contracts/portfolios.ts';

export type Portfolio = z.output<typeof folio>;
export type PortfolioDetails = z.output<typeof folioDetails>;
export type PortfolioImage = z.output<typeof folioImage>;
export type PortfolioExport = z.output<typeof folioExport>;
export type PortfolioLink = z.output<typeof folioLink>;
export type SharedPortfolio = z.output<typeof sharedFolio>;

export const LIST_KEY = ['portfolios'] as const;
export const portfolioKey = (humanId: string) => ['portfolio', humanId] as const;

/** Answers about the zips of a portfolio, and about its links. */
export const exportsKey = (folioId: number) => ['portfolio-exports', folioId] as const;
export const linksKey = (folioId: number) => ['portfolio-links', folioId] as const;

/** Levels on a portfolio. */
export const FOLIO_LEVEL = { view: 10, download: 20, edit: 30 } as const;

const PUBLIC_GROUP = 1;
const NORMAL_USERS = 2;

export const ACCESS_CHOICES = [
  { value: '0', label: 'Nobody' },
  { value: '10', label: 'May view' },
  { value: '20', label: 'May view and download' },
] as const;
export type AccessChoice = (typeof ACCESS_CHOICES)[number]['value'];

/** The access of everybody, or of people with an account, as a choice. */
export function accessOf({ permissions }: Pick<Portfolio, 'permissions'>, whose: 'public' | 'internal') {
  const group = whose === 'public' ? PUBLIC_GROUP : NORMAL_USERS;
  const access = permissions.find((each) => each.group_id === group)?.access ?? 0;
  return ACCESS_CHOICES.findLast(({ value }) => Number(value) <= access)?.value ?? '0';
}

/** Who may see a portfolio, in a few words. */
export function audience(portfolio: Pick<Portfolio, 'permissions'>): string {
  if (accessOf(portfolio, 'public') !== '0') return 'Everybody';
  return accessOf(portfolio, 'internal') === '0' ? 'Its owner' : 'People with an account';
}

/** An address of this server as pages use it: what the API answers names a host, which may be another one. */
export function localAddress(url: string): string {
  const at = /\/(?:image|original)\?|\/portfolios\//.exec(url)?.index;
  return at === undefined ? url : url.slice(at);
}
