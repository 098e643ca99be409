import type { Metadata } from 'next';
import { OverviewScreen } from '../../../components/reports/overview-screen.tsx';
import { requireReports } from './require-reports.ts';

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsPage() {
  await requireReports();
  return <OverviewScreen />;
}
