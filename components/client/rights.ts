/** Levels of access to a folder, each including the ones before; numbers as in the API. */
export const LEVEL = {
  none: 0,
  view: 10,
  download: 20,
  edit: 30,
  upload: 40,
  delete: 50,
  createFolder: 60,
  deleteFolder: 70,
} as const;

/** Names of the levels, from the lowest to the highest. */
export const LEVEL_NAMES: ReadonlyArray<readonly [level: number, name: string]> = [
  [LEVEL.none, 'No access'],
  [LEVEL.view, 'View'],
  [LEVEL.download, 'Download'],
  [LEVEL.edit, 'Edit'],
  [LEVEL.upload, 'Upload'],
  [LEVEL.delete, 'Delete'],
  [LEVEL.createFolder, 'Create folders'],
  [LEVEL.deleteFolder, 'Delete folders'],
];

export function levelName(level: number): string {
  return LEVEL_NAMES.findLast(([least]) => least <= level)?.[1] ?? 'No access';
}

/** Why something cannot be done, or undefined when it can: the right that is missing, by name. */
export function missingLevel(has: number, needs: number, folder: string): string | undefined {
  return has >= needs ? undefined : `Needs “${levelName(needs)}” on ${folder}`;
}
