import type { Database } from '#lib/db/client.ts';
import type { Prisma } from '../../../prisma/generated/client.ts';
import type { StoredPortfolio } from './portfolios.ts';
import type { PortfolioTables } from './tables.ts';

/** A link to a portfolio. */
export type StoredLink = {
  id: number;
  folioId: number;
  name: string;
  /** 10 view, 20 download. */
  access: number;
  /** scrypt; "" = none. */
  password: string;
  createdById: number | null;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  views: number;
  downloads: number;
  lastUsedAt: Date | null;
};

const WITH_MAKER = { createdBy: { select: { username: true } } } as const;

type Row = Prisma.PortfolioLinkGetPayload<{ include: typeof WITH_MAKER }>;

function toStored({ createdBy, ...row }: Row): StoredLink {
  return { ...row, createdByName: createdBy?.username ?? '' };
}

/** The links of a portfolio, the newest first. */
export async function listLinks(db: PortfolioTables, folioId: number): Promise<StoredLink[]> {
  const rows = await db.portfolioLink.findMany({
    where: { folioId },
    include: WITH_MAKER,
    orderBy: { id: 'desc' },
  });
  return rows.map(toStored);
}

/** A link by its id, whatever became of it; undefined when there is none. */
export async function findLink(db: PortfolioTables, id: number): Promise<StoredLink | undefined> {
  const row = await db.portfolioLink.findUnique({ where: { id }, include: WITH_MAKER });
  return row === null ? undefined : toStored(row);
}

/** A link that is neither revoked nor over, with its portfolio; undefined when there is none. */
export async function findOpenLink(
  db: PortfolioTables,
  id: number,
): Promise<{ link: StoredLink; portfolio: StoredPortfolio } | undefined> {
  const row = await db.portfolioLink.findFirst({
    where: { id, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    include: { ...WITH_MAKER, portfolio: { include: { permissions: true } } },
  });
  if (row === null) return undefined;
  const { portfolio, ...link } = row;
  return { link: toStored(link), portfolio };
}

/** Notes a new link. */
export async function insertLink(
  db: PortfolioTables,
  row: {
    folioId: number;
    name: string;
    access: number;
    password: string;
    createdById: number | null;
    expiresAt: Date | null;
  },
): Promise<StoredLink> {
  return toStored(await db.portfolioLink.create({ data: row, include: WITH_MAKER }));
}

/** Ends a link; false when it was revoked before. */
export async function saveRevoked(db: PortfolioTables, id: number): Promise<boolean> {
  const { count } = await db.portfolioLink.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count > 0;
}

/** Counts a use of a link. */
export async function countUse(db: Database, id: number, what: 'views' | 'downloads'): Promise<void> {
  await db.portfolioLink.updateMany({
    where: { id },
    data: { [what]: { increment: 1 }, lastUsedAt: new Date() },
  });
}
