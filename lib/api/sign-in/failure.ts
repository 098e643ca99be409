import { EmulsionError } from '#lib/errors/error.ts';

/** Why somebody is not signed in; the sign-in page has a text for each. */
export type Failure =
  | { code: 'wrong' | 'no-name' | 'no-password' | 'directory' | 'busy' | 'again' | 'provider' | 'unknown' }
  | { code: 'wait'; seconds: number };

/** What an error of signing in by name and password is to the person. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof EmulsionError)) return { code: 'directory' };
  switch (error.code) {
    case 'invalid_request':
      return { code: error.publicMessage.startsWith('password') ? 'no-password' : 'no-name' };
    case 'forbidden':
      return { code: 'wrong' };
    case 'too_many_requests':
      return { code: 'wait', seconds: error.retryAfter ?? 60 };
    case 'busy':
      return { code: 'busy' };
    default:
      return { code: 'directory' };
  }
}
