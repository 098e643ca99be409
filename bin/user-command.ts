import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { AUTH, USER_STATUS } from '#lib/identity/account-rules.ts';
import { OPERATOR } from '#lib/identity/authority.ts';
import { createUser } from '#lib/identity/create-user.ts';
import { addMember, dropMember } from '#lib/identity/edit-members.ts';
import { generatePassword, hashPassword } from '#lib/identity/password.ts';
import { hasFirstAdmin } from '#lib/identity/store/first-admin.ts';
import { listGroups, listGroupsOf } from '#lib/identity/store/groups.ts';
import {
  findUserByName,
  forgetLoginFailures,
  listUsers,
  type StoredUser,
} from '#lib/identity/store/users.ts';
import { type UserChanges, updateUser } from '#lib/identity/update-user.ts';

const ADMINISTRATORS = 3;

const ACTOR: Actor = {
  userId: undefined,
  username: 'command line',
  via: 'command',
  address: '',
  requestId: '',
};

const EXPECTED =
  'expected: user list, or show|create|password|enable|disable|api|groups NAME; emulsion help tells more';

/** What a command works with. */
export type UserCommand = {
  db: Database;
  /** Tells running servers that people have changed. */
  announce: () => Promise<void>;
  /** A password that the operator gives; "" when there is none. */
  readPassword: () => Promise<string>;
  args: readonly string[];
};

/**
 * Accounts from the command line, for operators who cannot sign in. Returns the exit code. Throws EmulsionError for
 * what the rules of accounts refuse.
 */
export async function runUserCommand({ db, announce, readPassword, args }: UserCommand): Promise<number> {
  const parsed = readArguments(args);
  if (typeof parsed === 'string') return wrong(parsed);
  const { words, options } = parsed;
  const [verb, name, ...rest] = words;
  if (verb === 'list' && name === undefined) return list(db);
  if (verb === undefined || name === undefined) return wrong(EXPECTED);
  if (verb === 'create' && rest.length === 0) {
    // The first row gets the id of the protected administrator, whom the server then would not make.
    if (!(await hasFirstAdmin(db)))
      return wrong('start the server once first: it makes the first administrator');
    const { password, generated } = await choosePassword(options.generate, readPassword);
    const created = await create(db, name, options, password, generated);
    await announce();
    console.log(`${created.username} is created${options.admin ? ' as an administrator' : ''}.`);
    return tellPassword(password, generated);
  }
  const user = await findUserByName(db, name);
  if (!user) return wrong(`there is no user named ${name}`);
  const change = (changes: UserChanges) =>
    updateUser(db, ACTOR, OPERATOR, user.id, changes, { hash: hashPassword });

  if (verb === 'show' && rest.length === 0) return show(db, user);
  if (verb === 'password' && rest.length === 0) {
    if (user.authType !== AUTH.password) return wrong(`the password of ${user.username} is kept elsewhere`);
    const { password, generated } = await choosePassword(options.generate, readPassword);
    await change({ password, mustChangePassword: generated });
    await announce();
    console.log(`The password of ${user.username} is changed; sessions and tokens of before are void.`);
    return tellPassword(password, generated);
  }
  if ((verb === 'enable' || verb === 'disable') && rest.length === 0) {
    await change({ status: verb === 'enable' ? USER_STATUS.active : USER_STATUS.deleted });
    await forgetLoginFailures(db, user.username);
    await announce();
    return say(`${user.username} is ${verb}d.`);
  }
  const [setting] = rest;
  if (verb === 'api' && rest.length === 1 && (setting === 'on' || setting === 'off')) {
    await change({ allowApi: setting === 'on' });
    await announce();
    return say(`${user.username} may ${setting === 'on' ? '' : 'not '}use the API.`);
  }
  if (verb === 'groups') return groups(db, announce, user, rest);
  return wrong(EXPECTED);
}

type Options = { email: string; admin: boolean; generate: boolean };

/** Words and options; what begins with + or - behind `groups NAME` is a group. Text: what is wrong. */
function readArguments(args: readonly string[]): { words: string[]; options: Options } | string {
  if (args[0] === 'groups') {
    return { words: [...args], options: { email: '', admin: false, generate: false } };
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        email: { type: 'string', default: '' },
        admin: { type: 'boolean', default: false },
        generate: { type: 'boolean', default: false },
      },
    });
    return { words: positionals, options: values };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function list(db: Database): Promise<number> {
  for (const user of await listUsers(db, undefined)) {
    const marks = [
      user.status === USER_STATUS.active ? 'active' : 'disabled',
      ...(user.allowApi ? ['api'] : []),
      ...(user.mustChangePassword ? ['must change password'] : []),
    ];
    console.log(`${user.username}\t${marks.join(', ')}\t${user.email}`);
  }
  return 0;
}

async function show(db: Database, user: StoredUser): Promise<number> {
  const joined = await listGroupsOf(db, user.id);
  const { version: _, ...fields } = user;
  const shown = { ...fields, groups: joined.map(({ name, flags }) => ({ name, flags })) };
  return say(JSON.stringify(shown, null, 2));
}

async function create(
  db: Database,
  username: string,
  { email, admin }: Options,
  password: string,
  mustChangePassword: boolean,
): Promise<StoredUser> {
  for (const [option, value] of Object.entries({ NAME: username, email })) {
    if (Array.from(value).length > 120) throw new Error(`${option}: expected at most 120 characters`);
  }
  const fields = {
    firstName: '',
    lastName: '',
    email,
    username: username.trim(),
    password,
    mustChangePassword,
  };
  const { user } = await createUser(
    db,
    ACTOR,
    { ...fields, authType: AUTH.password, allowApi: false },
    hashPassword,
  );
  if (admin) await addMember(db, ACTOR, OPERATOR, ADMINISTRATORS, user.id);
  return user;
}

/** Without changes the groups of the person are printed; groups are named in any case. */
async function groups(
  db: Database,
  announce: () => Promise<void>,
  user: StoredUser,
  changes: readonly string[],
): Promise<number> {
  const all = await listGroups(db);
  const wishes: Array<{ id: number; adds: boolean }> = [];
  for (const change of changes) {
    const group = all.find(({ name }) => name.toLowerCase() === change.slice(1).toLowerCase());
    if (!/^[+-]/.test(change)) return wrong('expected: user groups NAME [+GROUP | -GROUP ...]');
    if (!group) return wrong(`there is no group named ${change.slice(1)}`);
    wishes.push({ id: group.id, adds: change.startsWith('+') });
  }
  for (const { id, adds } of wishes) {
    if (adds) await addMember(db, ACTOR, OPERATOR, id, user.id);
    else await dropMember(db, ACTOR, OPERATOR, id, user.id);
  }
  if (wishes.length > 0) await announce();
  for (const { name } of await listGroupsOf(db, user.id)) console.log(name);
  return 0;
}

async function choosePassword(
  generate: boolean,
  readPassword: () => Promise<string>,
): Promise<{ password: string; generated: boolean }> {
  if (generate) return { password: generatePassword(), generated: true };
  const password = await readPassword();
  if (password === '') throw new Error('expected a password on standard input, or --generate');
  return { password, generated: false };
}

/** The password on standard input, without the end of its line; asked for without showing it at a terminal. */
export async function readPasswordFromInput(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '');
  process.stderr.write('New password: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await prompt.question('');
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}

function tellPassword(password: string, generated: boolean): number {
  return generated ? say(`Password, to be changed at the first login: ${password}`) : 0;
}

function say(line: string): number {
  console.log(line);
  return 0;
}

function wrong(expected: string): number {
  console.error(`emulsion: ${expected}`);
  return 2;
}
