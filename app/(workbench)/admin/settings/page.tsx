import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { effectiveSettings } from '#lib/settings/effective.ts';
import { SettingsScreen } from '../../../../components/administration/settings-screen.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  await requireFlags('admin_all');
  const { settings } = await services();
  return <SettingsScreen settings={effectiveSettings(settings)} />;
}
