import { z } from 'zod';
import { badRequest, editConflict } from '#lib/errors/error.ts';
import type { Body } from './body.ts';
import type { Endpoint } from './endpoint.ts';
import { FailureWithData, toKnown } from './failures.ts';

/** A form says everything it has; a JSON body of a PUT only what changes. */
function completeForm(endpoint: Endpoint, body: Body): Readonly<Record<string, unknown>> {
  if (body.kind === 'json') return body.fields;
  for (const name of endpoint.formRequired ?? []) {
    if (body.fields[name] === undefined) throw badRequest(`the parameter ${name} is missing`);
  }
  return { ...endpoint.formDefaults, ...body.fields };
}

/** The fields of a body as the operation declares them. Throws 400 naming the first wrong one. */
export function readFields(endpoint: Endpoint, body: Body): Record<string, unknown> {
  try {
    return readValues(endpoint.body, completeForm(endpoint, body));
  } catch (error) {
    // An upload's answer is a map of results even when there are none (contract of the original).
    throw endpoint.files ? new FailureWithData(toKnown(error), {}) : error;
  }
}

/** Values as declared; nothing when nothing is. Throws 400 naming the first wrong one. */
export function readValues(
  fields: z.ZodObject | undefined,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (!fields) return {};
  const result = z.safeParse(fields, { ...values });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = issue?.path.join('.') ?? '';
  const top = String(issue?.path[0] ?? '');
  if (top !== '' && values[top] === undefined) throw badRequest(`the parameter ${top} is missing`);
  throw badRequest(name === '' ? (issue?.message ?? 'wrong values') : `${name}: ${issue?.message}`);
}

/** Reads `"user-12-3"`: version 3 of user-12. A list of tags cannot be meant here. */
export function expectedVersion(header: string | undefined, name: string): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const match = /^\s*(?:W\/)?"([^"]*)-(\d{1,10})"\s*$/.exec(header);
  if (match?.[1] !== name) throw editConflict('If-Match does not name a version of this item');
  return Number(match[2]);
}
