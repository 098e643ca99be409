import { type ImageRecord, toRecord, WITH_FOLDER } from '#lib/catalog/store/image-records.ts';
import type { Database } from '#lib/db/client.ts';

/** Images of somebody's basket in the order in which they were put in; deleted ones are left out. */
export async function readBasket(db: Database, userId: number, limit: number): Promise<ImageRecord[]> {
  const rows = await db.basketImage.findMany({
    where: { userId, image: { status: 1 } },
    include: { image: { include: WITH_FOLDER } },
    orderBy: { number: 'asc' },
    take: limit,
  });
  return rows.map(({ image }) => toRecord(image));
}

/** How many images somebody's basket holds. */
export async function countBasket(db: Database, userId: number): Promise<number> {
  return db.basketImage.count({ where: { userId, image: { status: 1 } } });
}

/**
 * Puts images into somebody's basket, in this order, as long as there is room; returns how many were not there yet.
 */
export async function fillBasket(
  db: Database,
  userId: number,
  imageIds: readonly number[],
  most: number,
): Promise<number> {
  if (imageIds.length === 0) return 0;
  return db.$executeRaw`
    INSERT INTO basketimages (user_id, image_id)
    SELECT ${userId}::int, added.id FROM unnest(${[...imageIds]}::int[]) WITH ORDINALITY AS added (id, place)
    WHERE NOT EXISTS (SELECT 1 FROM basketimages b WHERE b.user_id = ${userId} AND b.image_id = added.id)
    ORDER BY added.place
    LIMIT greatest(0, ${most}::int - (SELECT count(*)::int FROM basketimages WHERE user_id = ${userId}))
    ON CONFLICT (user_id, image_id) DO NOTHING`;
}

/** Takes images out of somebody's basket, or all; returns how many were there. */
export async function clearBasket(
  db: Database,
  userId: number,
  imageIds: readonly number[] | 'all',
): Promise<number> {
  const { count } = await db.basketImage.deleteMany({
    where: { userId, ...(imageIds === 'all' ? {} : { imageId: { in: [...imageIds] } }) },
  });
  return count;
}
