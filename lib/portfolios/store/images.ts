import { type ImageRecord, toRecord, WITH_FOLDER } from '#lib/catalog/store/image-records.ts';
import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { PortfolioTables } from './tables.ts';

/** An image as a portfolio holds it. */
export type StoredImage = {
  id: number;
  folioId: number;
  imageId: number;
  /** "" = the name of the file. */
  filename: string;
  orderNum: number;
  /** Picture changes in the form of templates. */
  parameters: Record<string, unknown>;
  image: ImageRecord;
};

const WITH_IMAGE = { image: { include: WITH_FOLDER } } as const;
const IN_ORDER = [{ orderNum: 'asc' }, { id: 'asc' }] as const;

type Row = Prisma.PortfolioImageGetPayload<{ include: typeof WITH_IMAGE }>;

function toStored({ image, parameters, ...row }: Row): StoredImage {
  return { ...row, parameters: parameters as Record<string, unknown>, image: toRecord(image) };
}

/** The images of a portfolio in their order, deleted ones included. */
export async function readFolioImages(db: PortfolioTables, folioId: number): Promise<StoredImage[]> {
  const rows = await db.portfolioImage.findMany({
    where: { folioId },
    include: WITH_IMAGE,
    orderBy: [...IN_ORDER],
  });
  return rows.map(toStored);
}

/** Ids of the rows of a portfolio in their order. */
export async function readOrder(
  db: PortfolioTables,
  folioId: number,
): Promise<Array<{ id: number; imageId: number }>> {
  return db.portfolioImage.findMany({
    where: { folioId },
    select: { id: true, imageId: true },
    orderBy: [...IN_ORDER],
  });
}

/** Some rows by their ids, in the order of the ids; rows that are gone are left out. */
export async function readRows(db: PortfolioTables, ids: readonly number[]): Promise<StoredImage[]> {
  const rows = await db.portfolioImage.findMany({ where: { id: { in: [...ids] } }, include: WITH_IMAGE });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [toStored(row)] : [];
  });
}

/** An image of a portfolio by the image's id. */
export async function findFolioImage(
  db: PortfolioTables,
  folioId: number,
  imageId: number,
): Promise<StoredImage | undefined> {
  const row = await db.portfolioImage.findUnique({
    where: { folioId_imageId: { folioId, imageId } },
    include: WITH_IMAGE,
  });
  return row === null ? undefined : toStored(row);
}

/** How many images a portfolio has. */
export async function countFolioImages(db: PortfolioTables, folioId: number): Promise<number> {
  return db.portfolioImage.count({ where: { folioId } });
}

/** Puts an image into a portfolio; false when it is there already. */
export async function insertFolioImage(
  db: PortfolioTables,
  row: { folioId: number; imageId: number; filename: string; orderNum: number; parameters: object },
): Promise<boolean> {
  const { count } = await db.portfolioImage.createMany({ data: row, skipDuplicates: true });
  return count > 0;
}

/** Puts images behind those that are there, in this order; returns how many were not there yet. */
export async function appendFolioImages(
  db: PortfolioTables,
  folioId: number,
  imageIds: readonly number[],
): Promise<number> {
  if (imageIds.length === 0) return 0;
  return db.$executeRaw`
    INSERT INTO folioimages (folio_id, image_id, order_num)
    SELECT ${folioId}::int, added.id, last.n + added.place::int
    FROM unnest(${[...imageIds]}::int[]) WITH ORDINALITY AS added (id, place)
    CROSS JOIN (SELECT coalesce(max(order_num), -1) AS n FROM folioimages WHERE folio_id = ${folioId}) last
    ON CONFLICT (folio_id, image_id) DO NOTHING`;
}

/** Changes how a portfolio shows an image. */
export async function saveFolioImage(
  db: PortfolioTables,
  id: number,
  change: { filename?: string; orderNum?: number; parameters?: object },
): Promise<void> {
  await db.portfolioImage.update({ where: { id }, data: change });
}

/** Takes images out of a portfolio; returns how many were there. */
export async function removeFolioImages(
  db: PortfolioTables,
  folioId: number,
  imageIds: readonly number[],
): Promise<number> {
  const { count } = await db.portfolioImage.deleteMany({
    where: { folioId, imageId: { in: [...imageIds] } },
  });
  return count;
}

/** Numbers the rows of a portfolio 0, 1, 2 … in the order of the ids. */
export async function renumber(db: PortfolioTables, ids: readonly number[]): Promise<void> {
  await db.$executeRaw`
    UPDATE folioimages f SET order_num = placed.n - 1
    FROM unnest(${[...ids]}::int[]) WITH ORDINALITY AS placed (id, n)
    WHERE f.id = placed.id AND f.order_num <> placed.n - 1`;
}

/** Paths of the folders that the images of a portfolio are in. */
export async function foldersOf(db: PortfolioTables, folioId: number): Promise<string[]> {
  const rows = await db.$queryRaw<Array<{ path: string }>>`
    SELECT DISTINCT d.path FROM folioimages f JOIN images i ON i.id = f.image_id JOIN folders d ON d.id = i.folder_id
    WHERE f.folio_id = ${folioId} AND i.status = 1`;
  return rows.map(({ path }) => path);
}

/** Whether a portfolio holds the image of a path, present or deleted. */
export async function holdsImage(db: Database, folioId: number, src: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>(Prisma.sql`
    SELECT 1 FROM folioimages f JOIN images i ON i.id = f.image_id
    WHERE i.src = ${src} AND f.folio_id = ${folioId}`);
  return rows.length > 0;
}
