import type { FolderRecord } from '#lib/catalog/store/image-records.ts';

/** Result of a folder task: the folder as the contract of the original shows it. */
export function folderResult({ id, path, parentId, status }: FolderRecord) {
  return { id, name: path === '/' ? '' : path, path, parent_id: parentId, status };
}
