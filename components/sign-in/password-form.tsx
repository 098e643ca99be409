import { Complaint, Field, SendButton } from './field.tsx';
import { waitText } from './wait-text.ts';

const COMPLAINT = 'complaint';

/** Why the password was not changed, by the word in the address. */
function textOf(error: string, seconds: number): string {
  switch (error) {
    case 'current':
      return 'The current password is wrong.';
    case 'length':
      return 'The new password needs 8 to 120 characters.';
    case 'same':
      return 'The new password is the current one. Choose another.';
    case 'repeat':
      return 'The new password was not repeated the same way.';
    case 'wait':
      return `There have been too many failed attempts. Try again ${waitText(seconds)}.`;
    default:
      return 'The form could not be trusted, for instance because it was open for too long. Try again.';
  }
}

/** Asks for the current and a new password. Works without scripts. */
export function PasswordForm({
  username,
  csrfToken,
  next,
  error,
  seconds,
}: {
  username: string;
  csrfToken: string;
  /** Where to go afterwards; undefined for the usual place. */
  next: string | undefined;
  error: string | undefined;
  seconds: number;
}) {
  return (
    <form method="post" action="/account/password/" className="flex flex-col gap-5">
      {error === undefined ? null : <Complaint id={COMPLAINT} text={textOf(error, seconds)} />}
      <input type="hidden" name="_csrf_token" value={csrfToken} />
      {next === undefined ? null : <input type="hidden" name="next" value={next} />}
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Field
        name="current_password"
        label="Current password"
        type="password"
        autoComplete="current-password"
        maxLength={1024}
        first
        wrong={error === 'current'}
        describedBy={COMPLAINT}
      />
      <Field
        name="new_password"
        label="New password"
        hint="8 to 120 characters. Several words are good."
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={120}
        wrong={error === 'length' || error === 'same'}
        describedBy={COMPLAINT}
      />
      <Field
        name="repeated_password"
        label="New password again"
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={120}
        wrong={error === 'repeat'}
        describedBy={COMPLAINT}
      />
      <SendButton>Change password</SendButton>
    </form>
  );
}
