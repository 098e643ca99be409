import type { Metadata } from 'next';
import { StorageScreen } from '../../../../components/reports/storage-screen.tsx';
import { requireReports } from '../require-reports.ts';

export const metadata: Metadata = { title: 'Storage by folder' };

export default async function StorageReportPage() {
  await requireReports();
  return <StorageScreen />;
}
