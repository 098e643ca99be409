import { contractJson } from '#lib/contracts/json.ts';
import { CORS_HEADERS } from '#lib/delivery/headers.ts';
import { EmulsionError, type ErrorCode } from '#lib/errors/error.ts';

/** Lead text of each message (contract of the original; clients look for `already exists`). */
const LEADS: Readonly<Record<ErrorCode, string>> = {
  invalid_request: 'Invalid parameter',
  unauthenticated: 'Not authenticated',
  forbidden: 'Unauthorised request',
  not_found: 'The requested item was not found',
  method_not_allowed: 'Method Not Allowed',
  conflict: 'The specified item already exists',
  edit_conflict: 'The item was changed meanwhile',
  too_large: 'Request Entity Too Large',
  unsatisfiable_range: 'Range Not Satisfiable',
  unsupported: 'Invalid or unsupported image file',
  too_many_requests: 'Too many requests',
  internal: 'Internal error',
  busy: 'The server is too busy',
};

/** Lead text of a good answer. */
export function successMessage(status: number): string {
  return status === 202 ? 'OK task accepted' : 'OK';
}

/** The message of a refusal: lead text, that of its code unless given, then the detail in parentheses. */
export function errorMessage(
  error: EmulsionError,
  redact: (text: string) => string,
  lead = LEADS[error.code],
): string {
  return `${lead} (${redact(error.publicMessage)})`.normalize('NFKD');
}

/** The envelope around every JSON answer. */
export function envelope(data: unknown, message: string, status: number): string {
  return contractJson({ data, message, status });
}

/** Headers that every answer of the API carries. */
export const API_HEADERS: readonly string[] = [
  ...CORS_HEADERS.map((value, index) =>
    CORS_HEADERS[index - 1] === 'Access-Control-Allow-Headers' ? `${value}, Content-Type, If-Match` : value,
  ).map((value, index) =>
    CORS_HEADERS[index - 1] === 'Access-Control-Expose-Headers' ? `${value}, ETag, Retry-After` : value,
  ),
  'Access-Control-Allow-Methods',
  'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'X-Content-Type-Options',
  'nosniff',
  'Content-Security-Policy',
  "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy',
  'no-referrer',
];
