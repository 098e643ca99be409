import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { nextTarget, START_PAGE } from '#lib/api/sign-in/next-target.ts';
import { ownHosts, readPageRequest } from '#lib/api/sign-in/page-request.ts';
import { pageCsrfToken, requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { hasPassword } from '#lib/identity/change-password.ts';
import { PasswordForm } from '../../../components/sign-in/password-form.tsx';
import { NarrowPage } from '../../narrow-page.tsx';

type Query = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Query): Promise<Metadata> {
  const { error } = await searchParams;
  return { title: error === undefined ? 'Password' : 'Error: Password', robots: { index: false } };
}

export default async function PasswordPage({ searchParams }: Query) {
  const { error, seconds, next } = await searchParams;
  const { userId, principal, mustChangePassword } = await requirePerson();
  const request = readPageRequest(await headers());
  const { settings, api } = await services();
  const csrfToken = await pageCsrfToken();
  const target = nextTarget(textOf(next), ownHosts(request, settings.web), settings.signIn.redirectHosts);
  if (csrfToken === undefined || !(await hasPassword(api.db, userId))) {
    return (
      <NarrowPage title="Change your password">
        <p className="text-muted">Your password is kept elsewhere and cannot be changed here.</p>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage title={mustChangePassword ? 'Choose your own password' : 'Change your password'}>
      {mustChangePassword ? (
        <p className="-mt-2 mb-5 text-muted">
          You have signed in with a password that was made for you. It is good for nothing else than choosing
          another.
        </p>
      ) : null}
      <PasswordForm
        username={principal.username}
        csrfToken={csrfToken}
        next={target === START_PAGE ? undefined : target}
        error={textOf(error)}
        seconds={Number(textOf(seconds))}
      />
      <form method="post" action="/logout/" className="mt-6">
        <button
          type="submit"
          className="cursor-pointer rounded-control py-2 text-muted underline underline-offset-4 hover:text-text"
        >
          Sign out
        </button>
      </form>
    </NarrowPage>
  );
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
