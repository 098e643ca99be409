import type { z } from 'zod';
import type { listedUser } from '#lib/contracts/people.ts';
import { refused } from '#lib/errors/error.ts';
import type { Principal } from '#lib/identity/principal.ts';
import type { SeenUser } from '#lib/identity/store/people.ts';
import { userResource } from './user.ts';

type Shown = Omit<z.input<typeof listedUser>, 'groups' | 'created' | 'last_seen'> & {
  created: Date;
  last_seen: Date | null;
};

/** A person with what is known of the account's use, as the API shows it. */
export function seenUserResource(person: SeenUser): Shown {
  return {
    ...userResource(person),
    must_change_password: person.mustChangePassword,
    created: person.createdAt,
    last_seen: person.lastSeenAt,
  };
}

/** Throws 403 for whoever administers neither people nor permissions. */
export function requirePeopleOrPermissions({ flags }: Principal): void {
  if (flags.has('admin_permissions') || flags.has('admin_users')) return;
  throw refused('permission admin_permissions or admin_users is needed');
}
