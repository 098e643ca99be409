import type { z } from 'zod';
import type { user as shape } from '#lib/contracts/resources.ts';
import type { StoredUser } from '#lib/identity/store/users.ts';

/** A person as the API shows them. */
export function userResource(user: StoredUser): z.input<typeof shape> {
  return {
    id: user.id,
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    auth_type: user.authType,
    allow_api: user.allowApi,
    status: user.status === 0 ? 0 : 1,
  };
}
