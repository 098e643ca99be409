import type { Database } from '#lib/db/client.ts';

type Table = Pick<Database, 'savedSelection'>;

/** Keeps what somebody has selected until a moment; what has expired goes. */
export async function saveSelection(
  db: Table,
  saved: { id: string; userId: number; selection: object; expiresAt: Date },
): Promise<void> {
  await db.savedSelection.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await db.savedSelection.create({ data: saved });
}

/** What somebody has selected; undefined when it is not kept or not theirs. */
export async function readSelection(db: Table, id: string, userId: number): Promise<unknown> {
  const row = await db.savedSelection.findUnique({ where: { id, userId }, select: { selection: true } });
  return row?.selection;
}
