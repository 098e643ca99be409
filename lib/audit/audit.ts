/** Who does something: what the audit log needs to know of the caller. */
export type Actor = {
  /** undefined = anonymous, or the server itself. */
  userId: number | undefined;
  /** Name at this moment; "" = anonymous, "system" = the server itself. */
  username: string;
  /** How the caller was recognised. */
  via: 'session' | 'token' | 'personal-token' | 'command' | 'task' | 'none';
  /** Address of the client; "" when there is none. */
  address: string;
  /** Tells which request it was, as in the log; "" when there is none. */
  requestId: string;
};

/** The server itself, doing what nobody asked for at that moment. */
export const SYSTEM: Actor = {
  userId: undefined,
  username: 'system',
  via: 'task',
  address: '',
  requestId: '',
};

/** What kind of thing was changed. */
export type AuditObject =
  | 'image'
  | 'folder'
  | 'user'
  | 'group'
  | 'permission'
  | 'template'
  | 'property'
  | 'session'
  | 'token'
  | 'task'
  | 'portfolio';

/** One thing that was done. */
export type AuditAction = {
  /** `<object>.<verb>`, such as user.update. */
  action: `${AuditObject}.${string}`;
  objectType: AuditObject;
  objectId: number | string | bigint;
  /** Path or name at this moment. */
  objectName: string;
  /** What else matters, such as `{"before": {...}, "after": {...}}` of the changed fields. Never a secret. */
  details?: object;
};
