/** Which entries of the audit record are wanted. What is undefined does not matter. */
export type AuditQuery = {
  userId?: number | undefined;
  objectType?: string | undefined;
  objectId?: string | undefined;
  /** Part of the name of the person at that time, in any case. */
  username?: string | undefined;
  /** Part of the path or name of the object, in any case. */
  text?: string | undefined;
  /** An action, such as user.update, or its beginning. */
  action?: string | undefined;
  /** Both ends included. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Entries with smaller ids: those behind a page. */
  before?: number | undefined;
  limit: number;
};

/** An entry as it was written. */
export type AuditRecord = {
  id: number;
  time: Date;
  userId: number | null;
  username: string;
  via: string;
  address: string;
  requestId: string;
  action: string;
  objectType: string;
  objectId: string;
  objectName: string;
  details: Record<string, unknown>;
};
