import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../client/api.ts';
import type { FolderRights, Impact, PermissionTrace, PermittedFolder } from './rights.ts';

/** Answers about rights, in the store of answers; all are made invalid when any of them changes. */
export const RIGHTS_KEY = ['rights'] as const;

export const rightsQuery = (path: string) =>
  queryOptions({
    queryKey: [...RIGHTS_KEY, 'folder', path],
    queryFn: ({ signal }) => api.get<FolderRights>('/admin/permissions/folder/', { path }, signal),
    // Somebody who edits is told of changes when saving; the rows do not jump meanwhile.
    refetchOnWindowFocus: false,
  });

export const permittedFoldersQuery = queryOptions({
  queryKey: [...RIGHTS_KEY, 'folders'],
  queryFn: ({ signal }) => api.get<PermittedFolder[]>('/admin/permissions/folders/', {}, signal),
});

export const traceQuery = (path: string, user: number) =>
  queryOptions({
    queryKey: [...RIGHTS_KEY, 'trace', path, user],
    queryFn: ({ signal }) => api.get<PermissionTrace>('/admin/permissions/trace/', { path, user }, signal),
    placeholderData: keepPreviousData,
  });

export const impactQuery = (
  folderId: number,
  changes: ReadonlyArray<{ group_id: number; access: number | null }>,
) =>
  queryOptions({
    queryKey: [...RIGHTS_KEY, 'impact', folderId, changes],
    queryFn: async ({ signal }) => {
      const body = {
        folder_id: folderId,
        changes: changes.map(({ group_id, access }) => ({ group_id, access })),
      };
      return (await api.call<Impact>('POST', '/admin/permissions/impact/', { body, signal })).data;
    },
    placeholderData: keepPreviousData,
  });
