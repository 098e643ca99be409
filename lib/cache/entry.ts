import { createHash } from 'node:crypto';
import { badRequest, EmulsionError, unsupported } from '#lib/errors/error.ts';

/** What makes two requests ask for the same picture. */
export type PictureKey = {
  imageId: number;
  /** Changes whenever the original's content changes. */
  version: string;
  /** Canonical identity of the transform and of the settings that shape pixels; any length. */
  transform: string;
};

/** Where a picture is kept: short, of fixed alphabet, safe in file names and Redis keys. */
export type PictureAddress = { readonly imageId: number; readonly id: string };

export type CachedImage = {
  kind: 'picture';
  body: Buffer;
  mime: string;
  format: string;
  width: number;
  height: number;
  /** Set when a preview in the file stands for a picture that could not be read. */
  isPreview?: true;
};

/** A remembered failure, so that a broken file is not decoded again for every request. */
export type CachedFailure = {
  kind: 'failure';
  status: 415 | 400;
  message: string;
  /** Milliseconds since 1970 from which it no longer counts. */
  expires: number;
};

export type CachedPicture = CachedImage | CachedFailure;

/** How long a failure is remembered, in milliseconds. */
const FAILURE_LIFETIME_MS = 60_000;

/**
 * The address of a picture. Costs one hash (about two microseconds), so compute it once per request.
 * 160 bits of SHA-256 in hex: hex because some file systems do not tell upper from lower case.
 */
export function addressOf(key: PictureKey): PictureAddress {
  const digest = createHash('sha256')
    .update(`${key.imageId}\n${key.version.length}\n${key.version}\n${key.transform}`)
    .digest('hex')
    .slice(0, 40);
  return { imageId: key.imageId, id: `${key.imageId}-${digest}` };
}

/**
 * The remembered form of an error, or undefined when the error says nothing lasting about the picture
 * (busy, missing, internal).
 */
export function failureOf(error: unknown, now = Date.now()): CachedFailure | undefined {
  if (!(error instanceof EmulsionError)) return undefined;
  if (error.code !== 'unsupported' && error.code !== 'invalid_request') return undefined;
  return {
    kind: 'failure',
    status: error.code === 'unsupported' ? 415 : 400,
    message: error.publicMessage,
    expires: now + FAILURE_LIFETIME_MS,
  };
}

/** The error that a remembered failure stands for; throw it. */
export function errorOf(failure: CachedFailure): EmulsionError {
  return failure.status === 415 ? unsupported(failure.message) : badRequest(failure.message);
}

/** Bytes that an entry occupies apart from bookkeeping. */
export function sizeOf(entry: CachedPicture): number {
  return entry.kind === 'picture' ? entry.body.byteLength : 2 * entry.message.length;
}

/** Whether an entry may still be served. */
export function isFresh(entry: CachedPicture, now = Date.now()): boolean {
  return entry.kind === 'picture' || entry.expires > now;
}
