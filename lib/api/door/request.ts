import type { Readable } from 'node:stream';

/** A request to the API as plain data, whichever way it came in. */
export type ApiRequest = {
  method: string;
  /** Path as sent, with /api in front. */
  path: string;
  /** Raw text after the question mark. */
  query: string;
  /** Value of a header by lower-case name; several of one name are joined by commas. */
  header(name: string): string | undefined;
  body: Readable;
  /** Address of the client. */
  address: string;
  /** Whether it came over HTTPS, as far as trusted proxies say. */
  secure: boolean;
  /** Port that the client spoke to; undefined when nobody knows. */
  port: number | undefined;
  /** Tells this request from others, in the log and in the audit record. */
  id: string;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
};

/** An answer of the API as plain data. */
export type ApiAnswer = {
  status: number;
  /** Names and values in turn. */
  headers: string[];
  /** The whole, or bytes as they come; whoever sends these destroys the stream when the client goes. */
  body: string | Buffer | Readable | undefined;
};
