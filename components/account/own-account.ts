import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { user } from '#lib/contracts/resources.ts';
import { api } from '../client/api.ts';

export type User = z.output<typeof user>;

/** The own account and its version. */
export type OwnAccount = { user: User; etag: string | undefined };

/** How accounts are signed in to (contract of the original). */
const AUTH = { password: 1, directory: 2, provider: 3 } as const;

export const OWN_ACCOUNT_KEY = ['account', 'own'] as const;

export function ownAccount(userId: number) {
  return queryOptions({
    queryKey: OWN_ACCOUNT_KEY,
    queryFn: async ({ signal }): Promise<OwnAccount> => {
      const { data, etag } = await api.call<User>('GET', `/admin/users/${userId}/`, { signal });
      return { user: data, etag };
    },
  });
}

/** Where name and password of an account come from when they are not kept here; undefined when they are. */
export function keptBy({ auth_type: type }: User, providerName: string): string | undefined {
  if (type === AUTH.directory) return 'the directory';
  return type === AUTH.provider ? providerName : undefined;
}
