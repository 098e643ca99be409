import { z } from 'zod';

/**
 * What the API answers: shapes, field names and types of the original's contract, and those that are new here.
 * The same objects make the OpenAPI description.
 */

const int = z.int();
const when = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });
const status = z.union([z.literal(0), z.literal(1)]).meta({ description: '0 deleted, 1 present' });

export const folder = z
  .object({ id: int, name: z.string(), parent_id: int.nullable(), path: z.string(), status })
  .meta({ id: 'Folder' });

export const folderDetails = z
  .object({
    ...folder.shape,
    parent: folder.nullable(),
    children: z.array(folder),
  })
  .meta({ id: 'FolderDetails' });

export const image = z
  .object({
    id: int,
    src: z.string(),
    filename: z.string(),
    folder_id: int,
    folder: folder.nullable(),
    title: z.string(),
    description: z.string(),
    width: int.meta({ description: 'pixels; 0 when unreadable' }),
    height: int,
    status,
    supported: z.boolean().meta({ description: 'whether this server can read the format' }),
    download: z.boolean().meta({ description: 'whether the caller may download the original' }),
    url: z.string(),
  })
  .meta({ id: 'Image' });

export const listedImage = z
  .object({ filename: z.string(), supported: z.boolean(), url: z.string() })
  .meta({ id: 'ListedImage' });

export const user = z
  .object({
    id: int,
    username: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    email: z.string(),
    auth_type: z.int().meta({ description: '1 password, 2 LDAP, 3 OpenID Connect' }),
    allow_api: z.boolean(),
    status,
  })
  .meta({ id: 'User' });

const systemPermissions = z
  .object({
    group_id: int,
    folios: z.boolean(),
    reports: z.boolean(),
    admin_users: z.boolean(),
    admin_files: z.boolean(),
    admin_folios: z.boolean(),
    admin_permissions: z.boolean(),
    admin_all: z.boolean(),
  })
  .meta({ id: 'SystemPermissions' });

export const group = z
  .object({
    id: int,
    name: z.string(),
    description: z.string(),
    group_type: z.int().meta({ description: '1 system, 2 local, 3 LDAP' }),
    permissions: systemPermissions,
  })
  .meta({ id: 'Group' });

export const groupWithUsers = z
  .object({ ...group.shape, users: z.array(user) })
  .meta({ id: 'GroupWithUsers' });

export const userWithGroups = z
  .object({ ...user.shape, groups: z.array(group) })
  .meta({ id: 'UserWithGroups' });

export const folderPermission = z
  .object({
    id: int,
    folder_id: int,
    group_id: int,
    access: int.meta({
      description:
        '0 none, 10 view, 20 download, 30 edit, 40 upload, 50 delete, 60 create folder, 70 delete folder',
    }),
  })
  .meta({ id: 'FolderPermission' });

export const newFolderPermission = z
  .object({ ...folderPermission.shape, folder, group })
  .meta({ id: 'NewFolderPermission' });

const level = int.meta({ description: 'as in FolderPermission' });

const groupShare = z
  .object({
    group_id: int,
    name: z.string(),
    access: level.nullable().meta({ description: 'null: no permission on the folder nor above it' }),
    folder: z.string().nullable().meta({ description: 'the folder whose permission counts' }),
    inherited: z.boolean(),
    overrides: z.array(z.string()).meta({ description: 'permissions of the group that open every folder' }),
  })
  .meta({ id: 'GroupShare' });

export const permissionTrace = z
  .object({
    path: z.string(),
    folder_id: int.nullable().meta({ description: 'null: the folder is not on record' }),
    user: user.nullable().meta({ description: 'null: somebody who is not signed in' }),
    public: groupShare,
    groups: z.array(groupShare),
    granted: level.meta({ description: 'what follows from permissions on folders alone' }),
    overrides: z.array(z.string()),
    access: level.meta({ description: 'what holds' }),
    allows: z.array(z.string()).meta({ description: 'the actions that this level includes' }),
  })
  .meta({ id: 'PermissionTrace' });

export const permissionPreview = z
  .object({
    folder_id: int,
    path: z.string(),
    group_id: int,
    before: level.nullable().meta({ description: 'the present permission; null: inherited' }),
    after: level.nullable(),
    people: int.meta({ description: 'active people that the permission is about' }),
    folders: z
      .array(
        z.object({
          path: z.string(),
          anonymous: z.object({ before: level, after: level }),
          shifts: z.array(z.object({ before: level, after: level, people: int })),
        }),
      )
      .meta({ description: 'the folder, then those below it where somebody gains or loses' }),
    truncated: z.boolean().meta({ description: 'whether there is more than was looked at' }),
  })
  .meta({ id: 'PermissionPreview' });

