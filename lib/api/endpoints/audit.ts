import { z } from 'zod';
import { auditAsCsv, MOST_EXPORTED } from '#lib/audit/csv.ts';
import type { AuditQuery, AuditRecord } from '#lib/audit/query.ts';
import { queryAudit } from '#lib/audit/store.ts';
import { dateTime, id, int, text } from '#lib/contracts/fields.ts';
import { auditEntry, page } from '#lib/contracts/resources.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { idPage, idPosition, readCursor } from '../resources/cursor.ts';

/** Which entries are wanted. */
const filters = {
  user_id: id.optional(),
  username: text(0, 120, { trim: true })
    .optional()
    .meta({ description: 'part of the name of the person at that time' }),
  q: text(0, 200, { trim: true }).optional().meta({ description: 'part of the path or name of the object' }),
  object_type: text(1, 20)
    .optional()
    .meta({ description: 'image, folder, user, group, template and others' }),
  object_id: text(1, 60).optional(),
  action: text(1, 60).optional().meta({ description: 'such as `user.update`, or its beginning: `user.`' }),
  from: dateTime.optional(),
  to: dateTime.optional(),
};

/** The record of who did what. */
export const auditEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/audit/',
    name: 'queryAudit',
    summary: 'Who did what to what, when and from where; the newest first',
    tag: 'Audit',
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    query: z.object({
      ...filters,
      limit: int(1, 1000).default(100),
      cursor: z.string().optional(),
    }),
    answer: page(auditEntry),
    async handle({ parts, query }) {
      const found = await queryAudit(parts.db, {
        ...readFilters(query),
        before: readCursor(query.cursor, idPosition)?.[0],
        limit: query.limit,
      });
      return idPage(found, query.limit, resource);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/audit/export/',
    name: 'exportAudit',
    summary: 'The record of who did what as a CSV file; the newest first',
    description: `Takes the filters of queryAudit. Holds at most ${MOST_EXPORTED} entries.`,
    tag: 'Audit',
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    query: z.object(filters),
    answer: undefined,
    pageType: 'text/csv',
    async handle({ parts, query }) {
      return outcome({
        data: null,
        headers: ['Content-Disposition', 'attachment; filename="audit.csv"', 'Cache-Control', 'no-store'],
        page: { type: 'text/csv; charset=utf-8', text: await auditAsCsv(parts.db, readFilters(query)) },
      });
    },
  }),
];

function readFilters(query: z.output<z.ZodObject<typeof filters>>): Omit<AuditQuery, 'limit'> {
  return {
    userId: query.user_id,
    username: query.username === '' ? undefined : query.username,
    text: query.q === '' ? undefined : query.q,
    objectType: query.object_type,
    objectId: query.object_id,
    action: query.action,
    from: query.from,
    to: query.to,
  };
}

function resource(entry: AuditRecord): Record<string, unknown> {
  return {
    id: entry.id,
    time: entry.time,
    user_id: entry.userId,
    username: entry.username,
    via: entry.via,
    address: entry.address,
    request_id: entry.requestId,
    action: entry.action,
    object_type: entry.objectType,
    object_id: entry.objectId,
    object_name: entry.objectName,
    details: entry.details,
  };
}
