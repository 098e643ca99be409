import { z } from 'zod';
import { text } from '#lib/contracts/fields.ts';
import { refused } from '#lib/errors/error.ts';
import { endpoint } from '../door/endpoint.ts';

/** Getting a token by name and password. */
export const tokenEndpoints = [
  endpoint({
    method: 'POST',
    path: '/token/',
    name: 'createToken',
    summary: 'Get a token for a name and password',
    description:
      'Send HTTP Basic, or the form fields. The token then goes into the user name of HTTP Basic, or into Bearer.',
    tag: 'Signing in',
    access: 'anyone',
    scope: 'read',
    internal: true,
    optionalSlash: true,
    csrfExempt: true,
    body: z.object({
      username: text(0, 1000).default(''),
      password: text(0, 1000).default(''),
    }),
    answer: z.object({ token: z.string() }),
    statuses: [400, 403, 429, 500],
    async handle({ parts, request, body }) {
      const basic = readBasic(request.header('authorization'));
      const { username, password } = basic ?? body;
      const person = await parts.identity.authenticate(username, password, request.address);
      if (!person.allowApi) throw refused('this account may not use the API');
      if (person.status !== 1) throw refused('this account is disabled');
      if (person.mustChangePassword) throw refused('choose a new password first');
      return { token: await parts.identity.issueToken(person.userId) };
    },
  }),
];

/** Name and password of HTTP Basic (RFC 7617), when there is any of the two. */
function readBasic(header: string | undefined): { username: string; password: string } | undefined {
  const match = /^basic\s+([a-z0-9+/=_-]+)\s*$/i.exec(header ?? '');
  if (!match) return undefined;
  const decoded = Buffer.from(match[1] ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const username = colon < 0 ? decoded : decoded.slice(0, colon);
  const password = colon < 0 ? '' : decoded.slice(colon + 1);
  return username === '' && password === '' ? undefined : { username, password };
}
