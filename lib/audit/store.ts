import type { Database } from '#lib/db/client.ts';
import type { Actor, AuditAction } from './audit.ts';
import type { AuditQuery, AuditRecord } from './query.ts';

/** The database, or a transaction on it: an entry is written together with what it tells of. */
type Writer = Pick<Database, 'auditEntry'>;

/** Notes who did what. Several actions of one caller are written by one statement. */
export async function recordAudit(
  db: Writer,
  actor: Actor,
  actions: AuditAction | readonly AuditAction[],
): Promise<void> {
  const list: readonly AuditAction[] = 'action' in actions ? [actions] : actions;
  if (list.length === 0) return;
  await db.auditEntry.createMany({
    data: list.map(({ action, objectType, objectId, objectName, details }) => ({
      userId: actor.userId ?? null,
      username: actor.username,
      via: actor.via,
      address: actor.address.slice(0, 64),
      requestId: actor.requestId.slice(0, 64),
      action,
      objectType,
      objectId: String(objectId),
      objectName: Array.from(objectName).slice(0, 1024).join(''),
      details: details ?? {},
    })),
  });
}

/** Who changed an object last, and when: what a conflicting edit is told. */
export async function lastChange(
  db: Writer,
  objectType: AuditAction['objectType'],
  objectId: number | string,
): Promise<{ username: string; time: Date } | undefined> {
  const entry = await db.auditEntry.findFirst({
    where: { objectType, objectId: String(objectId) },
    orderBy: { id: 'desc' },
    select: { username: true, time: true },
  });
  return entry ?? undefined;
}

/** Entries of the audit record, the newest first; one more than the limit when there are more. */
export async function queryAudit(db: Writer, query: AuditQuery): Promise<AuditRecord[]> {
  const rows = await db.auditEntry.findMany({
    where: {
      ...(query.before === undefined ? {} : { id: { lt: query.before } }),
      ...(query.userId === undefined ? {} : { userId: query.userId }),
      ...(query.objectType === undefined ? {} : { objectType: query.objectType }),
      ...(query.objectId === undefined ? {} : { objectId: query.objectId }),
      ...(query.username === undefined ? {} : { username: containing(query.username) }),
      ...(query.text === undefined ? {} : { objectName: containing(query.text) }),
      ...(query.action === undefined ? {} : { action: { startsWith: query.action } }),
      ...(query.from === undefined && query.to === undefined ? {} : { time: timeRange(query) }),
    },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  });
  return rows.map((row) => ({ ...row, id: Number(row.id), details: row.details as Record<string, unknown> }));
}

/** Prisma leaves the signs of LIKE as they are. */
function containing(text: string) {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const;
}

function timeRange({ from, to }: AuditQuery): { gte?: Date; lte?: Date } {
  return { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) };
}

/** Entries to one statement. */
const BATCH = 5000;

/** Deletes some of the entries of before a time. Returns whether there may be more. */
export async function deleteEntriesBefore(db: Database, before: Date): Promise<boolean> {
  const count = await db.$executeRaw`
    DELETE FROM auditlog WHERE id IN (
      SELECT id FROM auditlog WHERE time < ${before} ORDER BY time LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  return count === BATCH;
}
