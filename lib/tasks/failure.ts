import { conflict, EmulsionError, type ErrorCode, STATUS } from '#lib/errors/error.ts';
import type { TaskRecord } from './task.ts';

/** Result of a failed task. `code` lets whoever waited throw the same error again. */
export type TaskFailure = {
  exception: { type: string; message: string; repr: string };
  code: ErrorCode;
  retryAfter?: number;
};

/** Names of errors in the contract of the original, as far as it has one. */
const TYPES: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'ParameterError',
  unauthenticated: 'AuthenticationError',
  forbidden: 'SecurityError',
  not_found: 'DoesNotExistError',
  method_not_allowed: 'ParameterError',
  conflict: 'AlreadyExistsError',
  edit_conflict: 'AlreadyExistsError',
  too_large: 'ParameterError',
  unsatisfiable_range: 'ParameterError',
  unsupported: 'ImageError',
  too_many_requests: 'ServerTooBusyError',
  busy: 'ServerTooBusyError',
  internal: 'ServerError',
};

/** What is told of an error: all of an expected one, nothing but the fact of another. */
export function describeFailure(error: unknown): TaskFailure {
  const known = error instanceof EmulsionError ? error : undefined;
  const code = known?.code ?? 'internal';
  const message = known?.publicMessage ?? 'The task failed unexpectedly; the log says why.';
  const type = TYPES[code];
  return {
    exception: { type, message, repr: `${type}(${JSON.stringify(message)})` },
    code,
    ...(known?.retryAfter === undefined ? {} : { retryAfter: known.retryAfter }),
  };
}

/** What a cancelled task ends with. */
export function cancelledFailure(): TaskFailure {
  const { exception, code } = describeFailure(conflict('The task was cancelled.'));
  const type = 'CancelledError';
  return { exception: { ...exception, type, repr: `${type}(${JSON.stringify(exception.message)})` }, code };
}

/**
 * The level at which a failed task is logged: what was wrong with its files or wishes, or that it was cancelled, is no
 * error of the server and at most a warning.
 * @param level of the task
 */
export function levelOf(failure: unknown, level: string): string {
  const { code } = (failure ?? {}) as Partial<TaskFailure>;
  const isExpected = code !== undefined && code in STATUS && STATUS[code] < STATUS.internal;
  return isExpected && level === 'error' ? 'warning' : level;
}

/** Throws the error that a failed task ended with; does nothing for others. */
export function rethrow(record: Pick<TaskRecord, 'failed' | 'result'>): void {
  if (!record.failed) return;
  const failure = record.result as Partial<TaskFailure> | null;
  const code = failure?.code !== undefined && failure.code in STATUS ? failure.code : 'internal';
  const { retryAfter } = failure ?? {};
  throw new EmulsionError(
    code,
    failure?.exception?.message ?? 'The task failed.',
    retryAfter === undefined ? {} : { retryAfter },
  );
}
