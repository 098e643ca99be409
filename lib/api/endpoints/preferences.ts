import { z } from 'zod';
import { text } from '#lib/contracts/fields.ts';
import { preferences } from '#lib/contracts/preferences.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { isTimeZone } from '#lib/format/dates.ts';
import { readProfile, savePreferences } from '#lib/identity/store/preferences.ts';
import { type Call, endpoint } from '../door/endpoint.ts';

const { theme, view, density, stage } = preferences.shape;
const shared = { tag: 'Own account', access: 'signed-in', internal: true } as const;

/** Each may be left out, which leaves it as it is. */
const changes = z.object({
  theme: theme.unwrap().optional(),
  time_zone: text(0, 64, { trim: true })
    .optional()
    .meta({ description: 'IANA name; empty for the zone of the browser' }),
  view: view.unwrap().optional(),
  density: density.unwrap().optional(),
  stage: stage.unwrap().optional(),
});

/** How people like the interface. */
export const preferenceEndpoints = [
  endpoint({
    ...shared,
    method: 'GET',
    path: '/account/preferences/',
    name: 'getPreferences',
    summary: 'How the interface looks and counts time for the caller',
    scope: 'read',
    answer: preferences,
    async handle(call) {
      const found = await readProfile(call.parts.db, userOf(call));
      if (!found) throw notFound('there is no such account');
      return found.preferences;
    },
  }),
  endpoint({
    ...shared,
    method: 'PUT',
    path: '/account/preferences/',
    name: 'changePreferences',
    summary: 'Change some of these; what is left out stays',
    scope: 'write',
    body: changes,
    answer: preferences,
    async handle(call) {
      const { time_zone: zone } = call.body;
      if (zone !== undefined && zone !== '' && !isTimeZone(zone)) {
        throw badRequest('time_zone: expected an IANA name such as Europe/Vienna, or nothing');
      }
      const wanted = Object.entries(call.body).filter(([, value]) => value !== undefined);
      const saved = await savePreferences(call.parts.db, userOf(call), Object.fromEntries(wanted));
      if (!saved) throw notFound('there is no such account');
      return saved;
    },
  }),
];

function userOf({ caller }: Pick<Call<unknown, unknown>, 'caller'>): number {
  const { userId } = caller.principal;
  // The row of the table lets nobody else in.
  if (userId === undefined) throw notFound('nobody is signed in');
  return userId;
}
