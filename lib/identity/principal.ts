/** Whoever makes a request. */
export type Principal = {
  /** undefined = anonymous. */
  userId: number | undefined;
  groupIds: readonly number[];
  administersFiles: boolean;
};

/** Everybody who is not signed in. One constant, so that anonymous requests cost no query. */
export const PUBLIC: Principal = { userId: undefined, groupIds: [], administersFiles: false };
