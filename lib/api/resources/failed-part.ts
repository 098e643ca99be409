import type { z } from 'zod';
import type { partFailure as shape } from '#lib/contracts/resources.ts';
import type { EmulsionError } from '#lib/errors/error.ts';
import { STATUS } from '#lib/errors/error.ts';
import type { Call } from '../door/endpoint.ts';
import { toKnown } from '../door/failures.ts';
import { errorMessage } from '../door/messages.ts';

export type PartFailure = { error: EmulsionError; shown: z.input<typeof shape> };

/** What went wrong with one part of a call that does several things. What is unexpected goes to the log. */
export function failedPart(
  thrown: unknown,
  { parts, request }: Pick<Call<unknown, unknown>, 'parts' | 'request'>,
): PartFailure {
  const error = toKnown(thrown);
  if (error.status === STATUS.internal) {
    parts.log.error(
      { err: thrown, requestId: request.id, path: request.path },
      'a part of an API request failed',
    );
  }
  const message = errorMessage(error, parts.redact);
  return { error, shown: { error: { data: null, message, status: error.status } } };
}
