import type { z } from 'zod';
import type { countedGroup, groupDetails, listedUser, userDetails } from '#lib/contracts/people.ts';
import type { group, personalToken, session } from '#lib/contracts/resources.ts';

/** What the API answers about people and groups. */
export type ListedUser = z.output<typeof listedUser>;
export type UserDetails = z.output<typeof userDetails>;
export type Group = z.output<typeof group>;
export type CountedGroup = z.output<typeof countedGroup>;
export type GroupDetails = z.output<typeof groupDetails>;
export type Session = z.output<typeof session>;
export type Token = z.output<typeof personalToken>;

export type PeoplePage = { total: number; people: ListedUser[] };

/** Something with the entity tag that a change of it is tied to. */
export type Tagged<Shape> = { value: Shape; etag: string | undefined };

export const PUBLIC_GROUP = 1;
export const NORMAL_USERS = 2;

export const AUTH_NAMES: Readonly<Record<number, string>> = {
  1: 'Password',
  2: 'LDAP directory',
  3: 'OpenID Connect',
};

/** Full name, or the user name without one. */
export function nameOf(person: { first_name: string; last_name: string; username: string }): string {
  const name = `${person.first_name} ${person.last_name}`.trim();
  return name === '' ? person.username : name;
}

export const userPage = (id: number): string => `/admin/users/${id}/`;
export const groupPage = (id: number): string => `/admin/groups/${id}/`;
export const explainPage = (userId: number): string => `/admin/permissions/?user=${userId}&panel=explain`;
