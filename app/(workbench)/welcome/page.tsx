import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { START_PAGE } from '#lib/api/sign-in/next-target.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { checkInstallation } from '#lib/boot/installation-checks.ts';
import { services } from '#lib/boot/services.ts';
import { isFirstRunOpen } from '#lib/identity/store/first-admin.ts';
import { WelcomeScreen } from '../../../components/welcome/welcome-screen.tsx';

export const metadata: Metadata = { title: 'Welcome' };

export default async function WelcomePage() {
  const { principal } = await requirePerson();
  if (!principal.flags.has('admin_all')) redirect(START_PAGE);
  const running = await services();
  const { settings, api } = running;
  const [checks, isOpen, hasSamples] = await Promise.all([
    checkInstallation(running),
    isFirstRunOpen(api.db),
    running.hasSamples(),
  ]);
  return (
    <WelcomeScreen
      checks={checks}
      isOpen={isOpen}
      hasSamples={hasSamples}
      hostName={settings.web.hostName}
      imagesDir={settings.server.imagesDir}
    />
  );
}
