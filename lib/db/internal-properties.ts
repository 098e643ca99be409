/** Property in which the change of a tree of folders that is under way is noted. */
export const FOLDER_OPERATION = 'folder_operation';

/** Whether a property is the server's own note: whoever wrote it could have any files moved. */
export function isInternalProperty(key: string): boolean {
  return key === FOLDER_OPERATION;
}
