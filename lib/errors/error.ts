/**
 * The one error vocabulary. Everything under lib throws EmulsionError and nothing else on purpose;
 * whoever speaks HTTP reads the status off the code with STATUS.
 */
export type ErrorCode =
  | 'invalid_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'edit_conflict'
  | 'too_large'
  | 'unsatisfiable_range'
  | 'unsupported'
  | 'too_many_requests'
  | 'busy'
  | 'internal';

/** HTTP status of each error code. The only such table in the project. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  edit_conflict: 409,
  too_large: 413,
  unsatisfiable_range: 416,
  unsupported: 415,
  too_many_requests: 429,
  internal: 500,
  busy: 503,
};

type ErrorDetails = {
  /** What the log should say when it differs from what the person may read. */
  log?: string;
  cause?: unknown;
  /** Seconds after which trying again makes sense (Retry-After). */
  retryAfter?: number;
  /** Bytes of the file whose parts were asked for. */
  size?: number;
};

/** Marks errors of all copies of this module: server.ts and Next's bundles each load their own. */
const KIND = Symbol.for('emulsion.error');

/**
 * An expected failure. `publicMessage` is safe to show to anyone; `message` is for the log and may name
 * internal facts.
 */
export class EmulsionError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly retryAfter: number | undefined;
  readonly size: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, details: ErrorDetails = {}) {
    super(details.log ?? publicMessage, { cause: details.cause });
    this.name = 'EmulsionError';
    this.code = code;
    this.publicMessage = publicMessage;
    this.retryAfter = details.retryAfter;
    this.size = details.size;
  }

  get [KIND](): boolean {
    return true;
  }

  /** An error of another copy of this module is one as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that is made of this one has only its own.
    if (this !== EmulsionError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && KIND in value;
  }

  /** HTTP status of this error. */
  get status(): number {
    return STATUS[this.code];
  }
}

/** 400: the request is wrong; the message says what was expected. */
export function badRequest(message: string): EmulsionError {
  return new EmulsionError('invalid_request', message);
}

/** 403: the reason goes to the log only. */
export function forbidden(log: string): EmulsionError {
  return new EmulsionError('forbidden', 'You do not have permission to access this resource.', { log });
}

/** 401: it takes somebody who is signed in. */
export function unauthenticated(message = 'Sign in or send a token.'): EmulsionError {
  return new EmulsionError('unauthenticated', message);
}

/** 403 with words for the person; for refusals that say nothing of what is hidden. */
export function refused(message: string, log?: string): EmulsionError {
  return new EmulsionError('forbidden', message, log === undefined ? {} : { log });
}

/** 409: somebody else has changed it since the caller read it; the message says who and when. */
export function editConflict(message: string): EmulsionError {
  return new EmulsionError('edit_conflict', message);
}

/** 409: it exists already. */
export function conflict(message: string): EmulsionError {
  return new EmulsionError('conflict', message);
}

/** 429 with the seconds after which to try again. */
export function tooManyRequests(message: string, retryAfter: number): EmulsionError {
  return new EmulsionError('too_many_requests', message, { retryAfter });
}

/** 413. */
export function tooLarge(message: string): EmulsionError {
  return new EmulsionError('too_large', message);
}

/** 404. */
export function notFound(message: string, log?: string): EmulsionError {
  return new EmulsionError('not_found', message, log === undefined ? {} : { log });
}

/** 415: the picture, or what is asked of it, cannot be processed. */
export function unsupported(message: string, cause?: unknown): EmulsionError {
  return new EmulsionError('unsupported', message, {
    cause,
    ...(cause instanceof Error ? { log: `${message} (${cause.message})` } : {}),
  });
}

/** 503 with the seconds after which to try again. */
export function busy(message: string, retryAfter: number): EmulsionError {
  return new EmulsionError('busy', message, { retryAfter });
}
