import { badRequest } from '#lib/errors/error.ts';

/** How an account's password is checked (contract of the original's tables; 3 is new). */
export const AUTH = { password: 1, ldap: 2, openId: 3 } as const;

/** Whether an account may be used (contract of the original's tables). */
export const USER_STATUS = { deleted: 0, active: 1 } as const;

/** The account that is always there, and never locked out. */
export const FIRST_ADMIN = 1;

/** Throws 400 unless a password is of 8 to 120 characters (contract of the original). */
export function requirePassword(password: string): void {
  const length = Array.from(password).length;
  if (length < 8 || length > 120) throw badRequest('password: expected text of 8 to 120 characters');
}

/** Throws 400 when somebody is to choose another password for an account whose password is kept elsewhere. */
export function requireOwnPassword(authType: number): void {
  if (authType === AUTH.password) return;
  throw badRequest('must_change_password: the password of this account is kept elsewhere');
}
