import type { Metadata } from 'next';
import { services } from '#lib/boot/services.ts';
import { UnusedScreen } from '../../../../components/reports/unused-screen.tsx';
import { requireReports } from '../require-reports.ts';

export const metadata: Metadata = { title: 'Never requested' };

export default async function UnusedImagesPage() {
  await requireReports();
  const { settings } = await services();
  return <UnusedScreen keepDays={settings.stats.keepDays} />;
}
