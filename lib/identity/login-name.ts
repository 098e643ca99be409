import { createHash } from 'node:crypto';

/** Names of accounts are no longer than this; longer keys are hashed. */
const LONGEST_NAME = 120;

/**
 * What failed sign-ins to an account are counted under: one text for all spellings that the database, or a directory,
 * may take for the same name. They differ about what is a capital letter, an accent or a blank.
 */
export function loginName(username: string): string {
  const plain = username
    .toWellFormed()
    .normalize('NFKD')
    .replace(/[\p{M}\s]/gu, '');
  const folded = plain.toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  const fits = Array.from(folded).length <= LONGEST_NAME && !folded.includes('\0');
  return fits ? folded : createHash('sha256').update(folded).digest('hex');
}
