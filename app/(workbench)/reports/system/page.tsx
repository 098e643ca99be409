import type { Metadata } from 'next';
import { SystemScreen } from '../../../../components/reports/series-screen.tsx';
import { requireReports } from '../require-reports.ts';

export const metadata: Metadata = { title: 'System statistics' };

export default async function SystemReportPage() {
  await requireReports();
  return <SystemScreen />;
}
