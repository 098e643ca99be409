import type { Database } from '#lib/db/client.ts';

/** An entry of an image's history. */
export type HistoryRecord = {
  id: number;
  imageId: number;
  /** null = nobody in particular; the name is "" then. */
  userId: number | null;
  username: string;
  /** 0 deleted, 1 created, 2 replaced, 3 edited, 4 moved. */
  action: number;
  actionInfo: string;
  actionTime: Date;
};

/**
 * What happened to an image, the newest first; one more than the limit when there is more.
 * @param before entries with smaller ids
 */
export async function readHistory(
  db: Database,
  imageId: number,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<HistoryRecord[]> {
  const rows = await db.imageAudit.findMany({
    where: { imageId, ...(before === undefined ? {} : { id: { lt: before } }) },
    include: { user: { select: { username: true } } },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  return rows.map(({ user, ...row }) => ({ ...row, id: Number(row.id), username: user?.username ?? '' }));
}
