import type { Metadata } from 'next';
import { LiveScreen } from '../../../../components/reports/live-screen.tsx';
import { requireReports } from '../require-reports.ts';

export const metadata: Metadata = { title: 'Live' };

export default async function LiveReportPage() {
  await requireReports();
  return <LiveScreen />;
}
