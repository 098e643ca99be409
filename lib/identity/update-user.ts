import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, notFound, refused } from '#lib/errors/error.ts';
import { AUTH, FIRST_ADMIN, requireOwnPassword, requirePassword, USER_STATUS } from './account-rules.ts';
import { type Authority, outranks } from './authority.ts';
import { changedFields } from './changed-fields.ts';
import { nameTaken } from './create-user.ts';
import { findStoredPassword } from './store/accounts.ts';
import { flagsOf } from './store/groups.ts';
import {
  changeUser,
  endSessions,
  findUser,
  forgetLoginFailures,
  oneAtATime,
  type PeopleTables,
  type StoredUser,
} from './store/users.ts';
import { verifyPassword } from './verify-password.ts';

const TEXTS = ['firstName', 'lastName', 'email', 'username'] as const;
const SHOWN = [...TEXTS, 'authType', 'allowApi', 'status', 'mustChangePassword'] as const;

/** What people may not change about themselves, by the names of the API. */
const NOT_BY_ONESELF = {
  allow_api: 'allowApi',
  auth_type: 'authType',
  status: 'status',
  must_change_password: 'mustChangePassword',
} as const;

/** What gives an account away to whoever changes it, by the names of the API. */
const DECISIVE = {
  username: 'username',
  email: 'email',
  auth_type: 'authType',
  status: 'status',
  must_change_password: 'mustChangePassword',
} as const;

/** What of an account can be changed. */
type Wish = Pick<
  StoredUser,
  'firstName' | 'lastName' | 'email' | 'username' | 'authType' | 'allowApi' | 'status' | 'mustChangePassword'
>;

/** Changes of an account; what is missing stays. The password is as typed, "" keeps the old one. */
export type UserChanges = Partial<Wish> & { password?: string };

type Circumstances = {
  /** The version that the caller has seen; undefined when it does not matter. */
  expected?: number | undefined;
  /** Whether people changing themselves have shown that they know their present password. */
  knowsPassword?: boolean;
  /** Session that goes on when a change ends the others. */
  session?: string | undefined;
  /**
   * Whether whoever comes from an OpenID provider gets the account of their e-mail address: people who chose theirs freely
   * could lie in wait for somebody else.
   */
  emailSignsIn?: boolean;
  /** Makes the stored form of a password. */
  hash: (password: string) => Promise<string>;
};

/**
 * Changes an account, one's own or with admin_users any. Name and password of accounts that are checked elsewhere are
 * ignored (contract of the original). A new password ends all other sessions of the person and makes their tokens
 * void; a deleted account is out at once.
 *
 * Throws 404; 409 when the name is taken or the version is another one; 400 for a bad value; 403 when people change
 * of themselves what administrators decide or give a new password without the present one, and when an administrator
 * changes what gives away an account of a higher rank (both open in the original).
 */
