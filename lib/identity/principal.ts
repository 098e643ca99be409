/** System permission flags of groups (contract of the original's access model). */
export const FLAGS = [
  'folios',
  'reports',
  'admin_users',
  'admin_files',
  'admin_folios',
  'admin_permissions',
  'admin_all',
] as const;

export type Flag = (typeof FLAGS)[number];

/** Whoever makes a request. */
export type Principal = {
  /** undefined = anonymous. */
  userId: number | undefined;
  /** "" = anonymous. */
  username: string;
  groupIds: readonly number[];
  /** Effective flags: what others imply is included (admin_all: every flag; admin_folios: folios). */
  flags: ReadonlySet<Flag>;
  /** Whether every folder is open to this person: admin_files or admin_all. */
  administersFiles: boolean;
};

/** Everybody who is not signed in. One constant, so that anonymous requests cost no query. */
export const PUBLIC: Principal = {
  userId: undefined,
  username: '',
  groupIds: [],
  flags: new Set(),
  administersFiles: false,
};
