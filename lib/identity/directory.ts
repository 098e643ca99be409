import { type Client, type Entry, InappropriateAuthError, InvalidCredentialsError } from 'ldapts';
import { EmulsionError } from '#lib/errors/error.ts';
import type { Settings } from '#lib/settings/settings.ts';
import { type DirectoryAddress, withDirectory } from './directory-connection.ts';
import { type DirectoryType, namesOf, searchFor } from './directory-types.ts';

/** "Who am I?" (RFC 4532). */
const WHO_AM_I = '1.3.6.1.4.1.4203.1.11.3';

export type DirectoryPerson = {
  /** As the directory spells it when it takes other spellings for the same name. */
  username: string;
  firstName: string;
  lastName: string;
};

/** Asks a directory about people. */
export type Directory = {
  /**
   * The person, or undefined when name or password is wrong. Throws internal when the directory cannot be
   * asked: it is switched off, badly set up, away, or fails.
   */
  signIn(username: string, password: string): Promise<DirectoryPerson | undefined>;
};

type Place = DirectoryAddress & {
  type: DirectoryType;
  queryBase: string;
  service: { user: string; password: string } | undefined;
};

export function createDirectory(settings: Settings['ldap']): Directory {
  return {
    async signIn(username, password) {
      const place = placeOf(settings);
      // A bind with an empty password succeeds for anybody (RFC 4513, 5.1.2).
      if (username === '' || password === '' || username.includes('\0')) return undefined;
      try {
        return await ask(place, username, password);
      } catch (error) {
        throw failed(`the directory ${place.server} failed: ${describe(error)}`, error);
      }
    },
  };
}

async function ask(place: Place, username: string, password: string): Promise<DirectoryPerson | undefined> {
  const search = searchFor(place.type, username);
  const entry = await withDirectory(place, async (client) => {
    if (place.service) await client.bind(place.service.user, place.service.password);
    const { searchEntries } = await client.search(place.queryBase, {
      scope: 'sub',
      filter: search.filter,
      attributes: search.attributes,
      sizeLimit: 2,
    });
    if (searchEntries.length > 1) throw new Error('several people have this name');
    return searchEntries[0];
  });
  if (!entry?.dn) return undefined;
  // On a connection of its own, so that no right of the service account is left.
  const admitted = await withDirectory(place, (client) =>
    isAdmitted(client, entry.dn, password, search.tellsWho),
  );
  if (!admitted) return undefined;
  const spellings = textsOf(entry, search.nameAttribute);
  const same = spellings.some((spelling) => spelling.toLowerCase() === username.toLowerCase());
  const [cn = ''] = textsOf(entry, 'cn');
  const [givenName = ''] = textsOf(entry, 'givenName');
  const [sn = ''] = textsOf(entry, 'sn');
  return {
    // Directories overlook blanks and kinds of letters; a second account for one person would get round
    // the first one's being disabled.
    username: same ? username : (spellings[0] ?? username),
    ...namesOf({ cn, givenName, sn }),
  };
}

async function isAdmitted(client: Client, dn: string, password: string, tellsWho: boolean): Promise<boolean> {
  try {
    await client.bind(dn, password);
  } catch (error) {
    if (error instanceof InvalidCredentialsError || error instanceof InappropriateAuthError) return false;
    throw error;
  }
  if (!tellsWho) return true;
  const { value = '' } = await client.exop(WHO_AM_I);
  const [, who] = /^dn: ?(.*)$/is.exec(value) ?? [];
  return who !== undefined && comparable(who) === comparable(dn);
}

/** Servers differ in blanks and case when they write a name. */
function comparable(dn: string): string {
  return dn.toLowerCase().replace(/\s*([,=+])\s*/g, '$1');
}

/** The values of an attribute, whose name servers may write in any case. */
function textsOf(entry: Entry, attribute: string): string[] {
  const [, value] =
    Object.entries(entry).find(([name]) => name.toLowerCase() === attribute.toLowerCase()) ?? [];
  return [value ?? []].flat().map(String);
}

function placeOf(settings: Settings['ldap']): Place {
  const { enabled, type, server, queryBase, bindUser, bindPassword } = settings;
  if (!enabled) throw failed('an account of the directory, but LDAP_INTEGRATION is off');
  if (type === undefined) throw failed('LDAP_SERVER_TYPE is not set');
  if (server === undefined) throw failed('LDAP_SERVER is not set');
  if (queryBase === undefined) throw failed('LDAP_QUERY_BASE is not set');
  if (bindUser !== undefined && bindPassword === undefined) throw failed('LDAP_BIND_PASSWORD is not set');
  const { secure, startTls, caFile } = settings;
  const service =
    bindUser === undefined || bindPassword === undefined
      ? undefined
      : { user: bindUser, password: bindPassword };
  return { type, server, queryBase, secure, startTls, caFile, service };
}

function failed(log: string, cause?: unknown): EmulsionError {
  return new EmulsionError('internal', 'The directory could not be asked.', { log, cause });
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