export async function updateUser(
  db: Database,
  actor: Actor,
  by: Authority,
  id: number,
  changes: UserChanges,
  circumstances: Circumstances,
): Promise<StoredUser> {
  const self = by.userId === id;
  if (!self && !by.flags.has('admin_users')) throw refused('permission admin_users is needed');
  const typed = changes.password ?? '';
  const known = await findUser(db, id);
  if (!known) throw notFound(`there is no user ${id}`);
  const local = (changes.authType ?? known.authType) === AUTH.password;
  if (local && typed !== '') {
    requirePassword(typed);
    if (self && known.mustChangePassword) await requireOther(db, id, typed);
  }
  // Before the transaction: hashing takes long, and others wait for it.
  const password = local && typed !== '' ? await circumstances.hash(typed) : undefined;

  return db.$transaction(async (tx) => {
    await oneAtATime(tx);
    const before = await findUser(tx, id);
    if (!before) throw notFound(`there is no user ${id}`);
    const { expected } = circumstances;
    if (expected !== undefined && expected !== before.version) throw await changedMeanwhile(tx, 'user', id);
    const wish = wished(before, changes);
    requireSense(before, wish);
    if (changes.mustChangePassword) requireOwnPassword(wish.authType);
    if (self) requireModesty(before, wish, by, circumstances.emailSignsIn ?? false);
    const secret = password !== undefined && wish.authType === AUTH.password ? password : undefined;
    if (self && secret !== undefined && !before.mustChangePassword && !circumstances.knowsPassword) {
      throw refused('current_password: the present password is needed for choosing another one');
    }
    if (self && secret === undefined && before.mustChangePassword && !wish.mustChangePassword) {
      throw refused('must_change_password: choose a new password instead');
    }
    if (!self) await requireRank(tx, before, wish, secret !== undefined, by);
    if (secret === undefined && isSame(before, wish)) return before;

    const after = await changeUser(tx, id, {
      ...wish,
      ...(secret === undefined
        ? {}
        : { password: secret, mustChangePassword: changes.mustChangePassword ?? false }),
      // Otherwise the provider would go on letting the person in.
      ...(before.authType === AUTH.openId && wish.authType !== AUTH.openId ? { externalId: null } : {}),
    });
    if (!after) throw nameTaken(wish.username);
    const out = after.status === USER_STATUS.deleted;
    const ends = out || secret !== undefined || after.authType !== before.authType;
    const ended = ends ? await endSessions(tx, id, self && !out ? circumstances.session : undefined) : 0;
    if (secret !== undefined) await forgetLoginFailures(tx, after.username);
    await recordAudit(tx, actor, {
      action: `user.${verbOf(before, after)}`,
      objectType: 'user',
      objectId: id,
      objectName: after.username,
      details: {
        ...changedFields(before, after, SHOWN),
        ...(secret === undefined ? {} : { newPassword: true }),
        ...(ended === 0 ? {} : { endedSessions: ended }),
      },
    });
    return after;
  });
}

function wished(before: StoredUser, changes: UserChanges): Wish {
  const all = { ...before, ...changes };
  const { firstName, lastName, email, username, authType, allowApi, status, mustChangePassword } = all;
  return {
    firstName,
    lastName,
    email,
    username: authType === AUTH.password ? username : before.username,
    authType,
    allowApi,
    status,
    // Who signs in elsewhere could not do what is asked of them.
    mustChangePassword: mustChangePassword && (authType === AUTH.password || authType === before.authType),
  };
}

function isSame(before: StoredUser, wish: Wish): boolean {
  return (Object.keys(wish) as Array<keyof Wish>).every((name) => wish[name] === before[name]);
}

function requireSense(before: StoredUser, wish: Wish): void {
  if (wish.username === '') throw badRequest('username: expected text of 1 to 120 characters');
  if (wish.authType === AUTH.openId && before.authType !== AUTH.openId) {
    throw badRequest('auth_type: such accounts are made at the first login');
  }
  if (before.id === FIRST_ADMIN && wish.status !== USER_STATUS.active) {
    throw badRequest('the first administrator cannot be deleted');
  }
}

function requireModesty(before: StoredUser, wish: Wish, by: Authority, emailSignsIn: boolean): void {
  if (by.flags.has('admin_users')) return;
  const fixed = { ...NOT_BY_ONESELF, ...(emailSignsIn ? { email: 'email' as const } : {}) };
  for (const [name, field] of Object.entries(fixed)) {
    if (wish[field] !== before[field]) throw refused(`${name}: only user administrators change it`);
  }
}

async function requireRank(
  tx: PeopleTables,
  before: StoredUser,
  wish: Wish,
  newPassword: boolean,
  by: Authority,
): Promise<void> {
  const decisive = Object.entries(DECISIVE).filter(([, field]) => wish[field] !== before[field]);
  const names = [...decisive.map(([name]) => name), ...(newPassword ? ['password'] : [])];
  if (names.length === 0 || !outranks(await flagsOf(tx, before.id), by)) return;
  throw refused(`${names.join(', ')}: this account holds permissions that you do not hold`);
}

/** A password that had to be changed must not come back as it was. */
async function requireOther(db: Database, id: number, password: string): Promise<void> {
  const stored = await findStoredPassword(db, id);
  const { right } = await verifyPassword(stored, password);
  if (right) throw badRequest('password: expected another one than the present one');
}

function verbOf(before: StoredUser, after: StoredUser): 'update' | 'delete' | 'restore' {
  if (before.status === after.status) return 'update';
  return after.status === USER_STATUS.deleted ? 'delete' : 'restore';
}
