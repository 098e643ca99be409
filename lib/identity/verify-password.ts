import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { legacyDigests } from './legacy-password.ts';
import { COST, type ScryptCost, scryptOf } from './password.ts';

/** More than any form accepts; what is longer is wrong without being looked at. */
export const LONGEST_PASSWORD = 1024;

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,})\$([A-Za-z0-9+/]{22,})$/;

/** Memory that verifying may take: the largest of OWASP's choices is 128 MiB. */
const MOST_MEMORY = 256 * 1024 * 1024;

/**
 * Whether a password is the one of a stored hash, and whether the hash is to be replaced because it is of
 * the original's or of another cost. Whatever the stored form, and with none at all (undefined: nobody of
 * that name), one scrypt of today's cost is computed, so that the time tells nothing. A right password with
 * a hash to be replaced costs nothing extra here: the caller's new hash takes that time.
 */
export async function verifyPassword(
  stored: string | undefined,
  password: string,
): Promise<{ right: boolean; outdated: boolean }> {
  const known = password.length <= LONGEST_PASSWORD ? stored : undefined;
  if (known?.startsWith('$scrypt$')) {
    const parsed = parse(known);
    if (parsed) {
      const { cost, salt, hash } = parsed;
      const right = timingSafeEqual(await scryptOf(password, salt, cost, hash.length), hash);
      return { right, outdated: cost.log2N !== COST.log2N || cost.r !== COST.r || cost.p !== COST.p };
    }
  } else if (known !== undefined) {
    const digests = await legacyDigests(known, password);
    if (digests && isEqual(digests.wanted, digests.held)) return { right: true, outdated: true };
  }
  await scryptOf(password.slice(0, LONGEST_PASSWORD), randomBytes(16), COST);
  return { right: false, outdated: false };
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } | undefined {
  const [, log2N, r, p, salt, hash] = PHC.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const sound = cost.log2N >= 1 && cost.r >= 1 && cost.p >= 1 && cost.p <= 16;
  if (!sound || 128 * cost.r * 2 ** cost.log2N > MOST_MEMORY) return undefined;
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

/** Compares texts of any length in the same time: their hashes are compared. */
function isEqual(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(hash(a), hash(b));
}
