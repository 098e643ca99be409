import { createSigner } from './keys.ts';

const ID_BYTES = 16;
const BODY_BYTES = ID_BYTES + 4 + 6;
const SHAPE = /^[A-Za-z0-9_-]{78}$/;

/** Tokens in addresses of downloads: each is good for one person and one thing, for a while. */
export type DownloadTokens = {
  /** @param id a UUID */
  issue(userId: number, id: string, expiresAt: Date): string;
  /** Whom a token is for and what; undefined when it was not issued here or has expired. */
  read(token: string): { userId: number; id: string } | undefined;
};

/** Tokens that hold id, person and expiry (seconds since 1970), signed. */
export function createDownloadTokens(secretKey: string): DownloadTokens {
  const signer = createSigner(secretKey, 'download');
  return {
    issue(userId, id, expiresAt) {
      const body = Buffer.alloc(BODY_BYTES);
      body.write(id.replaceAll('-', ''), 'hex');
      body.writeUInt32BE(userId, ID_BYTES);
      body.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), ID_BYTES + 4, 6);
      return Buffer.concat([body, signer.sign(body)]).toString('base64url');
    },
    read(token) {
      if (!SHAPE.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const body = bytes.subarray(0, BODY_BYTES);
      if (!signer.isSignature(body, bytes.subarray(BODY_BYTES))) return undefined;
      if (body.readUIntBE(ID_BYTES + 4, 6) * 1000 <= Date.now()) return undefined;
      const hex = body.toString('hex', 0, ID_BYTES);
      const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return { userId: body.readUInt32BE(ID_BYTES), id };
    },
  };
}
