import { z } from 'zod';
import type { AuditRecord } from '#lib/audit/query.ts';
import { queryAudit } from '#lib/audit/store.ts';
import { dateTime, id, int, text } from '#lib/contracts/fields.ts';
import { auditEntry, page } from '#lib/contracts/resources.ts';
import { endpoint } from '../door/endpoint.ts';
import { idPage, idPosition, readCursor } from '../resources/cursor.ts';

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
      user_id: id.optional(),
      object_type: text(1, 20)
        .optional()
        .meta({ description: 'image, folder, user, group, template and others' }),
      object_id: text(1, 60).optional(),
      action: text(1, 60)
        .optional()
        .meta({ description: 'such as `user.update`, or its beginning: `user.`' }),
      from: dateTime.optional(),
      to: dateTime.optional(),
      limit: int(1, 1000).default(100),
      cursor: z.string().optional(),
    }),
    answer: page(auditEntry),
    async handle({ parts, query }) {
      const found = await queryAudit(parts.db, {
        userId: query.user_id,
        objectType: query.object_type,
        objectId: query.object_id,
        action: query.action,
        from: query.from,
        to: query.to,
        before: readCursor(query.cursor, idPosition)?.[0],
        limit: query.limit,
      });
      return idPage(found, query.limit, resource);
    },
  }),
];

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
