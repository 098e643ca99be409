import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { Page } from '../../../../components/ui/page.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  await requireFlags('admin_all');
  return <Page title="Settings">{null}</Page>;
}
