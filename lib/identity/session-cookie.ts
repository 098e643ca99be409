import { randomBytes } from 'node:crypto';
import { createSigner } from './keys.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const VALUE = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;
const NONCE_BYTES = 16;

/** The signed texts that go with a session. Nothing is asked of the database. */
export type SessionCookies = {
  /** The value of the cookie: safe in a cookie as it is, and worth nothing without the row it names. */
  write(sessionId: string): string;
  /** The id in a cookie value, undefined when it was not written by this server. */
  read(value: string): string | undefined;
  /** A token that forms and scripts send along. Another one each time, so that compression tells nothing. */
  csrfToken(sessionId: string): string;
  isCsrfToken(sessionId: string, token: string): boolean;
};

export function createSessionCookies(secretKey: string): SessionCookies {
  const cookies = createSigner(secretKey, 'session cookie');
  const forgery = createSigner(secretKey, 'request forgery token');
  const bound = (sessionId: string, nonce: Buffer) => Buffer.concat([nonce, Buffer.from(sessionId, 'utf8')]);
  return {
    write: (sessionId) => `${sessionId}.${cookies.sign(sessionId).toString('base64url')}`,
    read(value) {
      const [, sessionId, signature] = VALUE.exec(value) ?? [];
      if (sessionId === undefined || signature === undefined || !UUID.test(sessionId)) return undefined;
      return cookies.isSignature(sessionId, Buffer.from(signature, 'base64url')) ? sessionId : undefined;
    },
    csrfToken(sessionId) {
      const nonce = randomBytes(NONCE_BYTES);
      return Buffer.concat([nonce, forgery.sign(bound(sessionId, nonce))]).toString('base64url');
    },
    isCsrfToken(sessionId, token) {
      if (token.length !== 64) return false;
      const bytes = Buffer.from(token, 'base64url');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      return forgery.isSignature(bound(sessionId, nonce), bytes.subarray(NONCE_BYTES));
    },
  };
}
