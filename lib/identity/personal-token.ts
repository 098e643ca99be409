import { createHash, randomInt } from 'node:crypto';

const PREFIX = 'emu_';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 238 bits. */
const LENGTH = 40;
const SHAPE = /^emu_[A-Za-z0-9]{40}$/;
const HINT_LENGTH = PREFIX.length + 6;

/** A new personal token with what is kept of it: its SHA-256 (it is random, a slow hash adds nothing). */
export function makePersonalToken(): { token: string; hash: string; hint: string } {
  const random = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const token = PREFIX + random;
  return { token, hash: hashPersonalToken(token), hint: token.slice(0, HINT_LENGTH) };
}

/** SHA-256 in hexadecimal digits. */
export function hashPersonalToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether a text looks like a personal token. */
export function isPersonalToken(text: string): boolean {
  return SHAPE.test(text);
}
