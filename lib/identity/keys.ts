import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What the server's secret is used for; each has a key of its own. */
type Purpose =
  | 'session cookie'
  | 'request forgery token'
  | 'timed token'
  | 'timed token stamp'
  | 'download'
  | 'portfolio link'
  | 'portfolio grant';

/** Signs texts for one purpose. */
export type Signer = {
  /** HMAC-SHA256, 32 bytes. */
  sign(text: string | Buffer): Buffer;
  /** Whether these bytes are the signature, in constant time. */
  isSignature(text: string | Buffer, signature: Buffer): boolean;
};

/** A signer whose key is derived from the server's secret by HKDF (RFC 5869). */
export function createSigner(secretKey: string, purpose: Purpose): Signer {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', `emulsion ${purpose}`, 32));
  const sign = (text: string | Buffer): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    sign,
    isSignature(text, signature) {
      const wanted = sign(text);
      return signature.length === wanted.length && timingSafeEqual(signature, wanted);
    },
  };
}
