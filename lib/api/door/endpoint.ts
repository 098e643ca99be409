import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Actor } from '#lib/audit/audit.ts';
import type { ApiParts } from '#lib/boot/services.ts';
import type { Caller, Scope } from '#lib/identity/identity.ts';
import type { Flag } from '#lib/identity/principal.ts';
import type { StagedFile } from '#lib/storage/storage.ts';
import type { Links } from './links.ts';
import type { ApiRequest } from './request.ts';

/** Who may call: anyone, anyone signed in, or whoever has one of these flags. */
export type Access = 'anyone' | 'signed-in' | readonly [Flag, ...Flag[]];

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A file part of an upload. `name` is what the client called it. */
export type UploadedFile = { name: string; staged: StagedFile };

/** What a handler works with. */
export type Call<Query, Body> = {
  parts: ApiParts;
  request: ApiRequest;
  caller: Caller;
  actor: Actor;
  /** Values of the path: numbers for `{id}`-like names, text otherwise. */
  params: { id: number; [name: string]: number | string };
  query: Query;
  body: Body;
  /** Files of a multipart upload, already on disk; what is not placed is removed afterwards. */
  files: readonly UploadedFile[];
  /** File boxes of the form that were left empty. */
  blankFiles: number;
  /** Builds absolute links for this request. */
  links: Links;
  /**
   * The version that If-Match names, or undefined when there is none (or `*`). Throws 409 when the tag is not one of
   * this object's.
   * @param name kind and id of the object, such as `user-12`
   */
  expectedVersion(name: string): number | undefined;
  /** Throws forbidden (401 for anonymous callers when `signIn` is set) unless the caller has the level on the folder. */
  requireLevel(folder: string, level: number): void;
};

/** What a handler answers; a plain value is the data of a 200. */
export type Outcome = {
  data: unknown;
  status?: number;
  /** Lead text of the message; that of the status otherwise. */
  message?: string;
  /** Entity tag without quotes, such as `user-12-3`. */
  etag?: string;
  /** Further headers, names and values in turn. */
  headers?: string[];
  /** A page, redirect or file instead of the JSON envelope. */
  page?: { type: string; text: string | Buffer };
  /** Bytes as they come instead of the JSON envelope; opened when they are sent, destroyed when the client goes. */
  stream?: { type: string; open(): Readable };
  /** Set when the same person may be given the same answer again (GET by anyone, no entity tag). */
  keep?: Keep;
};

/** Until when an answer is good, beside the data epoch. */
export type Keep = {
  /** Whether the files behind it were looked at within the last second. */
  isFresh(): boolean;
  /** Looks at them again; whether the answer is still right. */
  renew?(): Promise<boolean>;
};

type Fields = z.ZodObject;

export type EndpointSpec<Query extends Fields, Body extends Fields> = {
  method: Method;
  /** Below /api/v1, with a slash at its end: `/admin/users/{id}/`. */
  path: string;
  /** Name of the operation, such as listUsers. */
  name: string;
  /** One line; the reference page shows it. */
  summary: string;
  /** Section of the reference page. */
  tag: string;
  /** More than fits into a line. */
  description?: string;
  access: Access;
  /** What it takes beside access, in words: folder levels and the like. The handler checks it. */
  rights?: string;
  /** What a personal token must be good for. */
  scope: Scope;
  /** Whether the settings may confine it to a port or to HTTPS (INTERNAL_BROWSING_*). */
  internal: boolean;
  /** The slash at the end may be missing; elsewhere that is answered with 308. */
  optionalSlash?: boolean;
  /** Never asks for a CSRF token: the request carries its own credentials. */
  csrfExempt?: boolean;
  /** Open to people who must change their password first. */
  beforePasswordChange?: boolean;
  query?: Query;
  body?: Body;
  /** For PUT: fields that a form must carry although a JSON body may leave them out, which means unchanged. */
  formRequired?: readonly (keyof z.output<Body> & string)[];
  /** For PUT: text of fields that a form leaves out, as unchecked boxes are. */
  formDefaults?: Readonly<Record<string, string>>;
  /** Reads a multipart body's files onto the disk before the handler runs. */
  files?: boolean;
  /** Shape of `data`; undefined for pages. */
  answer: z.ZodType | undefined;
  /** Media type of a page. */
  pageType?: string;
  /** Answers carry an ETag; a write takes If-Match, a read If-None-Match. */
  versioned?: boolean;
  /** Statuses other than 200 that are part of the operation, beside those that follow from access and body. */
  statuses?: readonly number[];
  /**
   * Checks that come before the values of the request are read, where the contract has them in that order. Throws what the
   * caller is to be answered.
   */
  guard?(call: Omit<Call<unknown, unknown>, 'query' | 'body'>): Promise<void>;
  handle(call: Call<z.output<Query>, z.output<Body>>): Promise<unknown>;
};

/** One operation of the API: the table row that routing, checks, handler and documentation are read from. */
export type Endpoint = EndpointSpec<Fields, Fields>;

const OUTCOME = Symbol('outcome');

/** An answer with more to it than data. */
export function outcome(parts: Outcome): Outcome {
  return Object.assign({ [OUTCOME]: true }, parts);
}

/** What a handler returned, in full form. */
export function toOutcome(returned: unknown): Outcome {
  if (typeof returned === 'object' && returned !== null && OUTCOME in returned)
    return returned as unknown as Outcome;
  return { data: returned ?? null };
}

/** An operation that takes no fields. */
type NoFields = z.ZodObject<Record<string, never>>;

/** Declares an operation. Types of query and body follow from their shapes. */
export function endpoint<Query extends Fields = NoFields, Body extends Fields = NoFields>(
  spec: EndpointSpec<Query, Body>,
): Endpoint {
  return spec;
}
