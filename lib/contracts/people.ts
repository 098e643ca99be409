import { z } from 'zod';
import { group, user } from './resources.ts';

/** What the API answers about people and groups beyond the original's contract. */

const int = z.int();
const when = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });
const flag = z.string().meta({ description: 'a permission such as admin_users' });

const groupName = z.object({ id: int, name: z.string() });

const seen = {
  must_change_password: z.boolean().meta({ description: 'the next sign-in asks for another password' }),
  created: when,
  last_seen: when
    .nullable()
    .meta({ description: 'last use of a session or token, or last action; null: none known' }),
};

export const listedUser = z
  .object({ ...user.shape, ...seen, groups: z.array(groupName) })
  .meta({ id: 'ListedUser' });

export const userDetails = z
  .object({
    ...user.shape,
    ...seen,
    groups: z.array(group),
    permissions: z.array(flag).meta({ description: 'what all groups together allow' }),
    is_protected: z.boolean().meta({ description: 'the first administrator, who cannot be deleted' }),
    outranks: z.boolean().meta({ description: 'holds permissions that the caller does not hold' }),
  })
  .meta({ id: 'UserDetails' });

export const countedGroup = z
  .object({
    ...group.shape,
    members: int.meta({ description: 'active people in it' }),
    folders: int.meta({ description: 'folders on which it has a permission of its own' }),
  })
  .meta({ id: 'CountedGroup' });

export const groupDetails = z
  .object({
    ...countedGroup.shape,
    folder_permissions: z
      .array(z.object({ path: z.string(), access: int }))
      .meta({ description: 'by path, at most 1,000' }),
  })
  .meta({ id: 'GroupDetails' });
