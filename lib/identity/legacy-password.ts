import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** Bytes that each plain hash gives. */
const HASHES: ReadonlyMap<string, number> = new Map([
  ['md5', 16],
  ['sha1', 20],
  ['sha224', 28],
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
]);

/** Rounds where a pbkdf2 method names none (contract of the original's library). */
const DEFAULT_ROUNDS = 150_000;

/** A row that asks for more would hold a processor for seconds. */
const MOST_ROUNDS = 2_000_000;

/**
 * What `<method>$<salt>$<digest>` must hold as digest for this password, and what it does hold (contract
 * of the original: plain hash names, `plain`, `pbkdf2:<hash>[:<rounds>]`; with a salt the plain hashes are
 * HMACs whose key is the salt). undefined when the stored text is nothing of the kind.
 */
export async function legacyDigests(
  stored: string,
  password: string,
): Promise<{ wanted: string; held: string } | undefined> {
  const [, method, salt, held] = /^([^$]*)\$([^$]*)\$(.*)$/s.exec(stored) ?? [];
  if (method === undefined || salt === undefined || held === undefined) return undefined;
  if (method === 'plain') return held === '' ? undefined : { wanted: password, held };
  if (HASHES.has(method)) {
    const hash = salt === '' ? createHash(method) : createHmac(method, salt);
    return { wanted: hash.update(password, 'utf8').digest('hex'), held: held.toLowerCase() };
  }
  const [, hash = '', roundsText] = /^pbkdf2:([a-z0-9]+)(?::(\d{1,7}))?$/.exec(method) ?? [];
  const bytes = HASHES.get(hash);
  const rounds = Number(roundsText ?? DEFAULT_ROUNDS);
  if (bytes === undefined || salt === '' || rounds < 1 || rounds > MOST_ROUNDS) return undefined;
  const digest = await derive(password, salt, rounds, bytes, hash);
  return { wanted: digest.toString('hex'), held: held.toLowerCase() };
}
