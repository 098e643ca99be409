import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { TYPED_NAME } from '#lib/api/sign-in/login-form.ts';
import { nextTarget, START_PAGE } from '#lib/api/sign-in/next-target.ts';
import { ownHosts, readPageRequest } from '#lib/api/sign-in/page-request.ts';
import { whoLooks } from '#lib/api/sign-in/person.ts';
import { passwordPage } from '#lib/api/sign-in/places.ts';
import { services } from '#lib/boot/services.ts';
import { SignInForm } from '../../components/sign-in/sign-in-form.tsx';
import { NarrowPage } from '../narrow-page.tsx';

type Query = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Query): Promise<Metadata> {
  const { error } = await searchParams;
  return { title: error === undefined ? 'Sign in' : 'Error: Sign in', robots: { index: false } };
}

export default async function LoginPage({ searchParams }: Query) {
  const { error, seconds, next } = await searchParams;
  const request = readPageRequest(await headers());
  const { settings } = await services();
  const hosts = ownHosts(request, settings.web);
  const target = nextTarget(textOf(next), hosts, settings.signIn.redirectHosts);
  const caller = await whoLooks();
  if (caller.via === 'session') redirect(caller.mustChangePassword ? passwordPage(target) : target);
  const typed = (await cookies()).get(TYPED_NAME)?.value ?? '';
  return (
    <NarrowPage title="Sign in">
      <SignInForm
        error={textOf(error)}
        seconds={Number(textOf(seconds))}
        username={error === undefined ? '' : typed}
        next={target === START_PAGE ? undefined : target}
        directory={settings.ldap.enabled}
        provider={settings.oidc.issuer === undefined ? undefined : settings.oidc.name}
      />
    </NarrowPage>
  );
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
