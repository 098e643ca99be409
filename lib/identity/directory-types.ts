import { AndFilter, EqualityFilter, type Filter } from 'ldapts';
import type { Settings } from '#lib/settings/settings.ts';

export type DirectoryType = NonNullable<Settings['ldap']['type']>;

/** How people are found in a kind of directory, and recognised (contract of the original). */
type PeopleOf = {
  objectClass: string;
  /** Attribute that holds the name people sign in with. */
  nameAttribute: string;
  /** Whether the directory can be asked who has just signed in (RFC 4532). Active Directory answers otherwise. */
  tellsWho: boolean;
};

const TYPES: Readonly<Record<DirectoryType, PeopleOf>> = {
  openldapposix: { objectClass: 'posixAccount', nameAttribute: 'uid', tellsWho: true },
  openldaporganizational: { objectClass: 'organizationalPerson', nameAttribute: 'uid', tellsWho: true },
  apple: { objectClass: 'apple-user', nameAttribute: 'uid', tellsWho: true },
  activedirectory: { objectClass: 'user', nameAttribute: 'sAMAccountName', tellsWho: false },
};

/** How to search one name in a kind of directory. The name is a value in the filter, never part of its syntax. */
export function searchFor(
  type: DirectoryType,
  username: string,
): { filter: Filter; attributes: string[]; nameAttribute: string; tellsWho: boolean } {
  const { objectClass, nameAttribute, tellsWho } = TYPES[type];
  return {
    filter: new AndFilter({
      filters: [
        new EqualityFilter({ attribute: 'objectClass', value: objectClass }),
        new EqualityFilter({ attribute: nameAttribute, value: username }),
      ],
    }),
    attributes: [nameAttribute, 'cn', 'givenName', 'sn'],
    nameAttribute,
    tellsWho,
  };
}

/** First and last name for a new account (contract of the original). */
export function namesOf(person: { cn: string; givenName: string; sn: string }): {
  firstName: string;
  lastName: string;
} {
  const words = person.cn.split(/\s+/).filter((word) => word !== '');
  const [first = '', last = ''] = words.length === 2 ? words : [person.givenName, person.sn];
  return { firstName: capitalised(first), lastName: capitalised(last) };
}

function capitalised(name: string): string {
  const [first, ...rest] = Array.from(name.replaceAll('\0', '').trim());
  if (first === undefined) return 'Unknown';
  return `${first.toUpperCase()}${rest.join('').toLowerCase()}`.slice(0, 120);
}
