import { whoAmI } from '#lib/contracts/resources.ts';
import { FLAGS } from '#lib/identity/principal.ts';
import { listGroupsOf } from '#lib/identity/store/groups.ts';
import { findUser } from '#lib/identity/store/users.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { groupResource } from '../resources/group.ts';
import { userResource } from '../resources/user.ts';

/** Who is asking. */
export const whoAmIEndpoints = [
  endpoint({
    method: 'GET',
    path: '/whoami/',
    name: 'whoAmI',
    summary: 'Who the caller is and may do',
    tag: 'Signing in',
    access: 'anyone',
    scope: 'read',
    internal: false,
    answer: whoAmI,
    async handle({ parts, caller }) {
      const { principal, sessionId } = caller;
      const user = principal.userId === undefined ? undefined : await findUser(parts.db, principal.userId);
      const groups = user ? await listGroupsOf(parts.db, user.id) : [];
      return outcome({
        data: {
          user: user ? userResource(user) : null,
          groups: groups.map(groupResource),
          permissions: FLAGS.filter((flag) => principal.flags.has(flag)),
          via: caller.via,
          csrf_token: sessionId === undefined ? null : parts.identity.csrfToken(sessionId),
          must_change_password: caller.mustChangePassword,
        },
        headers: ['Cache-Control', 'private, no-store'],
      });
    },
  }),
];
