import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { AccountScreen } from '../../../components/account/account-screen.tsx';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const { principal } = await requirePerson();
  const { settings } = await services();
  // Whoever comes from the provider gets the account of their e-mail address, so people do not choose theirs.
  const emailIsFixed = settings.oidc.issuer !== undefined && !principal.flags.has('admin_users');
  return <AccountScreen emailIsFixed={emailIsFixed} providerName={settings.oidc.name} />;
}
