import { z } from 'zod';
import { user } from './resources.ts';

/** What the API answers about the rights on one folder beyond the original's contract. */

const int = z.int();
const level = int.meta({ description: 'as in FolderPermission' });

const groupOnFolder = z
  .object({
    group_id: int,
    name: z.string(),
    group_type: int,
    members: int.meta({ description: 'active people in it' }),
    overrides: z.array(z.string()).meta({ description: 'permissions of the group that open every folder' }),
    own: z.object({ id: int, access: level, version: int }).nullable(),
    inherited: z
      .object({ access: level, folder: z.string() })
      .nullable()
      .meta({ description: 'what holds without an own permission; null: none on the folders above' }),
    can_reset: z.boolean().meta({ description: 'whether the own permission may be removed' }),
  })
  .meta({ id: 'GroupOnFolder' });

export const folderRights = z
  .object({
    folder_id: int,
    path: z.string(),
    groups: z.array(groupOnFolder),
    reach: z
      .array(z.object({ access: level, people: int }))
      .meta({ description: 'active people by the level that they have, from the highest' }),
    anonymous: level.meta({ description: 'the level of those who are not signed in' }),
  })
  .meta({ id: 'FolderRights' });

export const permittedFolder = z
  .object({ folder_id: int, path: z.string(), groups: int })
  .meta({ id: 'PermittedFolder' });

const turn = z.object({ before: level, after: level });

export const permissionImpact = z
  .object({
    folder_id: int,
    path: z.string(),
    effects: z
      .array(z.object({ level, gains: z.boolean(), people: int, folders: int }))
      .meta({ description: 'how many people gain or lose a level, in how many folders' }),
    anonymous: z
      .array(z.object({ level, gains: z.boolean(), folders: int }))
      .meta({ description: 'the same for those who are not signed in' }),
    folders: z.array(z.object({ path: z.string(), folders: int, gain: int, lose: int })).meta({
      description:
        'the folder, and those below it with permissions of their own, where somebody gains or loses; each with how ' +
        'many folders it speaks for',
    }),
    people: z
      .array(
        z.object({
          id: user.shape.id,
          username: user.shape.username,
          name: z.string(),
          path: z.string().meta({ description: 'the topmost folder where the level changes' }),
          ...turn.shape,
        }),
      )
      .meta({ description: 'those concerned by user name, at most 100' }),
    people_total: int,
    you: turn.nullable().meta({ description: 'the caller on the folder itself; null: nothing changes' }),
    truncated: z.boolean().meta({ description: 'whether there is more than was looked at' }),
  })
  .meta({ id: 'PermissionImpact' });
