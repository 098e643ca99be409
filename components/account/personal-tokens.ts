import type { z } from 'zod';
import type { newPersonalToken, personalToken } from '#lib/contracts/resources.ts';

export type Token = z.output<typeof personalToken>;
export type NewToken = z.output<typeof newPersonalToken>;
export type Scope = Token['scopes'][number];

export const TOKENS_KEY = ['account', 'tokens'] as const;

export const SCOPE_NAMES: Readonly<Record<Scope, string>> = {
  read: 'Read',
  write: 'Write',
  admin: 'Administer',
};

/** What a token with a scope may be used for, from the least on. */
export const SCOPES: ReadonlyArray<{ scope: Scope; text: string }> = [
  { scope: 'read', text: 'Look: lists, details, pictures, search' },
  { scope: 'write', text: 'Change: upload, move, delete, titles and tags' },
  { scope: 'admin', text: 'Administer: people, groups, permissions, templates, as far as you may' },
];

/** Days that a token may be good for; 0 is without end. */
export const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '0', label: 'No end' },
] as const;

/** When a token ends that is made now, as the API takes it; undefined without end. */
export function endOf(days: number, now: number): string | undefined {
  return days === 0 ? undefined : new Date(now + days * 86_400_000).toISOString();
}