export const whoAmI = z
  .object({
    user: user.nullable().meta({ description: 'null: not signed in' }),
    groups: z.array(group),
    permissions: z.array(z.string()).meta({ description: 'what all groups together allow' }),
    via: z.enum(['none', 'session', 'token', 'personal-token']),
    csrf_token: z
      .string()
      .nullable()
      .meta({ description: 'for requests of this session that change something' }),
    must_change_password: z.boolean(),
  })
  .meta({ id: 'WhoAmI' });

export const template = z
  .object({
    id: int,
    name: z.string(),
    description: z.string(),
    template: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Template' });

export const property = z.object({ key: z.string(), value: z.string().nullable() }).meta({ id: 'Property' });

export const task = z
  .object({
    id: int,
    name: z.string(),
    funcname: z.string(),
    params: z.record(z.string(), z.unknown()),
    priority: int.meta({ description: '10 high, 20 normal, 30 low' }),
    log_level: z.string(),
    error_log_level: z.string(),
    status: int.meta({ description: '0 pending, 1 active, 2 complete' }),
    result: z.unknown(),
    lock_id: z.string().nullable(),
    keep_for: int.meta({ description: 'seconds' }),
    keep_until: when.nullable(),
    user_id: int.nullable(),
    user: user.nullable(),
    progress: z.object({ done: int, total: int, text: z.string() }),
    attempts: int,
    failed: z.boolean(),
    cancel_requested: z.boolean(),
    created: when,
    started: when.nullable(),
    finished: when.nullable(),
  })
  .meta({ id: 'Task' });

export const session = z
  .object({
    id: z.string(),
    method: z.string(),
    address: z.string(),
    user_agent: z.string(),
    created: when,
    last_seen: when,
    expires: when,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });

export const personalToken = z
  .object({
    id: int,
    name: z.string(),
    hint: z.string().meta({ description: 'its first characters' }),
    scopes: z.array(z.enum(['read', 'write', 'admin'])),
    created: when,
    expires: when.nullable(),
    last_used: when.nullable(),
    last_address: z.string(),
  })
  .meta({ id: 'PersonalToken' });

export const newPersonalToken = z
  .object({
    ...personalToken.shape,
    token: z.string().meta({ description: 'the token itself; shown this once' }),
  })
  .meta({ id: 'NewPersonalToken' });

export const auditEntry = z
  .object({
    id: int,
    time: when,
    user_id: int.nullable(),
    username: z.string(),
    via: z.string(),
    address: z.string(),
    request_id: z.string(),
    action: z.string(),
    object_type: z.string(),
    object_id: z.string(),
    object_name: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

export const historyEntry = z
  .object({
    id: int,
    image_id: int,
    user_id: int.nullable(),
    username: z.string(),
    action: int.meta({ description: '0 deleted, 1 created, 2 replaced, 3 edited, 4 moved' }),
    action_info: z.string(),
    action_time: when,
  })
  .meta({ id: 'HistoryEntry' });

export const trashEntry = z
  .object({
    id: int,
    kind: z.enum(['image', 'folder']),
    path: z.string(),
    image_id: int.nullable(),
    folder_id: int.nullable(),
    files: int,
    bytes: int,
    deleted: when,
    deleted_by: int.nullable(),
    deleted_by_name: z.string().nullable().meta({ description: 'null: the system, or somebody who is gone' }),
    purge_after: when.nullable(),
  })
  .meta({ id: 'TrashEntry' });

/** One page of a list; `next` is the cursor of the page behind it. */
export function page<Shape extends z.ZodType>(shape: Shape) {
  return z.object({ results: z.array(shape), next: z.string().nullable() });
}

/** What became of one part of a call that does several things. */
export const partFailure = z
  .object({ error: z.object({ data: z.null(), message: z.string(), status: int }) })
  .meta({ id: 'Failure' });

/** An image with the content of a file that somebody is about to upload. */
export const twin = z
  .object({
    id: int,
    src: z.string(),
    width: int.meta({ description: 'pixels; 0 when unreadable or not measured yet' }),
    height: int,
    bytes: int,
  })
  .meta({ id: 'Twin' });

export const uploadCheck = z
  .object({
    folder: z.string().meta({ description: 'where the files would go' }),
    max_bytes: int.meta({ description: 'most bytes of one file' }),
    files: z.array(
      z.object({
        name: z.string().meta({ description: 'as it was sent' }),
        stored: z.string().nullable().meta({ description: 'name it would get; null when it is refused' }),
        src: z.string().nullable().meta({ description: 'path it would get' }),
        taken: z.boolean().meta({ description: 'whether there is a file of this name already' }),
        image: image.nullable().meta({ description: 'the image that has the name' }),
        refused: z.string().nullable().meta({ description: 'why it cannot be stored' }),
      }),
    ),
  })
  .meta({ id: 'UploadCheck' });
