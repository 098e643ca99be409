import type { z } from 'zod';
import type { FolderRecord } from '#lib/catalog/store/image-records.ts';
import type { folder as shape } from '#lib/contracts/resources.ts';

/** A folder as the API shows it; its name is its path, and "" for the root (contract of the original). */
export function folderResource({ id, path, parentId, status }: FolderRecord): z.input<typeof shape> {
  return { id, name: path === '/' ? '' : path, parent_id: parentId, path, status: status === 1 ? 1 : 0 };
}
