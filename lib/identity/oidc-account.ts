import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { generatePassword } from './password.ts';
import { createOidcAccount, findByExternalId, linkByEmail, takenNames } from './store/oidc.ts';

/** What an OpenID provider tells of a person who has signed in there. */
export type OidcPerson = {
  issuer: string;
  subject: string;
  /** Only when the provider has verified it. */
  email: string | undefined;
  preferredName: string | undefined;
  firstName: string | undefined;
  lastName: string | undefined;
};

const LONGEST_TEXT = 120;
const LONGEST_EXTERNAL_ID = 600;
const ACTIVE = 1;
/** Tries to find a free name while others take them. */
const TRIES = 5;

/**
 * The account of a person of an OpenID provider: the one that belongs to the person, else the only active one of the
 * verified e-mail address, which then belongs to the person, else a new one when that is wanted.
 *
 * @param options.hashPassword makes the stored form of the password that nobody knows
 * @returns the id and whether anything was changed; undefined when the person may not come in
 */
export async function accountOfOidcPerson(
  options: {
    db: Database;
    address: string;
    createAccounts: boolean;
    hashPassword: (password: string) => Promise<string>;
  },
  person: OidcPerson,
): Promise<{ userId: number; changed: boolean } | undefined> {
  const { db, address } = options;
  const externalId = `${person.issuer}|${person.subject}`;
  if (person.subject === '' || externalId.length > LONGEST_EXTERNAL_ID || !isSound(externalId))
    return undefined;
  const actor: Actor = { userId: undefined, username: 'system', via: 'none', address, requestId: '' };
  const own = await findByExternalId(db, externalId);
  if (own) return own.status === ACTIVE ? { userId: own.id, changed: false } : undefined;
  const email = person.email !== undefined && isSound(person.email) ? person.email.trim() : '';
  const linked = email === '' ? undefined : await linkByEmail(db, actor, email, externalId);
  if (linked !== undefined) return { userId: linked, changed: true };
  if (!options.createAccounts) return undefined;

  const wished = short(person.preferredName) || short(person.email) || 'person';
  const password = await options.hashPassword(generatePassword());
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const userId = await createOidcAccount(db, actor, {
      username: freeName(wished, await takenNames(db, wished)),
      firstName: short(person.firstName) || 'Unknown',
      lastName: short(person.lastName) || 'Unknown',
      email: Array.from(email).length > LONGEST_TEXT ? '' : email,
      password,
      externalId,
    });
    if (userId !== undefined) return { userId, changed: true };
    const meanwhile = await findByExternalId(db, externalId);
    if (meanwhile) return { userId: meanwhile.id, changed: false };
  }
  return undefined;
}

/** The name, or the name with the first free number from 2 on behind it. */
function freeName(wished: string, taken: ReadonlySet<string>): string {
  const lower = wished.toLowerCase();
  if (!taken.has(lower)) return wished;
  let number = 2;
  while (taken.has(`${lower}-${number}`)) number++;
  return `${wished}-${number}`;
}

/** Room is left for a number. */
function short(text: string | undefined): string {
  if (text === undefined || !isSound(text)) return '';
  return Array.from(text.trim())
    .slice(0, LONGEST_TEXT - 12)
    .join('');
}

/** Text that the database can hold. */
function isSound(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
