import type { Database } from '#lib/db/client.ts';
import { csvLine } from '#lib/format/csv.ts';
import type { AuditQuery, AuditRecord } from './query.ts';
import { queryAudit } from './store.ts';

/** Entries that one file holds at most. */
export const MOST_EXPORTED = 50_000;
/** Entries to one statement. */
const BATCH = 2000;

const HEAD = ['time', 'person', 'via', 'address', 'action', 'object', 'id', 'name', 'details', 'request'];

/** Entries of the audit record as a CSV file (RFC 4180), the newest first, with a line of names above them. */
export async function auditAsCsv(
  db: Pick<Database, 'auditEntry'>,
  query: Omit<AuditQuery, 'limit' | 'before'>,
): Promise<string> {
  const lines = [csvLine(HEAD)];
  let before: number | undefined;
  while (lines.length <= MOST_EXPORTED) {
    const limit = Math.min(BATCH, MOST_EXPORTED + 1 - lines.length);
    const found = await queryAudit(db, { ...query, before, limit });
    const entries = found.slice(0, limit);
    lines.push(...entries.map(toLine));
    before = entries.at(-1)?.id;
    if (found.length <= limit) break;
  }
  return lines.join('');
}

function toLine(entry: AuditRecord): string {
  const { time, username, via, address, action, objectType, objectId, objectName, details, requestId } =
    entry;
  return csvLine([
    time.toISOString(),
    username,
    via,
    address,
    action,
    objectType,
    objectId,
    objectName,
    Object.keys(details).length === 0 ? '' : JSON.stringify(details),
    requestId,
  ]);
}
