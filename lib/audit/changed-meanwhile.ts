import type { Database } from '#lib/db/client.ts';
import { type EmulsionError, editConflict } from '#lib/errors/error.ts';
import type { AuditObject } from './audit.ts';
import { lastChange } from './store.ts';

/** The 409 for somebody who edits what is not as they read it any more: it says who changed it, and when. */
export async function changedMeanwhile(
  db: Pick<Database, 'auditEntry'>,
  objectType: AuditObject,
  objectId: number | string,
): Promise<EmulsionError> {
  const last = await lastChange(db, objectType, objectId);
  return editConflict(
    last ? `by ${last.username} at ${last.time.toISOString()}` : 'by somebody else; read it again first',
  );
}
