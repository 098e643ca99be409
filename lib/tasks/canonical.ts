import { createHash, randomUUID } from 'node:crypto';
import { badRequest, tooLarge } from '#lib/errors/error.ts';

/** Bytes of JSON that parameters and checkpoints may have. */
export const MOST_PARAMS = 64 * 1024;

/** One text for equal values: keys sorted, nothing undefined. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Key of a function with its parameters, equal for equal parameters in whatever order. Throws when they are too
 * large, or hold characters that the database has no place for.
 */
export function dedupeKey(funcname: string, params: Record<string, unknown>): string {
  const text = canonicalJson(params);
  if (Buffer.byteLength(text) > MOST_PARAMS) throw tooLarge('The parameters of a task are too large.');
  if (holdsUnstorable(text)) throw badRequest('The parameters of a task cannot hold such characters.');
  return sha256(`${funcname} ${text}`);
}

/** A key that nothing else has: of a task that no longer stands in the way of an identical one. */
export function releasedKey(): string {
  return sha256(randomUUID());
}

/** Key of what a schedule adds in one of its periods. */
export function periodKey(funcname: string, period: number): string {
  return sha256(`period ${funcname} ${period}`);
}

/** A value as plain JSON that the database takes: text without NUL and without halves of characters. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
  );
  return text === undefined ? 'null' : text;
}

/** NUL and halves of surrogate pairs, which JSON.stringify writes as escapes and jsonb refuses. */
function holdsUnstorable(json: string): boolean {
  return /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(json);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
