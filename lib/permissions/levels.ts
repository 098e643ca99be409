/** Folder access levels; a higher one includes the lower ones. Numbers are part of the API contract. */
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

/** Ids of the groups that every installation has. */
export const PUBLIC_GROUP = 1;
