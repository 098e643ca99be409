import { describe, expect, it } from 'vitest';
import { ApiFailure } from './api.ts';
import { readRefusal } from './refusal.ts';

describe('a refusal', () => {
  it.each<[number, string, ReturnType<typeof readRefusal>]>([
    [
      400,
      'Invalid parameter (username: expected text of 1 to 120 characters)',
      { fields: ['username'], text: 'Expected text of 1 to 120 characters.', conflict: false },
    ],
    [
      403,
      'Unauthorised request (username, password: this account holds permissions that you do not hold)',
      {
        fields: ['username', 'password'],
        text: 'This account holds permissions that you do not hold.',
        conflict: false,
      },
    ],
    [
      409,
      'The specified item already exists (a user named ann already exists)',
      { fields: [], text: 'A user named ann already exists.', conflict: false },
    ],
    [
      409,
      'The item was changed meanwhile (by ann at 2026-01-31T12:00:00.000Z)',
      { fields: [], text: 'By ann at 2026-01-31T12:00:00.000Z.', conflict: true },
    ],
    [
      0,
      'The server cannot be reached.',
      { fields: [], text: 'The server cannot be reached.', conflict: false },
    ],
  ])('%i %s', (status, message, expected) => {
    expect(readRefusal(new ApiFailure(status, message))).toEqual(expected);
  });

  it('is no answer of the API', () => {
    expect(readRefusal(new Error('x')).text).toContain('Something went wrong');
  });
});
