import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { FOLIO_ACTION, type PortfolioTables } from './tables.ts';

/** A portfolio without its images. */
export type StoredPortfolio = {
  id: number;
  humanId: string;
  name: string;
  description: string;
  ownerId: number;
  lastUpdated: Date;
  version: number;
  permissions: Array<{ id: number; folioId: number; groupId: number; access: number }>;
};

/** What is said about a portfolio. */
export type PortfolioWords = { humanId: string; name: string; description: string };

/** One line of a portfolio's history. */
export type HistoryLine = {
  id: number;
  folioId: number;
  userId: number | null;
  action: number;
  actionInfo: string;
  actionTime: Date;
};

const MOST_LISTED = 10_000;
/** Lines of the history that are shown, the newest ones. */
const MOST_LINES = 1000;

const WITH_PERMISSIONS = { permissions: { orderBy: { groupId: 'asc' } } } as const;

/** A portfolio by its id; undefined when there is none. */
export async function findPortfolio(db: PortfolioTables, id: number): Promise<StoredPortfolio | undefined> {
  return (await db.portfolio.findUnique({ where: { id }, include: WITH_PERMISSIONS })) ?? undefined;
}

/** A portfolio by the name that it has in addresses; case counts. */
export async function findByHumanId(
  db: PortfolioTables,
  humanId: string,
): Promise<StoredPortfolio | undefined> {
  if (humanId.includes('\0')) return undefined;
  return (await db.portfolio.findUnique({ where: { humanId }, include: WITH_PERMISSIONS })) ?? undefined;
}

/**
 * Portfolios by name: those of an owner, or that some groups may view, or all. At most 10,000.
 * @param levelFrom least access of a group
 */
export async function listPortfolios(
  db: PortfolioTables,
  whose: { ownerId: number | undefined; groupIds: readonly number[]; levelFrom: number } | 'all',
): Promise<StoredPortfolio[]> {
  const where =
    whose === 'all'
      ? {}
      : {
          OR: [
            ...(whose.ownerId === undefined ? [] : [{ ownerId: whose.ownerId }]),
            {
              permissions: {
                some: { groupId: { in: [...whose.groupIds] }, access: { gte: whose.levelFrom } },
              },
            },
          ],
        };
  return db.portfolio.findMany({
    where,
    include: WITH_PERMISSIONS,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: MOST_LISTED,
  });
}

/** Inserts a portfolio with the access of two groups; undefined when the name for addresses is taken. */
export async function insertPortfolio(
  db: PortfolioTables,
  fields: PortfolioWords & { ownerId: number; access: ReadonlyArray<{ groupId: number; access: number }> },
): Promise<number | undefined> {
  const [row] = await db.$queryRaw<Array<{ id: number }>>`
    INSERT INTO folios (human_id, name, description, owner_id)
    VALUES (${fields.humanId}, ${fields.name}, ${fields.description}, ${fields.ownerId})
    ON CONFLICT (human_id) DO NOTHING RETURNING id`;
  if (!row) return undefined;
  const rows = fields.access.map(({ groupId, access }) => ({ folioId: row.id, groupId, access }));
  await db.portfolioPermission.createMany({ data: rows });
  return row.id;
}

/** Holds a portfolio until the end of the transaction, so that changes of it come one after another. */
export async function lockPortfolio(db: PortfolioTables, id: number): Promise<StoredPortfolio | undefined> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM folios WHERE id = ${id} FOR UPDATE`;
  return rows.length === 0 ? undefined : findPortfolio(db, id);
}

/** Changes what is said about a portfolio, and the access of groups. */
export async function savePortfolio(
  db: PortfolioTables,
  id: number,
  words: PortfolioWords,
  access: ReadonlyArray<{ groupId: number; access: number }>,
): Promise<void> {
  await db.portfolio.update({ where: { id }, data: { ...words, version: { increment: 1 } } });
  for (const each of access) {
    await db.portfolioPermission.upsert({
      where: { folioId_groupId: { folioId: id, groupId: each.groupId } },
      create: { folioId: id, ...each },
      update: { access: each.access },
    });
  }
}

/** Whether another portfolio has this name in addresses. */
export async function isHumanIdTaken(db: PortfolioTables, humanId: string, except: number): Promise<boolean> {
  const found = await db.portfolio.findUnique({ where: { humanId }, select: { id: true } });
  return found !== null && found.id !== except;
}

/** Removes a portfolio with all that hangs on it. */
export async function removePortfolio(db: PortfolioTables, id: number): Promise<void> {
  await db.portfolio.deleteMany({ where: { id } });
}

/** Notes that images, their file names or picture changes are not as they were. */
export async function touchPortfolio(db: PortfolioTables, id: number): Promise<void> {
  await db.portfolio.update({ where: { id }, data: { lastUpdated: new Date() } });
}

/** Adds a line to the history of a portfolio. */
export async function noteLine(
  db: PortfolioTables,
  folioId: number,
  userId: number | undefined,
  action: keyof typeof FOLIO_ACTION,
  actionInfo: string,
): Promise<void> {
  await db.portfolioAudit.create({
    data: { folioId, userId: userId ?? null, action: FOLIO_ACTION[action], actionInfo },
  });
}

/** The history of a portfolio, the oldest line first; of long ones the newest thousand lines. */
export async function readHistory(db: PortfolioTables, folioId: number): Promise<HistoryLine[]> {
  const rows = await db.portfolioAudit.findMany({
    where: { folioId },
    orderBy: { id: 'desc' },
    take: MOST_LINES,
  });
  return rows.reverse().map((row) => ({ ...row, id: Number(row.id) }));
}

/** What lists of portfolios show: how many images there are, and the paths of the first few. */
export async function readCovers(
  db: Database,
  folioIds: readonly number[],
  each: number,
): Promise<Map<number, { images: number; covers: string[] }>> {
  if (folioIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Array<{ id: number; images: number; covers: string[] }>>`
    SELECT f.folio_id AS id, count(*)::int AS images,
      coalesce((array_agg(i.src ORDER BY f.order_num, f.id) FILTER (WHERE i.status = 1))[1:${each}::int], '{}') AS covers
    FROM folioimages f JOIN images i ON i.id = f.image_id WHERE f.folio_id IN (${Prisma.join([...folioIds])}) GROUP BY f.folio_id`;
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
