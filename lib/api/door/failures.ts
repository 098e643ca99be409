import { isDatabaseAway } from '#lib/db/unavailable.ts';
import { EmulsionError } from '#lib/errors/error.ts';

/** A request that no operation answers. */
export class RouteError extends Error {
  readonly lead: string;
  readonly status: number;
  readonly headers: readonly string[];

  constructor(lead: string, message: string, status: number, headers: readonly string[] = []) {
    super(message);
    this.lead = lead;
    this.status = status;
    this.headers = headers;
  }
}

/** What an error carries for the caller beside its message; null as a rule. */
export function failureData(error: unknown): unknown {
  return error instanceof FailureWithData ? error.data : null;
}

/** A refusal whose `data` is not null (contract of the original: uploads). */
export class FailureWithData extends EmulsionError {
  readonly data: unknown;

  constructor(error: EmulsionError, data: unknown) {
    super(error.code, error.publicMessage, {
      log: error.message,
      cause: error.cause,
      ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    });
    this.data = data;
  }
}

/** An error of the vocabulary, whatever was thrown. */
export function toKnown(error: unknown): EmulsionError {
  if (error instanceof EmulsionError) return error;
  if (isDatabaseAway(error)) {
    return new EmulsionError('busy', 'the database does not answer; try again', {
      retryAfter: 5,
      cause: error,
    });
  }
  return new EmulsionError('internal', 'something unexpected went wrong; the log of the server tells more', {
    cause: error,
  });
}
