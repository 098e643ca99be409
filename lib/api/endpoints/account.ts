import { z } from 'zod';
import { recordAudit } from '#lib/audit/store.ts';
import { dateTime, list, text } from '#lib/contracts/fields.ts';
import { newPersonalToken, personalToken, session } from '#lib/contracts/resources.ts';
import { notFound, refused, unauthenticated } from '#lib/errors/error.ts';
import { changeOwnPassword } from '#lib/identity/change-password.ts';
import type { Caller } from '#lib/identity/identity.ts';
import { SCOPES } from '#lib/identity/scopes.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { personalTokenResource, sessionResource } from '../resources/account.ts';

const tag = 'Own account';

/** What people do with their own account: password, browser sessions, personal tokens. */
export const accountEndpoints = [
  endpoint({
    method: 'POST',
    path: '/account/password/',
    name: 'changeOwnPassword',
    summary: 'Change the own password',
    description: 'All other sessions of the person end, and tokens of the token endpoint with them.',
    tag,
    access: 'signed-in',
    scope: 'write',
    internal: true,
    beforePasswordChange: true,
    body: z.object({ current_password: text(1, 1024), new_password: text(0, 1024) }),
    answer: z.null(),
    statuses: [429],
    async handle({ parts, actor, caller, body }) {
      refusePersonalTokens(caller);
      const passwords = { current: body.current_password, next: body.new_password };
      await changeOwnPassword(parts, actor, passwords, caller.sessionId);
      await parts.announce();
      return null;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/account/sessions/',
    name: 'listOwnSessions',
    summary: 'The own browser sessions, the one used last first',
    tag,
    access: 'signed-in',
    scope: 'read',
    internal: true,
    answer: z.array(session),
    async handle({ parts, caller }) {
      const sessions = await parts.identity.listSessions(ownId(caller));
      return sessions.map((each) => sessionResource(each, caller.sessionId));
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/account/sessions/',
    name: 'endOtherSessions',
    summary: 'End all own sessions but the one that asks',
    tag,
    access: 'signed-in',
    scope: 'write',
    internal: true,
    answer: z.null(),
    async handle(call) {
      const { parts, caller } = call;
      const ended = await parts.identity.endSessionsOf(ownId(caller), caller.sessionId);
      if (ended > 0) await noteEnd(call, 'all others', { ended });
      return null;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/account/sessions/{session}/',
    name: 'endOwnSession',
    summary: 'End one of the own sessions',
    tag,
    access: 'signed-in',
    scope: 'write',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle(call) {
      const { parts, caller, params } = call;
      const id = String(params.session);
      const own = await parts.identity.listSessions(ownId(caller));
      if (!own.some((each) => each.id === id)) throw notFound('there is no such session');
      await parts.identity.endSession(id);
      await noteEnd(call, id);
      return null;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/account/tokens/',
    name: 'listOwnTokens',
    summary: 'The own personal tokens, the newest first',
    tag,
    access: 'signed-in',
    scope: 'read',
    internal: true,
    answer: z.array(personalToken),
    async handle({ parts, caller }) {
      return (await parts.identity.listPersonalTokens(ownId(caller))).map(personalTokenResource);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/account/tokens/',
    name: 'createOwnToken',
    summary: 'Make a personal token for a program',
    description: 'The answer holds the token, which is shown this once. A personal token cannot make others.',
    tag,
    access: 'signed-in',
    scope: 'write',
    internal: true,
    body: z.object({
      name: text(1, 120, { trim: true }),
      scopes: list(z.enum(SCOPES), SCOPES.length),
      expires: dateTime.optional(),
    }),
    answer: newPersonalToken,
    statuses: [409],
    async handle({ parts, actor, caller, body }) {
      refusePersonalTokens(caller);
      const wish = { name: body.name, scopes: body.scopes, expiresAt: body.expires };
      const made = await parts.identity.createPersonalToken(actor, ownId(caller), wish);
      return { ...personalTokenResource(made), token: made.token };
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/account/tokens/{id}/',
    name: 'revokeOwnToken',
    summary: 'Revoke one of the own personal tokens',
    tag,
    access: 'signed-in',
    scope: 'write',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle({ parts, actor, caller, params }) {
      await parts.identity.revokePersonalToken(actor, ownId(caller), params.id);
      return null;
    },
  }),
];

/** The door lets nobody in who is not signed in. */
function ownId({ principal }: Caller): number {
  if (principal.userId === undefined) throw unauthenticated();
  return principal.userId;
}

/** Whoever finds such a token must not get more with it, or for longer. */
function refusePersonalTokens({ via }: Caller): void {
  if (via === 'personal-token') throw refused('a personal token is not good for this');
}

async function noteEnd(
  { parts, actor }: Pick<Call<unknown, unknown>, 'parts' | 'actor'>,
  objectId: string,
  details: object = {},
): Promise<void> {
  await recordAudit(parts.db, actor, {
    action: 'session.end',
    objectType: 'session',
    objectId,
    objectName: actor.username,
    details,
  });
}
