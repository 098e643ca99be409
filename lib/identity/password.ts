import { randomBytes, randomInt, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/** OWASP's recommendation for scrypt (2025): N = 2^17, r = 8, p = 1; takes 128 MiB for a moment. */
const COST = { log2N: 17, r: 8, p: 1 };

/** No letters or digits that look alike; 31 of them give 4.95 bits each. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The stored form of a password, in the PHC string format (`$scrypt$ln=17,r=8,p=1$salt$hash`). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { log2N, r, p } = COST;
  const hash = await derive(password.normalize('NFC'), salt, 32, {
    N: 2 ** log2N,
    r,
    p,
    maxmem: 256 * 1024 * 1024,
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${log2N},r=${r},p=${p}$${text(salt)}$${text(hash)}`;
}

/** A password to hand out: four groups of five letters, about 99 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
