import type { z } from 'zod';
import type { folderRights, permissionImpact, permittedFolder } from '#lib/contracts/folder-rights.ts';
import type { permissionTrace } from '#lib/contracts/resources.ts';

/** What the API answers about rights on folders. */
export type FolderRights = z.output<typeof folderRights>;
export type GroupOnFolder = FolderRights['groups'][number];
export type Impact = z.output<typeof permissionImpact>;
export type PermittedFolder = z.output<typeof permittedFolder>;
export type PermissionTrace = z.output<typeof permissionTrace>;
export type GroupShare = PermissionTrace['public'];
