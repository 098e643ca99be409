import { createSigner } from '#lib/identity/keys.ts';

const ID_BYTES = 4;
const TIME_BYTES = 6;
/** 128 bits of a signature are beyond guessing, and keep addresses short. */
const SIGN_BYTES = 16;

const TOKEN = /^[\w-]{27}$/;
const GRANT = /^[\w-]{35}$/;

/** Texts that stand for links. Nothing secret is stored: they can be written anew from the id of the link. */
export type LinkTokens = {
  /** The secret part of a link's address. */
  token(linkId: number): string;
  /** Id of the link; undefined when the token was not made here. */
  readToken(token: string): number | undefined;
  /** What opens the pictures of a link until a time (whole seconds). */
  grant(linkId: number, until: Date): string;
  /** What a grant is for; undefined when it was not made here or is over. */
  readGrant(grant: string): { linkId: number; until: number } | undefined;
};

/** Tokens and grants of links, signed with the server's secret. */
export function createLinkTokens(secretKey: string): LinkTokens {
  const links = createSigner(secretKey, 'portfolio link');
  const grants = createSigner(secretKey, 'portfolio grant');

  function seal(signer: typeof links, body: Buffer): string {
    const padded = signer.sign(body).subarray(0, SIGN_BYTES);
    return Buffer.concat([body, padded]).toString('base64url');
  }

  function unseal(signer: typeof links, text: string, length: number): Buffer | undefined {
    const bytes = Buffer.from(text, 'base64url');
    const body = bytes.subarray(0, length);
    // One spelling only: the last character of a text has bits to spare.
    return bytes.length === length + SIGN_BYTES && seal(signer, body) === text ? body : undefined;
  }

  return {
    token(linkId) {
      const body = Buffer.alloc(ID_BYTES);
      body.writeUInt32BE(linkId);
      return seal(links, body);
    },
    readToken(token) {
      return TOKEN.test(token) ? unseal(links, token, ID_BYTES)?.readUInt32BE() : undefined;
    },
    grant(linkId, until) {
      const body = Buffer.alloc(ID_BYTES + TIME_BYTES);
      body.writeUInt32BE(linkId);
      body.writeUIntBE(Math.floor(until.getTime() / 1000), ID_BYTES, TIME_BYTES);
      return seal(grants, body);
    },
    readGrant(grant) {
      const body = GRANT.test(grant) ? unseal(grants, grant, ID_BYTES + TIME_BYTES) : undefined;
      if (!body) return undefined;
      const until = body.readUIntBE(ID_BYTES, TIME_BYTES) * 1000;
      return until > Date.now() ? { linkId: body.readUInt32BE(), until } : undefined;
    },
  };
}
