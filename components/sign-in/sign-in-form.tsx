import { Complaint, Field, SendButton } from './field.tsx';
import { waitText } from './wait-text.ts';

const COMPLAINT = 'complaint';

/** What somebody reads who was not let in, by the word in the address. */
function textOf(error: string, seconds: number, provider: string | undefined): string {
  switch (error) {
    case 'wrong':
      return 'The username or the password is wrong.';
    case 'no-name':
      return 'Enter your username.';
    case 'no-password':
      return 'Enter your password.';
    case 'wait':
      return `There have been too many failed attempts. Try again ${waitText(seconds)}.`;
    case 'busy':
      return 'Too many people are signing in at this moment. Try again in a few seconds.';
    case 'directory':
      return 'The server cannot check passwords at the moment. Try again later; its log tells the operator more.';
    case 'provider':
      return `Signing in with ${provider ?? 'the provider'} did not work. Try again.`;
    case 'unknown':
      return 'You have no account here that may be used. Ask an administrator for one.';
    default:
      return 'The form could not be trusted, for instance because it came from another page. Try again.';
  }
}

/** Username and password, and a way to the OpenID provider when there is one. Works without scripts. */
export function SignInForm({
  error,
  seconds,
  username,
  next,
  provider,
  directory,
}: {
  error: string | undefined;
  /** How long to wait, when that is the error. */
  seconds: number;
  /** What was typed before. */
  username: string;
  /** Where to go afterwards; undefined for the usual place. */
  next: string | undefined;
  /** What the OpenID provider is called; undefined when there is none. */
  provider: string | undefined;
  /** Whether people of a directory sign in with what they have there. */
  directory: boolean;
}) {
  const wrongName = error === 'wrong' || error === 'no-name';
  const wrongPassword = error === 'wrong' || error === 'no-password';
  return (
    <>
      <form method="post" action="/login/" className="flex flex-col gap-5">
        {error === undefined ? null : <Complaint id={COMPLAINT} text={textOf(error, seconds, provider)} />}
        {next === undefined ? null : <input type="hidden" name="next" value={next} />}
        <Field
          name="username"
          label="Username"
          {...(directory ? { hint: 'That of your organisation’s directory works too.' } : {})}
          autoComplete="username"
          maxLength={120}
          defaultValue={username}
          first={username === ''}
          wrong={wrongName}
          describedBy={COMPLAINT}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          maxLength={1024}
          first={username !== ''}
          wrong={wrongPassword}
          describedBy={COMPLAINT}
        />
        <SendButton>Sign in</SendButton>
      </form>
      {provider === undefined ? null : (
        <>
          <p className="my-5 flex items-center gap-3 text-[13px] text-muted before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
            or
          </p>
          <a
            href={
              next === undefined
                ? '/login/single/'
                : `/login/single/?${new URLSearchParams({ next }).toString()}`
            }
            className="flex min-h-11 items-center justify-center rounded-control border border-control bg-surface px-5 py-2 text-center font-medium hover:border-text"
          >
            Sign in with {provider}
          </a>
        </>
      )}
    </>
  );
}
