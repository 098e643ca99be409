import { createSigner } from './keys.ts';

/** What tells a timed token from others. */
const PREFIX = 'emt_';
const STAMP_BYTES = 12;
const BODY_BYTES = 4 + 6 + STAMP_BYTES;
const SHAPE = /^emt_[A-Za-z0-9_-]{72}$/;

export type TimedTokens = {
  /** A token that is good until `expiresAt`, or until the stored password of the person is another one. */
  issue(userId: number, storedPassword: string, expiresAt: Date): string;
  /** Who a token names and until when; undefined when it was not issued here or has expired. */
  read(token: string): { userId: number; expiresAt: number; stamp: Buffer } | undefined;
  /** Whether the password is still the one the token was issued for. */
  isCurrent(stamp: Buffer, storedPassword: string): boolean;
};

/**
 * The timed tokens of the token endpoint: user id, expiry (seconds since 1970) and a stamp of the stored
 * password, followed by a signature. They are kept nowhere. Clients treat them as text.
 */
export function createTimedTokens(secretKey: string): TimedTokens {
  const signer = createSigner(secretKey, 'timed token');
  const stamps = createSigner(secretKey, 'timed token stamp');
  const stampOf = (storedPassword: string) => stamps.sign(storedPassword).subarray(0, STAMP_BYTES);
  return {
    issue(userId, storedPassword, expiresAt) {
      const body = Buffer.alloc(BODY_BYTES);
      body.writeUInt32BE(userId, 0);
      body.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), 4, 6);
      stampOf(storedPassword).copy(body, 10);
      return PREFIX + Buffer.concat([body, signer.sign(body)]).toString('base64url');
    },
    read(token) {
      if (!SHAPE.test(token)) return undefined;
      const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
      const body = bytes.subarray(0, BODY_BYTES);
      if (!signer.isSignature(body, bytes.subarray(BODY_BYTES))) return undefined;
      const expiresAt = body.readUIntBE(4, 6) * 1000;
      if (expiresAt <= Date.now()) return undefined;
      return { userId: body.readUInt32BE(0), expiresAt, stamp: body.subarray(10) };
    },
    isCurrent: (stamp, storedPassword) => stampOf(storedPassword).equals(stamp),
  };
}
