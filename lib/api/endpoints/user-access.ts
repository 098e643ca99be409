import { z } from 'zod';
import { recordAudit } from '#lib/audit/store.ts';
import type { ApiParts } from '#lib/boot/services.ts';
import { personalToken, session as sessionShape } from '#lib/contracts/resources.ts';
import { notFound } from '#lib/errors/error.ts';
import { findUser } from '#lib/identity/store/users.ts';
import { endpoint } from '../door/endpoint.ts';
import { personalTokenResource, sessionResource } from '../resources/account.ts';

const tag = 'Users';

/** Browser sessions and personal tokens of people, for those who administer them. */
export const userAccessEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/users/{id}/sessions/',
    name: 'listUserSessions',
    summary: 'Browser sessions of a person, the one used last first',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.array(sessionShape),
    statuses: [404],
    async handle({ parts, caller, params }) {
      await requireUser(parts, params.id);
      const sessions = await parts.identity.listSessions(params.id);
      return sessions.map((each) => sessionResource(each, caller.sessionId));
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/users/{id}/sessions/',
    name: 'endUserSessions',
    summary: 'End all browser sessions of a person, at once',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle({ parts, actor, params }) {
      const username = await requireUser(parts, params.id);
      const ended = await parts.identity.endSessionsOf(params.id);
      if (ended > 0) {
        await recordAudit(parts.db, actor, {
          action: 'session.end',
          objectType: 'session',
          objectId: `user ${params.id}`,
          objectName: username,
          details: { ended },
        });
      }
      return null;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/users/{id}/sessions/{session}/',
    name: 'endUserSession',
    summary: 'End one browser session of a person, at once',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle({ parts, actor, params }) {
      const username = await requireUser(parts, params.id);
      const session = String(params.session);
      const sessions = await parts.identity.listSessions(params.id);
      if (!sessions.some((each) => each.id === session)) throw notFound('there is no such session');
      await parts.identity.endSession(session);
      await recordAudit(parts.db, actor, {
        action: 'session.end',
        objectType: 'session',
        objectId: session,
        objectName: username,
        details: {},
      });
      return null;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/users/{id}/tokens/',
    name: 'listUserTokens',
    summary: 'Personal tokens of a person, the newest first',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.array(personalToken),
    statuses: [404],
    async handle({ parts, params }) {
      await requireUser(parts, params.id);
      return (await parts.identity.listPersonalTokens(params.id)).map(personalTokenResource);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/users/{id}/tokens/{token_id}/',
    name: 'revokeUserToken',
    summary: 'Revoke a personal token of a person',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle({ parts, actor, params }) {
      await parts.identity.revokePersonalToken(actor, params.id, Number(params.token_id));
      return null;
    },
  }),
];

/** The name of a person; throws 404. */
async function requireUser(parts: ApiParts, id: number): Promise<string> {
  const found = await findUser(parts.db, id);
  if (!found) throw notFound(`there is no user ${id}`);
  return found.username;
}
