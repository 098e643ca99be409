import { randomBytes } from 'node:crypto';
import { badRequest } from '#lib/errors/error.ts';

const LONGEST = 64;
const NOT_ALLOWED = /[%<>&.?:/]/;

/** Bitcoin's base 58: no digits and letters that look alike. */
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A name for addresses that nobody guesses: 64 random bits, about eleven characters. */
function generateHumanId(): string {
  let rest = randomBytes(8).readBigUInt64BE();
  let text = '';
  do {
    text = BASE58.charAt(Number(rest % 58n)) + text;
    rest /= 58n;
  } while (rest > 0n);
  return text;
}

/**
 * A chosen name for addresses, as it is stored; a generated one in place of a blank (contract of the original).
 * Throws 400 for more than 64 characters, for characters that end a path or a query, and for Unicode in another form
 * than NFC.
 */
export function readHumanId(typed: string | undefined): string {
  const text = (typed ?? '').trim();
  if (text === '') return generateHumanId();
  if (Array.from(text).length > LONGEST) {
    throw badRequest(`human_id: expected at most ${LONGEST} characters`);
  }
  if (NOT_ALLOWED.test(text) || text !== text.normalize('NFC') || /\p{Cc}|\\/u.test(text)) {
    throw badRequest('human_id: expected composed Unicode (NFC) without any of % < > & . ? : / \\');
  }
  return text;
}
