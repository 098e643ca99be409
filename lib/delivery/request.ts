import type { Readable } from 'node:stream';
import type { Principal } from '#lib/identity/principal.ts';

/** A request for a picture or an original, as plain data. */
export type PictureRequest = {
  method: string;
  kind: 'image' | 'original';
  /** Raw text after the question mark. */
  query: string;
  ifNoneMatch: string | undefined;
  accept: string | undefined;
  /** For originals: headers of partial and conditional requests. */
  range?: string | undefined;
  ifRange?: string | undefined;
  ifModifiedSince?: string | undefined;
  /** The Referer header, for statistics. */
  referrer?: string | undefined;
  /** Who asks. */
  principal: Principal;
  /** Address of the client, for the log. */
  address: string | undefined;
  /** Aborted when the client has gone: pictures that nobody else waits for are then not begun. */
  signal?: AbortSignal | undefined;
};

/** What somebody without rights of their own was given for a while. */
export type PictureGrant = {
  /** When it is over, ms since 1970. */
  until: number;
  /** Whether it opens the image of a path for a level (View: pictures, Download: the original) at this moment. */
  opens(src: string, level: number): Promise<boolean>;
  /** To be told when an original was downloaded by it. */
  downloaded(): void;
};

/** An answer as plain data. */
export type Delivered = {
  status: number;
  /** Names and values in turn, as node:http's writeHead takes them. */
  headers: string[];
  /** undefined = no body. A stream must be consumed or destroyed. */
  body: Buffer | Readable | undefined;
};
