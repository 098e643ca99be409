import { randomBytes, randomInt, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of a scrypt hash: N = 2^log2N blocks of 128 r bytes, p times one after another. */
export type ScryptCost = { log2N: number; r: number; p: number };

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/**
 * One of OWASP's equally strong choices for scrypt (2025): N = 2^14, r = 8, p = 5. Of these it needs the
 * least memory (16 MiB), so that it pushes the least out of the processor's caches; see
 * docs/decisions/scrypt.md.
 */
export const COST: ScryptCost = { log2N: 14, r: 8, p: 5 };

/** No letters or digits that look alike; 31 of them give 4.95 bits each. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const HASH_BYTES = 32;

/** scrypt of a password. Which way a letter with an accent was typed makes no difference. */
export async function scryptOf(
  password: string,
  salt: Buffer,
  { log2N, r, p }: ScryptCost,
  bytes = HASH_BYTES,
): Promise<Buffer> {
  const N = 2 ** log2N;
  return derive(password.normalize('NFC'), salt, bytes, { N, r, p, maxmem: 256 * r * (N + p) });
}

/** The stored form of a password, in the PHC string format (`$scrypt$ln=14,r=8,p=5$salt$hash`). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scryptOf(password, salt, COST);
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${COST.log2N},r=${COST.r},p=${COST.p}$${text(salt)}$${text(hash)}`;
}

/** A password to hand out: four groups of five letters, about 99 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
