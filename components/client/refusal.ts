import { ApiFailure, failureText } from './api.ts';

/** A refusal of the API as a form shows it. */
export type Refusal = {
  /** The fields that it is about, by their names in the API; none when it is about the whole. */
  fields: readonly string[];
  text: string;
  /** Somebody else has changed the thing meanwhile. */
  conflict: boolean;
};

const FIELDS = /^([a-z_]+(?:, [a-z_]+)*): (.+)$/s;

/** Takes a refusal apart: its lead words, and the fields that it names. */
export function readRefusal(error: unknown): Refusal {
  if (!(error instanceof ApiFailure)) return { fields: [], text: failureText(error), conflict: false };
  const detail = /^[^(]+ \((.+)\)$/s.exec(error.message)?.[1] ?? error.message;
  const conflict = error.status === 409 && error.message.startsWith('The item was changed meanwhile');
  const found = FIELDS.exec(detail);
  const fields = found?.[1]?.split(', ') ?? [];
  return { fields, text: sentence(found?.[2] ?? detail), conflict };
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
